import { useMemo, useState, type KeyboardEvent } from 'react';
import { useText } from '../i18n';
import type { Checks } from '../table';
import { check, checkLoaded, headOf, NOTHING, type Selection } from './selection';

/** Boxes before the rows of a list, and which are checked. What is gone from the list is not checked any more. */
export function useChosen<T extends { id: string }>(rows: readonly T[], nameOf: (row: T) => string) {
  const { t } = useText();
  const [kept, set] = useState<Selection>(NOTHING);
  const ids = useMemo(() => rows.filter((row) => kept.ids.has(row.id)).map((row) => row.id), [rows, kept]);
  const selection = useMemo<Selection>(() => ({ ...kept, ids: new Set(ids) }), [kept, ids]);
  const checks: Checks<T> = {
    isChecked: (row) => selection.ids.has(row.id),
    onCheck: (row, on, range) => set(check(selection, rows, row.id, on, range)),
    all: headOf(selection, rows),
    onAll: (on) => set(checkLoaded(rows, on)),
    allName: t('record.checkLoaded'),
    name: nameOf,
  };
  const clear = () => set(NOTHING);
  const onKey = (event: KeyboardEvent<HTMLElement>) => {
    const all = (event.ctrlKey || event.metaKey) && event.key === 'a';
    if (!all && (event.key !== 'Escape' || ids.length === 0)) return;
    event.preventDefault();
    set(checkLoaded(rows, all));
  };
  return { checks, ids, clear, onKey };
}
