import type { ChatText } from '@yobirin/live';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useLatest } from './provider';

interface Options {
  items: readonly ChatText[];
  /** Changes when anything is added at the end, messages on their way included. */
  count: number;
  /** The newest message is among the items. */
  end: boolean;
  goal: { seq: number; turn: number } | undefined;
  /** The edge of what is loaded comes near. */
  onNear: (direction: 'older' | 'newer') => void;
}

/** Pixels to an edge from which on more is loaded. */
const NEAR = 500;
/** Pixels to the end that still count as being there. */
const AT_END = 40;

/**
 * Keeps what one reads where it is while messages come in above and below, and stays at the end for who is there.
 * Browsers' own anchoring does not exist everywhere, so it is off and done here.
 */
export function useAnchor({ items, count, end, goal, onNear }: Options) {
  const ref = useRef<HTMLDivElement>(null);
  const [bottom, setBottom] = useState(true);
  const stick = useRef(true);
  const held = useRef<{ seq: string; top: number } | undefined>(undefined);
  const reached = useRef(0);
  const last = useRef(0);
  const near = useLatest(onNear);
  const ended = useLatest(end);

  const note = useCallback(() => {
    const box = ref.current;
    if (!box) return;
    const rest = box.scrollHeight - box.scrollTop - box.clientHeight;
    // Only who scrolls up leaves the end: what grows below or beside must not take it away.
    if (rest <= AT_END) stick.current = ended.current;
    else if (box.scrollTop < last.current - 1) stick.current = false;
    last.current = box.scrollTop;
    setBottom(rest <= AT_END);
    held.current = holdOf(box);
    if (box.scrollTop < NEAR) near.current('older');
    if (rest < NEAR && !ended.current) near.current('newer');
  }, [near, ended]);

  const toBottom = useCallback(() => {
    const box = ref.current;
    if (!box) return;
    box.scrollTop = box.scrollHeight;
    stick.current = true;
    note();
  }, [note]);

  useLayoutEffect(() => {
    const box = ref.current;
    if (!box || items.length + count === 0) return;
    const wish = goal && goal.turn !== reached.current ? box.querySelector<HTMLElement>(`[data-seq="${goal.seq}"]`) : undefined;
    if (goal && wish) {
      reached.current = goal.turn;
      box.scrollTop = wish.offsetTop - box.clientHeight / 3;
      stick.current = false; // unless the end is in sight all the same, see below
    } else if (stick.current && end) {
      box.scrollTop = box.scrollHeight;
    } else if (held.current) {
      const element = box.querySelector<HTMLElement>(`[data-seq="${held.current.seq}"]`);
      if (element) box.scrollTop += element.offsetTop - box.scrollTop - held.current.top;
    }
    note();
  }, [items, count, end, goal, note]);

  useEffect(() => {
    const box = ref.current;
    const pages = box?.firstElementChild;
    if (!box || !pages) return undefined;
    // The composer grows, a picture comes, the pane is made wider.
    const observer = new ResizeObserver(() => {
      if (stick.current) box.scrollTop = box.scrollHeight;
    });
    observer.observe(box);
    observer.observe(pages);
    return () => observer.disconnect();
  }, []);

  return { ref, bottom, toBottom, onScroll: note };
}

/** The first message in sight, and where it stands. */
function holdOf(box: HTMLElement): { seq: string; top: number } | undefined {
  for (const element of box.querySelectorAll<HTMLElement>('[data-seq]')) {
    const top = element.offsetTop - box.scrollTop;
    if (top + element.offsetHeight > 0) return { seq: element.dataset['seq']!, top };
  }
  return undefined;
}
