import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { recordClient } from './client';
import { listKey } from './keys';
import type { Listed, Recorded } from './types';

export const PAGE = 200;

/** Filters, search and order of a list, as the server's parameters. */
export type ListQuery = Readonly<Record<string, string>>;


/** The list of a noun, page after page as it is scrolled. A row that changed its place while paging is there once. */
export function useRecordList<T extends Recorded>(noun: string, query: ListQuery) {
  const client = useMemo(() => recordClient<T>(noun), [noun]);
  const result = useInfiniteQuery({
    queryKey: [...listKey(noun), query],
    queryFn: ({ pageParam, signal }) => client.list({ ...query, limit: PAGE, cursor: pageParam || undefined }, signal),
    initialPageParam: '',
    getNextPageParam: (page: Listed<T>) => page.nextCursor || undefined,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
    staleTime: 10_000,
  });
  const pages = result.data?.pages;
  const rows = useMemo(() => distinct(pages ?? []), [pages]);
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = result;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetchingNextPage]);
  return { ...result, rows, more, total: pages?.[0]?.total ?? 0, totalMore: pages?.[0]?.totalMore === true };
}

function distinct<T extends Recorded>(pages: readonly Listed<T>[]): T[] {
  const seen = new Map<string, T>();
  for (const page of pages) for (const row of page.items ?? []) seen.set(row.id, row);
  return [...seen.values()];
}
