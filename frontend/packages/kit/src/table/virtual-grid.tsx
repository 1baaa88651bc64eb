import { useVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { Stop } from '../parts/stop';
import { useItemKeys, useStopItem } from './use-item-keys';

interface Props<T> {
  items: readonly T[];
  /** Smallest width of a tile and its height, in px. */
  minWidth: number;
  height: number;
  gap: number;
  keyOf: (item: T) => string;
  label: string;
  children: (item: T) => ReactNode;
}

/** Tiles in as many columns as fit; only those in sight exist. A tile that changes its place stays the same element. What has the focus in a tile takes `useStop`. */
export function VirtualGrid<T>({ items, minWidth, height, gap, keyOf, label, children }: Props<T>) {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [last, setLast] = useState<string>();
  useLayoutEffect(() => {
    const el = ref.current;
    if (!el) return;
    const observer = new ResizeObserver(() => setWidth(el.clientWidth));
    observer.observe(el);
    setWidth(el.clientWidth);
    return () => observer.disconnect();
  }, []);
  const inner = Math.max(0, width - 2 * gap);
  const columns = Math.max(1, Math.floor((inner + gap) / (minWidth + gap)));
  const tile = (inner - (columns - 1) * gap) / columns;
  const virtual = useVirtualizer({
    count: Math.ceil(items.length / columns),
    getScrollElement: () => ref.current,
    estimateSize: () => height + gap,
    paddingStart: gap,
    overscan: 3,
  });
  const rows = virtual.getVirtualItems();
  const onKey = useItemKeys(ref, (index) => virtual.scrollToIndex(Math.floor(index / columns)), items.length, columns);
  const first = (rows[0]?.index ?? 0) * columns;
  const end = ((rows.at(-1)?.index ?? -1) + 1) * columns;
  const tiles = width > 0 ? items.slice(first, end).map((item, i) => ({ item, index: first + i, key: keyOf(item) })) : [];
  const stop = useStopItem(ref, tiles, last, virtual, columns);
  return (
    <div ref={ref} onKeyDown={onKey} style={{ height: '100%', overflow: 'auto', scrollbarWidth: 'thin', scrollbarGutter: 'stable' }}>
      <ul aria-label={label} style={{ position: 'relative', height: virtual.getTotalSize(), margin: 0, padding: 0, listStyle: 'none' }}>
        {tiles.map(({ item, index, key }) => {
          const x = gap + (index % columns) * (tile + gap);
          const y = gap + Math.floor(index / columns) * (height + gap);
          return (
            <li
              key={key}
              aria-setsize={items.length}
              aria-posinset={index + 1}
              onFocus={() => setLast(key)}
              style={{ position: 'absolute', top: 0, left: 0, width: tile, height, transform: `translate(${x}px, ${y}px)` }}
            >
              <Stop value={key === stop}>{children(item)}</Stop>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
