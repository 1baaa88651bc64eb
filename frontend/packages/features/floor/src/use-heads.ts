import { useCounted, type GroupRow } from '@yobirin/live';
import { useMemo } from 'react';
import { headOf, type Heads } from './arrange';

/** How many agents of some groups there are of each kind, everybody once. */
export function useHeads(groups: Iterable<GroupRow>): Heads {
  const ids = Array.from(groups, (g) => g.id).join();
  return useCounted('agents', useMemo(() => headOf(new Set(ids.split(','))), [ids]));
}
