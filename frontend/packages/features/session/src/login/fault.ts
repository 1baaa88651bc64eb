import { UNREACHABLE, type Problem } from '@yobirin/wire';

interface Fault {
  title: 'login.failed' | 'login.locked' | 'login.unreachable' | 'login.trouble';
  hint?: 'login.attemptsLeft' | 'login.lockedHint' | 'login.unreachableHint';
  values?: Record<string, string | number>;
}

/** What went wrong with a login, and what to do next. */
export function loginFault(problem: Problem): Fault {
  switch (problem.code) {
    case 'login_failed': {
      const left = problem.body.attemptsLeft;
      return typeof left === 'number' ? { title: 'login.failed', hint: 'login.attemptsLeft', values: { count: left } } : { title: 'login.failed' };
    }
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
