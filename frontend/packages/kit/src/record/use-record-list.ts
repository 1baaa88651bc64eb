import { keepPreviousData } from '@tanstack/react-query';
import { useMemo } from 'react';
import { usePages } from '../list';
import { recordClient } from './client';
import { listKey } from './keys';
import type { Listed, Recorded } from './types';

export const PAGE = 200;

/** Filters, search and order of a list, as the server's parameters. */
export type ListQuery = Readonly<Record<string, string>>;

/** The list of a noun, page after page as it is scrolled. */
export function useRecordList<T extends Recorded>(noun: string, query: ListQuery) {
  const client = useMemo(() => recordClient<T>(noun), [noun]);
  const list = usePages<Listed<T>, T>([...listKey(noun), query], (cursor, signal) => client.list({ ...query, limit: PAGE, cursor }, signal), {
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
    staleTime: 10_000,
  });
  return { ...list, total: list.first?.total ?? 0, totalMore: list.first?.totalMore === true };
}
