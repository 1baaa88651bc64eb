import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useState, type RefObject } from 'react';

/** Tables with more rows than this have only those in sight. */
export const WHOLE_UNTIL = 60;
const ROW = 36;

/** A row that is there, and how high the rows are that are left out before it. */
export interface Place {
  index: number;
  before: number;
}

/** Places of the rows with these indexes of `count` rows; the last has no row, only what is left out at the end. */
export function placesOf(indexes: readonly number[], count: number, height: number): Place[] {
  let next = 0;
  const places = indexes.map((index) => {
    const before = (index - next) * height;
    next = index + 1;
    return { index, before };
  });
  if (next < count) places.push({ index: count, before: (count - next) * height });
  return places;
}

/**
 * The rows of a table that have to be there: all of a few, else those in sight, and `kept`, which must not go away while
 * it is dragged or has the focus. Rows have one height, which the table tells. The table's parent scrolls.
 */
export function useRowWindow(table: RefObject<HTMLTableElement | null>, count: number, kept: number): Place[] {
  const [height, setHeight] = useState(ROW);
  const some = count > WHOLE_UNTIL;
  useEffect(() => {
    const el = table.current;
    if (!el || !some) return;
    const watch = new ResizeObserver(() => {
      const row = el.tBodies[0]?.querySelector<HTMLElement>('tr[data-group]');
      if (row && row.offsetHeight > 0) setHeight(row.offsetHeight);
    });
    watch.observe(el);
    return () => watch.disconnect();
  }, [table, some]);
  const virtual = useVirtualizer({
    count,
    enabled: some,
    getScrollElement: () => table.current?.parentElement ?? null,
    estimateSize: () => height,
    overscan: 8,
    rangeExtractor: (range) => {
      const inSight = defaultRangeExtractor(range);
      return kept < 0 || inSight.includes(kept) ? inSight : [...inSight, kept].sort((a, b) => a - b);
    },
  });
  useEffect(() => virtual.measure(), [virtual, height]);
  const indexes = some ? virtual.getVirtualItems().map((item) => item.index) : undefined;
  const those = indexes?.join();
  return useMemo(
    () => placesOf(those === undefined ? Array.from({ length: count }, (_, i) => i) : those === '' ? [] : those.split(',').map(Number), count, height),
    [those, count, height],
  );
}
