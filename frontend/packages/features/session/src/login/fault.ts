import { hasText, type Key } from '@yobirin/kit/start';
import { UNREACHABLE, type Problem } from '@yobirin/wire';

interface Fault {
  title: Key;
  hint?: Key;
  values?: Record<string, string | number>;
}

/** What went wrong with a login, and what to do next. */
export function loginFault(problem: Problem): Fault {
  switch (problem.code) {
    case 'login_failed':
      return { title: 'login.failed' };
    case 'login_locked':
      return { title: 'login.locked', hint: 'login.lockedHint' };
    case UNREACHABLE:
      return { title: 'login.unreachable', hint: 'login.unreachableHint' };
    default:
      if (problem.status === 401) return { title: 'login.failed' };
      if (problem.status === 423) return { title: 'login.locked', hint: 'login.lockedHint' };
      return way(problem.code) ?? { title: 'login.trouble', values: { code: problem.code } };
  }
}

/** Why the agent app does not reach its server: a certificate, a name, a proxy. */
function way(code: string): Fault | undefined {
  const [title, hint] = [`trouble.${code}`, `trouble.${code}.do`];
  if (!hasText(title)) return undefined;
  return hasText(hint) ? { title, hint } : { title };
}
