import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState, type ReactNode } from 'react';
import { Stop } from '../parts/stop';
import { useItemKeys, useStopItem } from './use-item-keys';

interface Props<T> {
  items: readonly T[];
  height: number;
  keyOf: (item: T) => string;
  label: string;
  /** The rows hold nothing to focus: the list itself takes the focus, so that keys can scroll it. */
  focusable?: boolean;
  children: (item: T) => ReactNode;
}

/** A scrolling list of rows of one height; only rows in sight exist. What has the focus in a row takes `useStop`. */
export function VirtualList<T>({ items, height, keyOf, label, focusable, children }: Props<T>) {
  const ref = useRef<HTMLDivElement>(null);
  const [last, setLast] = useState<string>();
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => ref.current,
    estimateSize: () => height,
    overscan: 8, // rows have one height: by place is measure enough, and is not gone through again when rows change
  });
  const onKey = useItemKeys(ref, (index) => virtual.scrollToIndex(index), items.length);
  const rows = virtual.getVirtualItems().map((row) => ({ ...row, item: items[row.index]!, key: keyOf(items[row.index]!) }));
  const stop = useStopItem(ref, rows, last, virtual);
  return (
    <div ref={ref} tabIndex={focusable ? 0 : undefined} onKeyDown={onKey} style={{ height: '100%', overflow: 'auto', scrollbarWidth: 'thin', scrollbarGutter: 'stable' }}>
      <ul aria-label={label} style={{ position: 'relative', height: virtual.getTotalSize(), margin: 0, padding: 0, listStyle: 'none' }}>
        {rows.map(({ key, index, start, item }) => (
          <li
            key={key}
            aria-setsize={items.length}
            aria-posinset={index + 1}
            onFocus={() => setLast(key)}
            style={{ position: 'absolute', top: 0, left: 0, right: 0, height, transform: `translateY(${start}px)` }}
          >
            <Stop value={key === stop}>{children(item)}</Stop>
          </li>
        ))}
      </ul>
    </div>
  );
}
