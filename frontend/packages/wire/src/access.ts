import { http, type Session } from './client';
import { asProblem, Problem, take } from './problem';
import type { components, paths } from './schema';

type Schemas = components['schemas'];
export type LoginOptions = Schemas['LoginOptions'];
export type TOTPState = Schemas['TOTPState'];
export type TOTPSetup = Schemas['TOTPSetup'];
export type LoginSession = Schemas['SessionRow'];
export type SessionPage = Schemas['SessionPage'];
export type SessionQuery = NonNullable<paths['/api/v1/sessions']['get']['parameters']['query']>;
export type ApiKey = Schemas['Key'];
export type MadeApiKey = Schemas['MadeKey'];
export type NewApiKey = Schemas['NewKey'];
export type LoginLock = Schemas['Lock'];
export type AuditRow = Schemas['AuditRow'];
export type AuditPage = Schemas['AuditPage'];
export type AuditQuery = NonNullable<paths['/api/v1/audit']['get']['parameters']['query']>;

/** GET /session/options: how one may log in; also without a session. */
export const getLoginOptions = (signal?: AbortSignal) => take(http.GET('/api/v1/session/options', { signal }));
/** Where a browser goes for single sign-on; it comes back to `/`, or to `/?login=<code>` when it failed. */
export const SSO_START = '/api/v1/session/oidc/start';
/** Has the identity provider ask who it is, also of somebody whom it knows. */
export const SSO_OTHER = `${SSO_START}?again=true`;

/** Of the agent app alone: its login in the system's browser. The server never hears of it. */
const BROWSER = '/api/v1/session/browser';

async function browser(method: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
  const headers = { 'Content-Type': 'application/json', 'Accept-Language': document.documentElement.lang };
  const response = await fetch(BROWSER, { method, headers, body: body === undefined ? undefined : JSON.stringify(body), signal }).catch((error: unknown) => {
    throw asProblem(error);
  });
  if (response.ok) return response;
  throw new Problem(response.status, (await response.json().catch(() => ({}))) as ConstructorParameters<typeof Problem>[1]);
}

/**
 * Logs in by single sign-on in the system's browser: opens it and waits until the person has logged in there. Throws `oidc_…`,
 * `browser_unavailable`, or what keeps the app from its server. `again`: for another account than the one the browser knows.
 */
export async function logInInBrowser(again: boolean, signal: AbortSignal): Promise<Session> {
  await browser('POST', { again }, signal);
  for (;;) {
    const answer = await browser('GET', undefined, signal);
    if (answer.status !== 202) return (await answer.json()) as Session;
  }
}
/** Gives it up. */
export const leaveBrowser = () => browser('DELETE');
/** POST /session with the code of the second factor, after the answer `totp_needed`. Throws `totp_wrong`, `login_locked`. */
export const logInWithCode = (id: string, password: string, totp: string) => take(http.POST('/api/v1/session', { body: { id, password, totp } }));

/** GET /me/totp: how one's second factor stands. */
export const getMyTOTP = (signal?: AbortSignal) => take(http.GET('/api/v1/me/totp', { signal }));
/** POST /me/totp: a secret for an authenticator app, in force once it is confirmed. Throws `wrong_password`, `totp_exists`. */
export const beginTOTP = (password?: string) => take(http.POST('/api/v1/me/totp', { body: { password } }));
/** POST /me/totp/confirm: puts it in force and gives the recovery codes, once. Throws `totp_wrong`. */
export const confirmTOTP = (code: string) => take(http.POST('/api/v1/me/totp/confirm', { body: { code } })).then((answer) => answer.codes);
/** POST /me/totp/recovery: new recovery codes. Throws `wrong_password`, `totp_refused`. */
export const renewRecovery = (password: string, code: string) => take(http.POST('/api/v1/me/totp/recovery', { body: { password, code } })).then((answer) => answer.codes);
/** POST /me/totp/end: turns it off. Throws `totp_required` where the site asks for it. */
export const endTOTP = (password: string, code: string) => take(http.POST('/api/v1/me/totp/end', { body: { password, code } }));
/** DELETE /agents/{id}/totp: for an agent who has lost it; the agent's sessions end. */
export const resetTOTP = (agent: string) => take(http.DELETE('/api/v1/agents/{id}/totp', { params: { path: { id: agent } } }));

/** GET /sessions: who is logged in where, newest first. */
export const getSessions = (query: SessionQuery = {}, signal?: AbortSignal) => take(http.GET('/api/v1/sessions', { params: { query }, signal }));
export const endSession = (id: string) => take(http.DELETE('/api/v1/sessions/{id}', { params: { path: { id } } }));
/** GET /me/sessions: where one is logged in oneself. */
export const getMySessions = (signal?: AbortSignal) => take(http.GET('/api/v1/me/sessions', { signal }));
export const endMySession = (id: string) => take(http.DELETE('/api/v1/me/sessions/{id}', { params: { path: { id } } }));

/** GET /locks: logins, PINs and phones that are locked after wrong tries. */
export const getLocks = (signal?: AbortSignal) => take(http.GET('/api/v1/locks', { signal })).then((list) => list.items);
/** Lets who or what is locked try again. */
export function unlock(lock: Pick<LoginLock, 'kind' | 'id'>): Promise<unknown> {
  const params = { path: { id: lock.id } };
  switch (lock.kind) {
    case 'login':
      return take(http.DELETE('/api/v1/agents/{id}/lock', { params }));
    case 'pin':
      return take(http.POST('/api/v1/agents/{id}/unlock-pin', { params }));
    case 'phone':
      return take(http.POST('/api/v1/devices/{id}/unlock-pin', { params }));
  }
}

/** GET /api-keys: newest first, also those that are dead. */
export const getApiKeys = (signal?: AbortSignal) => take(http.GET('/api/v1/api-keys', { signal })).then((list) => list.items);
/** POST /api-keys: the key's text is in this answer only. */
export const makeApiKey = (key: NewApiKey) => take(http.POST('/api/v1/api-keys', { body: key }));
export const revokeApiKey = (id: string) => take(http.DELETE('/api/v1/api-keys/{id}', { params: { path: { id } } }));
/** DELETE /agents/{id}/api-keys: every key of an agent, at once and for ever; gives how many those were. */
export const revokeApiKeysOf = (agent: string) => take(http.DELETE('/api/v1/agents/{id}/api-keys', { params: { path: { id: agent } } }));

/** GET /audit: who did what, newest first. */
export const getAudit = (query: AuditQuery = {}, signal?: AbortSignal) => take(http.GET('/api/v1/audit', { params: { query }, signal }));
/** Address of the same as CSV. */
export function auditFile(query: AuditQuery = {}): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== '') params.set(name, String(value));
  return `/api/v1/audit.csv?${params.toString()}`;
}

/** DELETE /agents/{id}/sessions: every session of an agent but the one that asks. */
export const endSessionsOf = (agent: string) => take(http.DELETE('/api/v1/agents/{id}/sessions', { params: { path: { id: agent } } }));

export type IdentityTrial = Schemas['IdentityTrial'];
export type IdentityStep = Schemas['IdentityStep'];
/** POST /settings/access/test: looks whether an identity provider is there; nothing is changed. */
export const tryIdentity = (issuer: string) => take(http.POST('/api/v1/settings/access/test', { body: { issuer } }));
