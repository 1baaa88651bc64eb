import type { recordClient } from './client';
import type { Recorded } from './types';
import type { ListQuery } from './use-record-list';

/** The most records that one change may name. */
export const MOST = 10_000;

/** The ids of everything that a list finds, in its order; at most MOST. */
export async function allIds(client: Pick<ReturnType<typeof recordClient<Recorded>>, 'list'>, query: ListQuery, signal?: AbortSignal): Promise<string[]> {
  const ids = new Set<string>();
  let cursor: string | undefined;
  do {
    const page = await client.list({ ...query, limit: 500, cursor }, signal);
    for (const row of page.items ?? []) ids.add(row.id);
    cursor = page.nextCursor || undefined;
  } while (cursor !== undefined && ids.size < MOST);
  return [...ids].slice(0, MOST);
}
