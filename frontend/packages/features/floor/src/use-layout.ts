import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useViewer } from '@yobirin/kit';
import { getLayout, keepLayout } from '@yobirin/wire';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';

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
  const { data } = useQuery({ queryKey, queryFn: ({ signal }) => load(key, copy, signal), staleTime: Infinity, placeholderData: () => local(copy) });
  const [own, setOwn] = useState<T>();
  const pending = useRef<{ timer: ReturnType<typeof setTimeout>; send: () => void }>(undefined);
  /** What is being kept now. */
  const under = useRef<Promise<unknown>>(Promise.resolve());
  const newest = useRef<T>(undefined);
  useEffect(() => () => pending.current?.send(), []);

  const change = useCallback(
    (next: T) => {
      newest.current = next;
      setOwn(next);
      void queries.cancelQueries({ queryKey: ['layout', viewer.id, key] });
      queries.setQueryData(['layout', viewer.id, key], next);
      try {
        localStorage.setItem(copy, JSON.stringify(next));
        localStorage.setItem(copy + UNSENT, '1');
      } catch {
        // Only the first moment after a reload is shown otherwise.
      }
      clearTimeout(pending.current?.timer);
      const send = () => {
        clearTimeout(pending.current?.timer);
        pending.current = undefined;
        // One after the other: of two on their way at once the older could be the one that stays.
        // A refusal loses the memory, not the arrangement on the screen; the next change keeps it again.
        under.current = under.current.then(() => keepLayout(key, { ...next } as Record<string, unknown>)).then(() => {
          if (newest.current === next) sent(copy);
        }, () => undefined);
      };
      pending.current = { send, timer: setTimeout(send, PAUSE) };
    },
    [queries, viewer.id, key, copy],
  );
  const kept = useMemo(() => read(data), [read, data]);
  return [own ?? kept, change];
}

/** Marks a browser's copy that the server does not have yet: the page was left, or the server was not there. */
const UNSENT = '.unsent';

function sent(copy: string): void {
  try {
    localStorage.removeItem(copy + UNSENT);
  } catch {
    // It was never marked.
  }
}

/** What the server keeps; a copy that it was never given is the newer one, and given to it now. */
async function load(key: string, copy: string, signal: AbortSignal): Promise<unknown> {
  const newer = local(copy + UNSENT) === 1 ? local(copy) : undefined;
  if (typeof newer !== 'object' || newer === null) return getLayout(key, signal);
  await keepLayout(key, newer as Record<string, unknown>).then(() => sent(copy), () => undefined);
  return newer;
}

function local(name: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(name) ?? 'null') as unknown;
  } catch {
    return undefined;
  }
}
