import { UNREACHABLE, type Problem } from '@yobirin/wire';

interface Fault {
  title: 'login.failed' | 'login.locked' | 'login.unreachable' | 'login.trouble';
  hint?: 'login.lockedHint' | 'login.unreachableHint';
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
      return { title: 'login.trouble', values: { code: problem.code } };
  }
}
