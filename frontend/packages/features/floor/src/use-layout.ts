import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useViewer } from '@yobirin/kit';
import { getLayout, keepLayout } from '@yobirin/wire';
import { useCallback, useEffect, useRef } from 'react';

/** Changes that follow each other quickly, as of a drag, are kept once. */
const PAUSE = 400;

/**
 * How the viewer arranged a screen, kept on the server for wherever it logs in; this browser's copy is shown until
 * the server has answered. `read` makes a layout of whatever was kept, and of nothing the first one.
 */
export function useLayout<T extends object>(key: string, read: (kept: unknown) => T): [layout: T, change: (next: T) => void] {
  const viewer = useViewer();
  const queries = useQueryClient();
  const copy = `yobirin.layout.${viewer.id}.${key}`;
  const queryKey = ['layout', viewer.id, key];
  const { data } = useQuery({ queryKey, queryFn: ({ signal }) => getLayout(key, signal) as Promise<unknown>, staleTime: Infinity, placeholderData: () => local(copy) });
  const pending = useRef<{ timer: ReturnType<typeof setTimeout>; send: () => void }>(undefined);
  useEffect(() => () => pending.current?.send(), []);

  const change = useCallback(
    (next: T) => {
      void queries.cancelQueries({ queryKey: ['layout', viewer.id, key] });
      queries.setQueryData(['layout', viewer.id, key], next);
      try {
        localStorage.setItem(copy, JSON.stringify(next));
      } catch {
        // Only the first moment after a reload is shown otherwise.
      }
      clearTimeout(pending.current?.timer);
      const send = () => {
        clearTimeout(pending.current?.timer);
        pending.current = undefined;
        // A refusal loses the memory, not the arrangement on the screen; the next change keeps it again.
        keepLayout(key, { ...next } as Record<string, unknown>).catch(() => undefined);
      };
      pending.current = { send, timer: setTimeout(send, PAUSE) };
    },
    [queries, viewer.id, key, copy],
  );
  return [read(data), change];
}

function local(name: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(name) ?? 'null') as unknown;
  } catch {
    return undefined;
  }
}
