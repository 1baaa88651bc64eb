import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, type ReactNode } from 'react';

interface Props<T> {
  items: readonly T[];
  height: number;
  keyOf: (item: T) => string;
  label: string;
  /** The rows hold nothing to focus: the list itself takes the focus, so that keys can scroll it. */
  focusable?: boolean;
  children: (item: T) => ReactNode;
}

/** A scrolling list of rows of one height; only rows in sight exist. */
export function VirtualList<T>({ items, height, keyOf, label, focusable, children }: Props<T>) {
  const ref = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => ref.current,
    estimateSize: () => height,
    overscan: 8, // rows have one height: by place is measure enough, and is not gone through again when rows change
  });
  return (
    <div ref={ref} tabIndex={focusable ? 0 : undefined} style={{ height: '100%', overflow: 'auto', scrollbarWidth: 'thin', scrollbarGutter: 'stable' }}>
      <ul aria-label={label} style={{ position: 'relative', height: virtual.getTotalSize(), margin: 0, padding: 0, listStyle: 'none' }}>
        {virtual.getVirtualItems().map((row) => (
          <li
            key={keyOf(items[row.index]!)}
            aria-setsize={items.length}
            aria-posinset={row.index + 1}
            style={{ position: 'absolute', top: 0, left: 0, right: 0, height, transform: `translateY(${row.start}px)` }}
          >
            {children(items[row.index]!)}
          </li>
        ))}
      </ul>
    </div>
  );
}
