import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { pick } from './pick';

/** The filters of a list, kept in the URL: a reload, a link and the back button bring the same list. */
export function useUrlFilters<K extends string>(keys: readonly K[]): [Partial<Record<K, string>>, (change: Partial<Record<K, string | undefined>>) => void, () => void] {
  const search = useSearch({ strict: false }) as Record<string, unknown>;
  const navigate = useNavigate();
  const filters = useMemo(() => pick(search, keys), [search, keys]);
  const change = useCallback(
    (next: Partial<Record<K, string | undefined>>) => {
      void navigate({ to: '.', search: ((old: Record<string, unknown>) => ({ ...old, ...next })) as never });
    },
    [navigate],
  );
  const clear = useCallback(() => {
    void navigate({ to: '.', search: ((old: Record<string, unknown>) => Object.fromEntries(Object.entries(old).filter(([key]) => !keys.includes(key as K)))) as never });
  }, [navigate, keys]);
  return [filters, change, clear];
}
