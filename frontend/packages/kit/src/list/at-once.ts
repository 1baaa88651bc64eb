import type { QueryClient, QueryKey } from '@tanstack/react-query';

/**
 * Shows a change before the server has answered: `change` is laid over every answer that is kept under `queryKey`.
 * What was asked for meanwhile is dropped, as it would show the old again. Gives what takes the change back.
 */
export async function atOnce<D>(queries: QueryClient, queryKey: QueryKey, change: (data: D) => D): Promise<() => void> {
  await queries.cancelQueries({ queryKey });
  const before = queries.getQueriesData<D>({ queryKey });
  queries.setQueriesData<D>({ queryKey }, (data) => (data === undefined ? data : change(data)));
  return () => {
    for (const [key, data] of before) queries.setQueryData(key, data);
  };
}
