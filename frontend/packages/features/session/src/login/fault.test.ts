import { Problem, UNREACHABLE, asProblem } from '@yobirin/wire';
import { describe, expect, it } from 'vitest';
import { loginFault } from './fault';

describe('loginFault', () => {
  it('says the same of a wrong ID and a wrong password', () => {
    expect(loginFault(new Problem(401, { code: 'login_failed' }))).toEqual({ title: 'login.failed' });
  });
  it('tells what is wrong with a second factor and a single sign-on', () => {
    const codes = ['totp_wrong', 'totp_enrol', 'passwords_off', 'oidc_failed', 'oidc_expired', 'oidc_unknown', 'oidc_off', 'oidc_down', 'oidc_clock', 'oidc_cancelled', 'browser_unavailable', 'loopback_unavailable'];
    const titles = codes.map((code) => loginFault(new Problem(401, { code })).title);
    expect(new Set(titles).size).toBe(codes.length);
    expect(titles).not.toContain('login.failed');
  });
  it('tells a lock, an absent server and trouble apart', () => {
    expect(loginFault(new Problem(423, { code: 'login_locked' })).title).toBe('login.locked');
    expect(loginFault(asProblem(new TypeError('Failed to fetch'))).title).toBe('login.unreachable');
    expect(new Problem(502, {}).code).toBe(UNREACHABLE);
    expect(loginFault(new Problem(500, {}))).toEqual({ title: 'login.trouble', values: { code: 'http_500' } });
  });
});
