import { useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { useChanges } from '@yobirin/live';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { recordClient } from './client';
import { listKey, recordKey } from './keys';
import type { Listed, Recorded } from './types';

/** Changes of one moment are one: an import of thousands asks the list once. */
const GATHER = 400;
/** So many changed rows are asked for one by one; more, and the list is asked again. */
const FEW = 8;

/** Lets lists and open records of a noun follow what others change. */
export function useFollow<T extends Recorded>(noun: string): void {
  const queries = useQueryClient();
  const client = useMemo(() => recordClient<T>(noun), [noun]);
  const waiting = useRef({ ids: new Set<string>(), whole: false });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const look = useCallback(async () => {
    timer.current = undefined;
    const { ids, whole } = waiting.current;
    waiting.current = { ids: new Set(), whole: false };
    for (const id of ids) {
      void queries.invalidateQueries({ queryKey: recordKey(noun, id) });
      void queries.invalidateQueries({ queryKey: ['records', noun, 'history', id] });
    }
    void queries.invalidateQueries({ queryKey: ['choices', noun] });
    if (whole || ids.size > FEW) {
      await queries.invalidateQueries({ queryKey: listKey(noun) });
      return;
    }
    // A changed row is put in its place in the list, wherever one has scrolled to.
    const fresh = await Promise.all([...ids].map((id) => client.read(id).catch(() => undefined)));
    const byId = new Map(fresh.flatMap((record) => (record ? [[record.id, record] as const] : [])));
    queries.setQueriesData<InfiniteData<Listed<T>>>({ queryKey: listKey(noun) }, (old) => replace(old, byId));
  }, [client, noun, queries]);

  useChanges(noun, ({ id, action }) => {
    if (id) waiting.current.ids.add(id);
    if (action !== 'update' || !id) waiting.current.whole = true;
    timer.current ??= setTimeout(() => void look(), GATHER);
  });
  useEffect(() => () => clearTimeout(timer.current), []);
}

/** The pages with the rows of `byId` in place of those that they had. */
export function replace<T extends Recorded>(old: InfiniteData<Listed<T>> | undefined, byId: ReadonlyMap<string, T>): InfiniteData<Listed<T>> | undefined {
  if (!old || byId.size === 0) return old;
  return { ...old, pages: old.pages.map((page) => ({ ...page, items: (page.items ?? []).map((row) => byId.get(row.id) ?? row) })) };
}
