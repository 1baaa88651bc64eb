import { useInfiniteQuery } from '@tanstack/react-query';
import { getAudit, type AuditPage } from '@yobirin/wire';
import { useCallback, useMemo } from 'react';
import { queryOf, type Filters } from './filters';

const PAGE = 200;

/** The entries under `filters`, page after page; the newest are asked for anew when the page comes back to sight. */
export function useAudit(filters: Filters) {
  const query = useMemo(() => ({ ...queryOf(filters), limit: PAGE }), [filters]);
  const result = useInfiniteQuery({
    queryKey: ['audit', query],
    queryFn: ({ pageParam, signal }) => getAudit(pageParam ? { ...query, cursor: pageParam } : query, signal),
    initialPageParam: '',
    getNextPageParam: (page: AuditPage) => page.nextCursor || undefined,
    staleTime: 5000,
  });
  const pages = result.data?.pages;
  const rows = useMemo(() => (pages ?? []).flatMap((page) => page.items).map((row) => ({ ...row, id: String(row.number) })), [pages]);
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = result;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetchingNextPage]);
  return { ...result, rows, more };
}

export type Row = ReturnType<typeof useAudit>['rows'][number];
