import { asProblem, Problem } from '@yobirin/wire';
import type { BulkReport, ChoiceNoun, HistoryEntry, ImportReport, Listed, RecordChoice, Recorded, UndoReport, Use } from './types';

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

interface Asked {
  query?: Query;
  json?: unknown;
  body?: BodyInit;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** The answer is no JSON and is given as it is. */
  text?: boolean;
}

/** What a file's columns are, where the file does not say it: `number,-,note`. */
export type Naming = { columns?: string; header?: 'yes' | 'no' };

/** Which version a change is meant for: the one that was read, or whatever there is. */
export type Match = number | '*';

/** What a change gave, and what takes it back within a day; without it, nothing does. */
export interface Changed<R> {
  value: R;
  undo: string | undefined;
}

/** The requests that every noun of the site answers (server: internal/resource). Whatever fails is thrown as a Problem. */
export function recordClient<T extends Recorded>(noun: string) {
  const base = `/api/v1/${noun}`;
  const at = (id: string) => `${base}/${encodeURIComponent(id)}`;
  return {
    list: (query: Query, signal?: AbortSignal) => ask<Listed<T>>('GET', base, { query, signal }),
    blank: (signal?: AbortSignal) => ask<T>('GET', `${base}/blank`, { signal }),
    read: (id: string, signal?: AbortSignal) => ask<T>('GET', at(id), { signal }),
    create: (record: unknown) => ask<T>('POST', base, { json: record }),
    change: (id: string, match: Match, patch: unknown) =>
      askChange<T>('PATCH', at(id), { body: JSON.stringify(patch), headers: { 'Content-Type': 'application/merge-patch+json', ...ifMatch(match) } }),
    remove: (id: string, match: Match) => askChange<void>('DELETE', at(id), { headers: ifMatch(match) }),
    uses: (id: string, signal?: AbortSignal) => ask<{ items: Use[] | null }>('GET', `${at(id)}/uses`, { signal }),
    history: (id: string, query: Query, signal?: AbortSignal) => ask<{ items: HistoryEntry[] | null; nextCursor?: string }>('GET', `${at(id)}/history`, { query, signal }),
    bulk: (body: { ids: readonly string[]; action: 'update' | 'delete'; set?: unknown; dryRun?: boolean }) => ask<BulkReport>('POST', `${base}/bulk`, { json: body }),
    csvUrl: (query: Query) => withQuery(`${base}.csv`, query),
    bringIn: (file: Blob, dryRun: boolean, naming: Naming = {}) => ask<ImportReport>('POST', `${base}/import`, { query: { ...naming, dryRun }, body: file, headers: { 'Content-Type': 'text/csv' } }),
  };
}

export type RecordClient<T extends Recorded> = ReturnType<typeof recordClient<T>>;

/** GET /choices/{noun}: names to choose from. */
export const getChoices = (noun: ChoiceNoun, query: { q?: string; ids?: string; limit?: number }, signal?: AbortSignal) =>
  ask<{ items: RecordChoice[] | null }>('GET', `/api/v1/choices/${noun}`, { query, signal }).then((page) => page.items ?? []);

/** Takes a change back: of a noun at its path, or of a document at its own. */
export const askUndo = (base: string, batch: string) => ask<UndoReport>('POST', `${base}/batches/${encodeURIComponent(batch)}/undo`);

/** Any request of the API by method and path, for what is a noun's own: `POST /api/v1/agents/{id}/unlock`. */
export const ask = <R>(method: string, path: string, asked?: Asked): Promise<R> => askChange<R>(method, path, asked).then(({ value }) => value);

/** A request that changes something, with what takes it back. */
export async function askChange<R>(method: string, path: string, { query, json, body, headers, signal, text: asText }: Asked = {}): Promise<Changed<R>> {
  let response: Response;
  try {
    response = await fetch(withQuery(path, query ?? {}), {
      method,
      credentials: 'same-origin',
      signal,
      headers: json === undefined ? headers : { 'Content-Type': 'application/json', ...headers },
      body: json === undefined ? body : JSON.stringify(json),
    });
  } catch (error) {
    throw asProblem(error);
  }
  const text = await response.text().catch(() => '');
  const undo = response.headers.get('Undo') ?? undefined;
  if (response.ok && asText) return { value: text as R, undo };
  const answer = read(text);
  if (response.ok) return { value: answer as R, undo };
  throw new Problem(response.status, typeof answer === 'object' && answer !== null ? answer : {});
}

const ifMatch = (match: Match) => ({ 'If-Match': match === '*' ? '*' : `"${match}"` });

function read(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function withQuery(path: string, query: Query): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  if (given.length === 0) return path;
  return `${path}?${new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString()}`;
}
