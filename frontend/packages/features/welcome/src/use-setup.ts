import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useChanges, useRowChanges } from '@yobirin/live';
import { getSetup } from '@yobirin/wire';
import { useCallback, useEffect, useRef } from 'react';

export const SETUP = ['setup'];
/** Registrations of phones and trunks are told by nobody. */
const LOOK = 4000;
/** Changes of one moment are asked for once. */
const FOLLOW = 300;

/** How far the site is set up, followed live. */
export function useSetup() {
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery({ queryKey: SETUP, queryFn: ({ signal }) => getSetup(signal), refetchInterval: LOOK, staleTime: 0 });
  const again = useCallback(() => void queries.invalidateQueries({ queryKey: SETUP }), [queries]);
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const soon = useCallback(() => {
    waiting.current ??= setTimeout(() => {
      waiting.current = undefined;
      again();
    }, FOLLOW);
  }, [again]);
  useEffect(() => () => clearTimeout(waiting.current), []);
  useChanges('agents', soon);
  useChanges('trunks', soon);
  useChanges('numbers', soon);
  useChanges('groups', soon);
  useChanges('devices', soon);
  useRowChanges('calls', soon);
  return { setup: data, error: data ? undefined : error, retry: () => void refetch(), again };
}
