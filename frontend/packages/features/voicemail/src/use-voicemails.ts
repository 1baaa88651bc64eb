import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useChanges } from '@yobirin/live';
import { getVoicemails, type VoicemailPage } from '@yobirin/wire';
import { useCallback, useMemo, useRef } from 'react';
import { queryOf, type Filters } from './filters';

const PAGE = 100;
/** Changes of one moment, as of a bulk deletion, are asked for once. */
const FOLLOW = 250;
export const KEY = ['voicemails'];

/** The messages under `filters`, page after page; what anybody does to them is followed. */
export function useVoicemails(filters: Filters) {
  const query = useMemo(() => ({ ...queryOf(filters), limit: PAGE }), [filters]);
  const queries = useQueryClient();
  const result = useInfiniteQuery({
    queryKey: [...KEY, query],
    queryFn: ({ pageParam, signal }) => getVoicemails(pageParam ? { ...query, cursor: pageParam } : query, signal),
    initialPageParam: '',
    getNextPageParam: (page: VoicemailPage) => page.nextCursor || undefined,
  });
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  useChanges('voicemails', () => {
    waiting.current ??= setTimeout(() => {
      waiting.current = undefined;
      void queries.invalidateQueries({ queryKey: KEY });
    }, FOLLOW);
  });
  const pages = result.data?.pages;
  const rows = useMemo(() => {
    const seen = new Set<string>();
    return (pages ?? []).flatMap((page) => page.items).filter((row) => !seen.has(row.id) && seen.add(row.id));
  }, [pages]);
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = result;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetchingNextPage]);
  return { ...result, rows, more, unheard: pages?.[0]?.unheard ?? 0 };
}
