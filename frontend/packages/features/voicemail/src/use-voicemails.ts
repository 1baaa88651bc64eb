import type { InfiniteData } from '@tanstack/react-query';
import { usePages, useRefreshOn } from '@yobirin/kit/list';
import { getVoicemails, type VoicemailPage } from '@yobirin/wire';
import { useMemo } from 'react';
import { queryOf, type Filters } from './filters';

const PAGE = 100;
/** Changes of one moment, as of a bulk deletion, are asked for once. */
const FOLLOW = 250;
export const KEY = ['voicemails'];

/** The messages under `filters`, page after page; what anybody does to them is followed. */
export function useVoicemails(filters: Filters) {
  const query = useMemo(() => ({ ...queryOf(filters), limit: PAGE }), [filters]);
  useRefreshOn('voicemails', KEY, FOLLOW);
  const list = usePages<VoicemailPage>([...KEY, query], (cursor, signal) => getVoicemails(cursor ? { ...query, cursor } : query, signal));
  return { ...list, unheard: list.first?.unheard ?? 0 };
}

/** The pages with these messages heard, or new again; whoever did it is told by the server. */
export function marked(data: InfiniteData<VoicemailPage>, ids: ReadonlySet<string>, heard: boolean, now: string): InfiniteData<VoicemailPage> {
  const changed = new Set<string>();
  const pages = data.pages.map((page) => ({
    ...page,
    items: page.items.map((row) => {
      if (!ids.has(row.id) || (row.heardAt !== undefined) === heard) return row;
      changed.add(row.id);
      return { ...row, heardAt: heard ? now : undefined, heardBy: undefined };
    }),
  }));
  const unheard = (count: number) => Math.max(0, count + (heard ? -changed.size : changed.size));
  return changed.size === 0 ? data : { ...data, pages: pages.map((page) => ({ ...page, unheard: unheard(page.unheard) })) };
}
