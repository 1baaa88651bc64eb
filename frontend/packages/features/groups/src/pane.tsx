import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, type KeyboardEvent, type ReactNode } from 'react';
import classes from './groups.module.css';

const HEIGHT = 30;

/** What the box of a row gets, so that the arrow keys go from box to box. */
export interface RowKeys {
  'data-index': number;
  onKeyDown: (event: KeyboardEvent<HTMLInputElement>) => void;
}

interface Props<T extends { id: string }> {
  items: readonly T[];
  label: string;
  empty: string;
  children: (item: T, keys: RowKeys) => ReactNode;
}

/** A scrolling list of rows with boxes; only those in sight exist. */
export function Pane<T extends { id: string }>({ items, label, empty, children }: Props<T>) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({ count: items.length, getScrollElement: () => scroller.current, estimateSize: () => HEIGHT, overscan: 10, getItemKey: (index) => items[index]!.id });
  const go = (event: KeyboardEvent<HTMLInputElement>) => {
    const at = Number(event.currentTarget.dataset['index']);
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? HEIGHT) / HEIGHT) - 1);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: items.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = Math.min(items.length - 1, Math.max(0, to));
    virtual.scrollToIndex(next);
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`input[data-index="${next}"]`)?.focus({ preventScroll: true }));
  };
  return (
    <div ref={scroller} className={classes.paneBody}>
      {items.length === 0 ? (
        <p className={classes.nobody}>{empty}</p>
      ) : (
        <ul aria-label={label} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((row) => (
            <li key={row.key} aria-setsize={items.length} aria-posinset={row.index + 1} style={{ height: HEIGHT, transform: `translateY(${row.start}px)` }}>
              {children(items[row.index]!, { 'data-index': row.index, onKeyDown: go })}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
