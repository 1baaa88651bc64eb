import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, type Single } from '@yobirin/kit/record';
import { useChanges } from '@yobirin/live';
import { useMemo } from 'react';

type Values = Record<string, unknown>;

interface Read {
  of: Single | undefined;
  error: unknown;
  retry: () => void;
}

/** The site's own settings: changed by merge patches, each meant for a version. */
export function useSite(): Read {
  const queries = useQueryClient();
  const read = useQuery({ queryKey: ['settings'], queryFn: ({ signal }) => ask<Values>('GET', '/api/v1/settings', { signal }), refetchOnWindowFocus: false });
  const { data, error, refetch } = read;
  useChanges('settings', () => void queries.invalidateQueries({ queryKey: ['settings'] }));
  const of = useMemo<Single | undefined>(() => {
    if (!data) return undefined;
    const keep = (saved: Values) => {
      queries.setQueryData(['settings'], saved);
      return saved;
    };
    return {
      data,
      change: (patch, from) =>
        ask<Values>('PATCH', '/api/v1/settings', { body: JSON.stringify(patch), headers: { 'Content-Type': 'application/merge-patch+json', 'If-Match': `"${String(from['version'])}"` } }).then(keep),
      reload: () => ask<Values>('GET', '/api/v1/settings').then(keep),
    };
  }, [data, queries]);
  return { of, error: data ? undefined : error, retry: () => void refetch() };
}

/** Settings that are stored as a whole under an address of their own. `given` makes what is sent of what is known and what was typed. */
export function useWhole(part: string, given: (values: Values, patch: Values) => Values): Read {
  const queries = useQueryClient();
  const path = `/api/v1/settings/${part}`;
  const { data, error, refetch } = useQuery({ queryKey: ['settings', part], queryFn: ({ signal }) => ask<Values>('GET', path, { signal }), refetchOnWindowFocus: false });
  const of = useMemo<Single | undefined>(() => {
    if (!data) return undefined;
    const reload = () =>
      ask<Values>('GET', path).then((fresh) => {
        queries.setQueryData(['settings', part], fresh);
        return fresh;
      });
    return { data, change: (patch, from) => ask<unknown>('PUT', path, { json: given({ ...from, ...patch }, patch) }).then(reload), reload };
  }, [data, given, part, path, queries]);
  return { of, error: data ? undefined : error, retry: () => void refetch() };
}
