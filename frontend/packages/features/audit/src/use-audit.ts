import { usePages } from '@yobirin/kit/list';
import { getAudit, type AuditRow } from '@yobirin/wire';
import { useMemo } from 'react';
import { queryOf, type Filters } from './filters';

const PAGE = 200;
const rowOf = (row: AuditRow) => ({ ...row, id: String(row.number) });

export type Row = ReturnType<typeof rowOf>;

/** The entries under `filters`, page after page; the newest are asked for anew when the page comes back to sight. */
export function useAudit(filters: Filters) {
  const query = useMemo(() => ({ ...queryOf(filters), limit: PAGE }), [filters]);
  return usePages(['audit', query], (cursor, signal) => getAudit(cursor ? { ...query, cursor } : query, signal), { rowOf, staleTime: 5000 });
}
