import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useChanges } from '@yobirin/live';
import { useMemo } from 'react';
import { ask, askChange } from './client';
import type { Fields } from './patch';
import type { Single } from './section-form';

type Values = Record<string, unknown>;

/** A document of settings: where it is, and what the history and the live socket call it. */
export interface Document {
  path: string;
  noun: string;
  /** What of a patch is sent; without it all of it. */
  given?: (patch: Values) => Values;
}

export interface ReadDocument {
  of: Single | undefined;
  error: unknown;
  retry: () => void;
}

/** Something that there is one of: read as a whole, changed by merge patches that are each meant for a version, followed while others change it. */
export function useDocument({ path, noun, given }: Document): ReadDocument {
  const queries = useQueryClient();
  const key = useMemo(() => ['document', noun], [noun]);
  const { data, error, refetch } = useQuery({ queryKey: key, queryFn: ({ signal }) => ask<Values>('GET', path, { signal }), refetchOnWindowFocus: false });
  useChanges(noun, () => void queries.invalidateQueries({ queryKey: key }));
  const of = useMemo<Single | undefined>(() => {
    if (!data) return undefined;
    const keep = (fresh: Values): Fields => {
      queries.setQueryData(key, fresh);
      return fresh;
    };
    return {
      data,
      noun,
      path,
      change: (patch, from) =>
        askChange<Values>('PATCH', path, { body: JSON.stringify(given ? given(patch) : patch), headers: { 'Content-Type': 'application/merge-patch+json', 'If-Match': `"${String(from['version'])}"` } }).then(({ value, undo }) => ({ value: keep(value), undo })),
      reload: () => ask<Values>('GET', path).then(keep),
    };
  }, [data, given, key, noun, path, queries]);
  return { of, error: data ? undefined : error, retry: () => void refetch() };
}
