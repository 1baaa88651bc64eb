import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { formatPhone } from '../formats';
import { getChoices } from './client';
import type { ChoiceNoun, RecordChoice } from './types';

const PAUSE = 200;

/** Names to choose from that match what is typed, and those that are chosen already, wherever they are in the list. `now`: without waiting for more to be typed. */
export function useChoiceSearch(noun: ChoiceNoun, words: string, chosen: readonly string[], open: boolean, now = false) {
  const later = useLater(words.trim());
  const q = now ? words.trim() : later;
  const found = useQuery({
    queryKey: ['choices', noun, 'search', q],
    queryFn: ({ signal }) => getChoices(noun, { q: q || undefined, limit: 50 }, signal),
    placeholderData: keepPreviousData,
    staleTime: 15_000,
    enabled: open,
  });
  const named = useNamed(noun, chosen);
  const all = useMemo(() => {
    const byId = new Map((found.data ?? []).map((choice) => [choice.id, choice]));
    for (const id of chosen) if (!byId.has(id)) byId.set(id, named.get(id) ?? { id, name: '…' });
    return [...byId.values()];
  }, [found.data, named, chosen]);
  const shown = useMemo(() => new Set((found.data ?? []).map((c) => c.id)), [found.data]);
  return { all, shown, of: q, failed: found.isError, busy: found.isFetching };
}

/** The names of some ids, as many as are known. */
export function useNamed(noun: ChoiceNoun | undefined, ids: readonly string[]): ReadonlyMap<string, RecordChoice> {
  const wanted = useMemo(() => [...new Set(ids)].filter((id) => id !== '').sort().slice(0, 200), [ids]);
  const { data } = useQuery({
    queryKey: ['choices', noun, 'ids', wanted],
    queryFn: ({ signal }) => getChoices(noun!, { ids: wanted.join(','), limit: 200 }, signal),
    enabled: noun !== undefined && wanted.length > 0,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
  return useMemo(() => new Map((data ?? []).map((choice) => [choice.id, choice])), [data]);
}

/** How a choice reads in a list: its name, and what tells it from others of the name. */
export function choiceText(choice: RecordChoice): { name: string; note?: string } {
  const number = choice.number ? formatPhone(choice.number) : undefined;
  return { name: choice.name || number || choice.id, note: choice.extension || (choice.name ? number : undefined) };
}

function useLater(text: string): string {
  const [later, setLater] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setLater(text), PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  return later;
}
