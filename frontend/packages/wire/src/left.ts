import { http } from './client';
import { take } from './problem';
import type { components, paths } from './schema';

type Schemas = components['schemas'];
export type Voicemail = Schemas['Voicemail'];
export type VoicemailPage = Schemas['VoicemailPage'];
export type VoicemailQuery = NonNullable<paths['/api/v1/voicemails']['get']['parameters']['query']>;
export type ArchiveDay = Schemas['DayRow'];
export type ArchivePage = Schemas['DayPage'];

/** How many messages one request may name. */
export const MESSAGES_AT_ONCE = 500;

/** GET /voicemails: messages that callers left, newest first. */
export const getVoicemails = (query: VoicemailQuery, signal?: AbortSignal) => take(http.GET('/api/v1/voicemails', { params: { query }, signal }));
/** POST /voicemails/heard: marks messages, at most MESSAGES_AT_ONCE. */
export const markVoicemails = (ids: string[], heard: boolean) => take(http.POST('/api/v1/voicemails/heard', { body: { ids, heard } }));
/** POST /voicemails/delete: deletes messages with their audio, all of them or none; at most MESSAGES_AT_ONCE. */
export const deleteVoicemails = (ids: string[]) => take(http.POST('/api/v1/voicemails/delete', { body: { ids } }));
/** Address of a message's audio; answers Range requests. */
export const voicemailFile = (id: string) => `/api/v1/voicemails/${encodeURIComponent(id)}/audio`;

/** GET /choices/audios: the audio files that messages may be left after. */
export const getAudioChoices = () => take(http.GET('/api/v1/choices/audios', { params: { query: { limit: 500 } } }));

/** GET /archives: days with recordings and their archives, the last first. */
export const getArchives = (cursor: string, signal?: AbortSignal) => take(http.GET('/api/v1/archives', { params: { query: cursor ? { cursor } : {} }, signal }));
/** POST /archives/{day}: makes the archive of a day now. */
export const makeArchive = (day: string) => take(http.POST('/api/v1/archives/{day}', { params: { path: { day } } }));
/** Address of a day's archive; answers Range requests. */
export const archiveFile = (day: string) => `/api/v1/archives/${encodeURIComponent(day)}/file`;

/** Address of the call history as CSV, under the filters of GET /calls. */
export function callsFile(query: Readonly<Record<string, unknown>>): string {
  const text = new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)])).toString();
  return `/api/v1/calls.csv${text ? `?${text}` : ''}`;
}
