import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';

/** What a form waits for, such as the answer for a choice made by Enter. */
interface Waits {
  /** How much of it there is now, also before the next rendering: keys come quicker than that. */
  count: RefObject<number>;
  /** Another number whenever some waiting has ended. */
  ended: number;
}

/** Counts what a form waits for. `wait` gives what ends the waiting. */
export function useWaiting(): { waits: Waits; wait: () => () => void } {
  const count = useRef(0);
  const [ended, setEnded] = useState(0);
  const wait = useCallback(() => {
    count.current++;
    return () => {
      count.current--;
      setEnded((n) => n + 1);
    };
  }, []);
  return { waits: { count, ended }, wait };
}

/** `act`, put off while something is waited for: it is done once when the waiting ends, unless it is dropped before. */
export function usePutOff({ count, ended }: Waits, act: () => void): { ask: () => void; drop: () => void } {
  const wanted = useRef(false);
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    if (count.current > 0 || !wanted.current) return;
    wanted.current = false;
    latest.current();
  }, [count, ended]);
  const ask = useCallback(() => {
    if (count.current > 0) wanted.current = true;
    else latest.current();
  }, [count]);
  const drop = useCallback(() => {
    wanted.current = false;
  }, []);
  return { ask, drop };
}
