import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, type Single } from '@yobirin/kit/record';
import { useChanges } from '@yobirin/live';
import { changeLoginSettings, getLoginSettings } from '@yobirin/wire';
import { useMemo } from 'react';

type Values = Record<string, unknown>;

interface Read {
  of: Single | undefined;
  error: unknown;
  retry: () => void;
}

/** The site's own settings, of which idle time and tries are a part. */
export function useSite(): Read {
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery({ queryKey: ['settings'], queryFn: ({ signal }) => ask<Values>('GET', '/api/v1/settings', { signal }), refetchOnWindowFocus: false });
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

const KEY = ['settings', 'access'];

/** What is asked of those who log in. The secret is never told: the form begins without one. */
export function useLogins(): Read {
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery({ queryKey: KEY, queryFn: ({ signal }) => getLoginSettings(signal).then((settings) => settings as unknown as Values), refetchOnWindowFocus: false });
  const of = useMemo<Single | undefined>(() => {
    if (!data) return undefined;
    const keep = (saved: unknown) => {
      queries.setQueryData(KEY, saved);
      return saved as Values;
    };
    return { data, change: (patch) => changeLoginSettings(givable(patch)).then(keep), reload: () => getLoginSettings().then(keep) };
  }, [data, queries]);
  return { of, error: data ? undefined : error, retry: () => void refetch() };
}

/** A change without what the server only tells. */
export function givable(patch: Values): Values {
  const { oidc, ...rest } = patch;
  if (typeof oidc !== 'object' || oidc === null) return rest;
  return { ...rest, oidc: Object.fromEntries(Object.entries(oidc).filter(([name]) => name !== 'hasSecret')) };
}
