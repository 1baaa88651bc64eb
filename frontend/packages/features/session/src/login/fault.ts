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
    case 'totp_wrong':
      return { title: 'login.codeWrong', hint: 'login.codeWrongHint' };
    case 'totp_enrol':
    case 'session_enrol':
      return { title: 'login.enrolNeeded', hint: 'login.enrolNeededHint' };
    case 'passwords_off':
      return { title: 'login.passwordsOff', hint: 'login.passwordsOffHint' };
    case 'oidc_failed':
      return { title: 'login.ssoFailed', hint: 'login.ssoFailedHint' };
    case 'oidc_expired':
      return { title: 'login.ssoExpired', hint: 'login.ssoFailedHint' };
    case 'oidc_unknown':
      return { title: 'login.ssoUnknown', hint: 'login.ssoUnknownHint' };
    case 'oidc_down':
      return { title: 'login.ssoDown', hint: 'login.ssoDownHint' };
    case 'oidc_clock':
      return { title: 'login.ssoClock', hint: 'login.ssoClockHint' };
    case 'oidc_cancelled':
      return { title: 'login.ssoCancelled' };
    case 'browser_unavailable':
      return { title: 'login.noBrowser', hint: 'login.noBrowserHint' };
    case 'loopback_unavailable':
      return { title: 'login.noLoopback', hint: 'login.noLoopbackHint' };
    case 'oidc_off':
      return { title: 'login.ssoOff' };
    case UNREACHABLE:
      return { title: 'login.unreachable', hint: 'login.unreachableHint' };
    default: {
      const missed = way(problem.code);
      if (missed) return missed;
      if (problem.status === 401) return { title: 'login.failed' };
      if (problem.status === 423) return { title: 'login.locked', hint: 'login.lockedHint' };
      return { title: 'login.trouble', values: { code: problem.code } };
    }
  }
}

/** Why the agent app does not reach its server: a certificate, a name, a proxy. */
function way(code: string): Fault | undefined {
  const [title, hint] = [`trouble.${code}`, `trouble.${code}.do`];
  if (!hasText(title)) return undefined;
  return hasText(hint) ? { title, hint } : { title };
}
