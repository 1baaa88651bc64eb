import { useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useChanges } from '@yobirin/live';
import { useEffect, useRef } from 'react';

/** Asks a list anew when others change what is in it, at most once in `pause` ms however much they change. `queryKey` must not change. */
export function useRefreshOn(noun: string, queryKey: QueryKey, pause: number): void {
  const queries = useQueryClient();
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  useChanges(noun, () => {
    waiting.current ??= setTimeout(() => {
      waiting.current = undefined;
      void queries.invalidateQueries({ queryKey });
    }, pause);
  });
  useEffect(() => () => clearTimeout(waiting.current), []);
}
