import createClient from 'openapi-fetch';
import { take } from './problem';
import type { components, paths } from './schema';

type Schemas = components['schemas'];
export type Agent = Schemas['SessionAgent'];
export type Session = Schemas['Session'];
export type Site = Schemas['Site'];
export type Choice = Schemas['Choice'];
export type Party = Schemas['Party'];
export type CallQuery = NonNullable<paths['/api/v1/calls']['get']['parameters']['query']>;
export type RecordingRow = Schemas['RecordingRow'];
export type CallCommand = paths['/api/v1/calls/{id}/{command}']['post']['parameters']['path']['command'];
export type CommandBody = Schemas['CommandInputBody'];
export type CallRow = Schemas['CallRow'];

/** The far side of a call for whoever has the extension `own`: of an inside call that one made oneself, who was called. */
export function farSide(call: Pick<CallRow, 'direction' | 'from' | 'to'>, own: string): CallRow['from'] {
  if (call.direction === 'in') return call.from;
  return call.direction === 'internal' && call.from.number !== own ? call.from : call.to;
}
export type CallPage = Schemas['CallPage'];
export type CallParty = Schemas['CallParty'];
/** A moment of a call. What `data` holds depends on its kind (server: internal/journal). */
export type CallEvent = Omit<Schemas['CallEvent'], 'data'> & { data?: Readonly<Record<string, unknown>> };
export type CallRecord = Omit<Schemas['CallRecord'], 'events'> & { events: CallEvent[] };

/** The one client of all requests. */
export const http = createClient<paths>({ baseUrl: '', credentials: 'same-origin' });

/** GET /session: who is logged in on this browser. Throws 401 when nobody is. */
export const getSession = () => take(http.GET('/api/v1/session'));
/** GET /session/here: who is logged in on this browser, undefined when nobody is: the answer to a page that begins. */
export const sessionHere = (): Promise<Session | undefined> =>
  take(http.GET('/api/v1/session/here')).then(({ agent, permissions = [], mustEnrol }) => agent && { agent, permissions, mustEnrol });
/** POST /session: log in. Throws `login_failed` (401) or `login_locked` (423). */
export const logIn = (id: string, password: string) => take(http.POST('/api/v1/session', { body: { id, password } }));
/** DELETE /session: log out. */
export const logOut = () => take(http.DELETE('/api/v1/session'));
/** PATCH /me: the agent's own language. */
export const setLanguage = (language: string) => take(http.PATCH('/api/v1/me', { body: { language } }));
/** GET /site: name, time zone, languages, version. */
export const getSite = () => take(http.GET('/api/v1/site'));
/** PUT /agents/{id}/status: `scope` is "all" or a group, `status` is "available" or a status. */
export const setAgentStatus = (id: string, scope: string, status: string) =>
  take(http.PUT('/api/v1/agents/{id}/status', { params: { path: { id } }, body: { scope, status } }));
/** GET /calls: one page of the call history. */
export const getCalls = (query: CallQuery, signal?: AbortSignal): Promise<CallPage> =>
  take(http.GET('/api/v1/calls', { params: { query }, signal }));
/** GET /me/missed: calls to oneself that nobody answered and that one has not seen. */
export const getMissed = (signal?: AbortSignal) => take(http.GET('/api/v1/me/missed', { signal }));
/** PUT /me/missed: they were seen, up to the `latest` of what was counted. */
export const seeMissed = (until: string) => take(http.PUT('/api/v1/me/missed', { body: { until } }));
/** GET /calls/{id}: a call with its timeline. */
export const getCall = (id: string, signal?: AbortSignal): Promise<CallRecord> =>
  take(http.GET('/api/v1/calls/{id}', { params: { path: { id } }, signal })).then((record) => record as CallRecord);
/** GET /choices/…: choices of filters. */
export const getGroups = () => take(http.GET('/api/v1/choices/groups', { params: {} }));
export const getAgents = () => take(http.GET('/api/v1/choices/agents', { params: {} }));
export const getNumbers = () => take(http.GET('/api/v1/choices/numbers', { params: {} }));
/** GET /codes: the site's feature codes. */
export const getCodes = () => take(http.GET('/api/v1/codes', { params: {} }));
/** POST /calls: calls somebody; the own desk phone rings first. */
export const orderCall = (to: string) => take(http.POST('/api/v1/calls', { body: { to } }));
/** POST /calls/{id}/{command}: does something with a call in progress. */
export const commandCall = (id: string, command: CallCommand, body: CommandBody = {}) =>
  take(http.POST('/api/v1/calls/{id}/{command}', { params: { path: { id, command } }, body }));
/** POST /parked/{slot}/pick-up: talks to who is parked; the own desk phone rings first. */
export const pickUpSlot = (slot: number) => take(http.POST('/api/v1/parked/{slot}/pick-up', { params: { path: { slot } }, body: {} }));
/** GET /calls/{id}/recordings: a call's recordings, also those that are deleted. */
export const getRecordings = (id: string, signal?: AbortSignal) => take(http.GET('/api/v1/calls/{id}/recordings', { params: { path: { id } }, signal }));
/** Address of one recording; answers Range requests. */
export const recordingFile = (id: string) => `/api/v1/recordings/${encodeURIComponent(id)}`;
/** Address of a call's recording; answers Range requests. */
export const recordingUrl = (id: string) => `/api/v1/calls/${encodeURIComponent(id)}/recording`;
