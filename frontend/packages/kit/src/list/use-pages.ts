import { useInfiniteQuery, type QueryKey } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';

interface Page<R> {
  items: readonly R[] | null;
  nextCursor?: string;
}

type Options<P, R> = Pick<Parameters<typeof useInfiniteQuery<P, Error, { pages: P[] }, QueryKey, string>>[0], 'placeholderData' | 'refetchOnWindowFocus' | 'staleTime' | 'refetchInterval'> & {
  /** Adds what tables need, such as an id. It must not change from render to render. */
  rowOf?: (item: never) => R;
};

/** A list page after page, as its end comes into sight. A row that changed its place while paging is there once, where it was seen first. */
export function usePages<P extends Page<unknown>, R extends { id: string } = P extends Page<infer I extends { id: string }> ? I : never>(
  queryKey: QueryKey,
  get: (cursor: string | undefined, signal: AbortSignal) => Promise<P>,
  { rowOf, ...options }: Options<P, R> = {},
) {
  const result = useInfiniteQuery<P, Error, { pages: P[] }, QueryKey, string>({
    ...options,
    queryKey,
    queryFn: ({ pageParam, signal }) => get(pageParam || undefined, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor || undefined,
  });
  const pages = result.data?.pages;
  const rows = useMemo(() => distinct((pages ?? []).flatMap((page) => page.items ?? []).map((item) => (rowOf ? rowOf(item as never) : (item as R)))), [pages, rowOf]);
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = result;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetchingNextPage]);
  return { ...result, rows, more, first: pages?.[0] };
}

/** Each row once: as it was told last, where it stood first. */
export function distinct<R extends { id: string }>(rows: readonly R[]): R[] {
  const seen = new Map<string, R>();
  for (const row of rows) seen.set(row.id, row);
  return [...seen.values()];
}
