import { useInfiniteQuery, useQuery, useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { useRowChanges, useLeave } from '@yobirin/live';
import { getAgents, getCalls, getGroups, getNumbers, type CallPage, type CallQuery } from '@yobirin/wire';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { freshen, NEWEST_FIRST, queryOf, rowsOf, type Filters } from './filters';

const PAGE = 100;
/** Records reach the history in batches shortly after a call has ended: look soon, and once more for the late ones. */
const LOOKS = [700, 3000];
/** Calls that begin, are answered or change hands are followed at most this often, however busy the floor is. */
const FOLLOW = 2500;

/** The call history under `filters`, page after page, and the calls of this moment: they come in on top and change in place. */
export function useCalls(filters: Filters) {
  const query = useMemo<CallQuery>(() => ({ sort: NEWEST_FIRST, ...queryOf(filters), limit: PAGE }), [filters]);
  const key = useMemo(() => ['calls', query], [query]);
  const result = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => getCalls(pageParam ? { ...query, cursor: pageParam } : query, signal),
    initialPageParam: '',
    getNextPageParam: (page: CallPage) => page.nextCursor || undefined,
    refetchOnWindowFocus: false,
    staleTime: 5_000,
  });
  useFresh(key, query, query.sort === NEWEST_FIRST);
  const rows = useMemo(() => rowsOf(result.data?.pages ?? [], query.sort), [result.data, query.sort]);
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = result;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetchingNextPage]);
  return { ...result, rows, more };
}

function useFresh(key: unknown[], query: CallQuery, on: boolean): void {
  const queries = useQueryClient();
  const timers = useRef<ReturnType<typeof setTimeout>[]>([]);
  const busy = useRef(false);
  const look = useCallback(async () => {
    if (busy.current || document.hidden) return;
    busy.current = true;
    try {
      const fresh = await getCalls(query);
      queries.setQueryData<InfiniteData<CallPage, string>>(key, (old) => {
        if (!old) return old;
        const pages = freshen(old.pages, fresh);
        return { pages, pageParams: old.pageParams.slice(0, pages.length) };
      });
    } catch {
      // The next call that ends looks again; the list as it is stays right.
    } finally {
      busy.current = false;
    }
  }, [key, query, queries]);
  const onEnd = useCallback(() => {
    if (!on || timers.current.length > 0) return;
    timers.current = LOOKS.map((ms, i) =>
      setTimeout(() => {
        if (i === LOOKS.length - 1) timers.current = [];
        void look();
      }, ms),
    );
  }, [look, on]);
  // Agents are told of the calls that they have a part in and of no other.
  useLeave('calls', onEnd);
  useLeave('mine', onEnd);
  useEffect(() => {
    // What happened while nobody looked.
    const onShow = () => on && !document.hidden && void look();
    document.addEventListener('visibilitychange', onShow);
    return () => document.removeEventListener('visibilitychange', onShow);
  }, [look, on]);
  const follow = useRef<ReturnType<typeof setTimeout>>(undefined);
  const onChange = useCallback(() => {
    if (!on || follow.current !== undefined) return;
    follow.current = setTimeout(() => {
      follow.current = undefined;
      void look();
    }, FOLLOW);
  }, [look, on]);
  useRowChanges('calls', onChange);
  useRowChanges('mine', onChange);
  useEffect(
    () => () => {
      clearTimeout(follow.current);
      follow.current = undefined;
      timers.current.forEach(clearTimeout);
      timers.current = [];
    },
    [look],
  );
}

/** Choices for the filters by agent, group and number. */
export function useChoices() {
  const groups = useQuery({ queryKey: ['groups'], queryFn: getGroups });
  const agents = useQuery({ queryKey: ['agents'], queryFn: getAgents });
  const numbers = useQuery({ queryKey: ['numbers'], queryFn: getNumbers });
  return { groups: groups.data?.items ?? [], agents: agents.data?.items ?? [], numbers: numbers.data?.items ?? [] };
}
