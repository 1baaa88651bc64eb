import { UNREACHABLE, type Problem } from '@yobirin/wire';

/** Why the agent app cannot reach its server. */
type Way = 'server_unreachable' | 'certificate_expired' | 'certificate_unknown' | 'certificate_name' | 'not_yobirin';
const WAYS: readonly string[] = ['server_unreachable', 'certificate_expired', 'certificate_unknown', 'certificate_name', 'not_yobirin'] satisfies Way[];
const isWay = (code: string): code is Way => WAYS.includes(code);

interface Fault {
  title: 'login.failed' | 'login.locked' | 'login.unreachable' | 'login.trouble' | `trouble.${Way}`;
  hint?: 'login.lockedHint' | 'login.unreachableHint' | `trouble.${Way}.do`;
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
      if (isWay(problem.code)) return { title: `trouble.${problem.code}`, hint: `trouble.${problem.code}.do` };
      if (problem.status === 401) return { title: 'login.failed' };
      if (problem.status === 423) return { title: 'login.locked', hint: 'login.lockedHint' };
      return { title: 'login.trouble', values: { code: problem.code } };
  }
}
