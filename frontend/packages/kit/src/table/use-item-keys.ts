import type { Virtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react';

/** What has the focus in an item, the first of it. */
const WITHIN = ':is(button, a[href], [tabindex]):not(:disabled)';

/**
 * Keys in a list whose items are there only while they are in sight. Arrows go from item to item, PageDown and PageUp
 * as far as is in sight, Home and End to the ends; an item that nothing can be done with is passed over.
 */
export function useItemKeys(scroller: RefObject<HTMLElement | null>, show: (index: number) => void, count: number, columns = 1): (event: KeyboardEvent<HTMLElement>) => void {
  const wanted = useRef<{ index: number; by: number }>(undefined);
  const focus = () => {
    for (let to = wanted.current; to; to = wanted.current) {
      const item = scroller.current?.querySelector(`[aria-posinset="${to.index + 1}"]`);
      if (!item) return;
      const inside = item.querySelector<HTMLElement>(WITHIN);
      const next = to.index + to.by;
      wanted.current = inside || next < 0 || next >= count ? undefined : { index: next, by: to.by };
      inside?.focus({ preventScroll: false });
      if (wanted.current) show(wanted.current.index);
    }
  };
  useLayoutEffect(focus); // the item may be there some renders later
  return (event) => {
    const target = event.target as HTMLElement;
    const item = target.closest('[aria-posinset]');
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !item || target.matches('input, select, textarea')) return;
    const at = wanted.current?.index ?? Number(item.getAttribute('aria-posinset')) - 1;
    const page = columns * Math.max(1, Math.floor(event.currentTarget.clientHeight / Math.max(1, item.clientHeight)) - 1);
    const by = { ArrowDown: columns, ArrowUp: -columns, PageDown: page, PageUp: -page, Home: -count, End: count, ...(columns > 1 ? { ArrowRight: 1, ArrowLeft: -1 } : {}) }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const index = Math.min(Math.max(at + by, 0), count - 1);
    // Up and down stay in their column.
    if (index === at || (Math.abs(by) === columns && index !== at + by)) return;
    wanted.current = { index, by: Math.sign(by) };
    show(index);
    focus();
  };
}

type Items = readonly { key: string; index: number }[];

/**
 * Which item Tab leads to, as `stopOf`, or the next one where that one has nothing to be done with: the list would be
 * out of the keyboard's reach.
 */
export function useStopItem(scroller: RefObject<HTMLElement | null>, items: Items, last: string | undefined, virtual: Pick<Virtualizer<HTMLDivElement, Element>, 'range'>, columns = 1): string | undefined {
  const wanted = stopOf(items, last, virtual, columns);
  const [instead, setInstead] = useState<{ of: string; key: string }>();
  const stop = instead?.of === wanted && items.some(({ key }) => key === instead?.key) ? instead?.key : wanted;
  useLayoutEffect(() => {
    const serves = ({ index }: { index: number }) => scroller.current?.querySelector(`[aria-posinset="${index + 1}"]`)?.querySelector(WITHIN);
    const at = items.findIndex(({ key }) => key === stop);
    if (wanted === undefined || at < 0 || serves(items[at]!)) return;
    const next = [...items.slice(at + 1), ...items.slice(0, at)].find(serves);
    if (next) setInstead({ of: wanted, key: next.key });
  }, [items, scroller, stop, wanted]);
  return stop;
}

/** Which item Tab leads to: the one that had the focus last, while it is there, else the first in sight. */
export function stopOf(keys: Items, last: string | undefined, virtual: Pick<Virtualizer<HTMLDivElement, Element>, 'range'>, columns = 1): string | undefined {
  if (keys.some(({ key }) => key === last)) return last;
  const first = (virtual.range?.startIndex ?? 0) * columns;
  return (keys.find(({ index }) => index >= first) ?? keys[0])?.key;
}
