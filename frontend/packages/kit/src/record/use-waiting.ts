import { useCallback, useEffect, useRef, useState } from 'react';

/** How many answers a form waits for, such as that for a choice made by Enter. `wait` gives what ends the waiting. */
export function useWaiting(): { on: boolean; wait: () => () => void } {
  const [count, setCount] = useState(0);
  const wait = useCallback(() => {
    setCount((n) => n + 1);
    return () => setCount((n) => n - 1);
  }, []);
  return { on: count > 0, wait };
}

/** `act`, put off while `on`: it is done once when the waiting ends, unless it is dropped before. */
export function usePutOff(on: boolean, act: () => void): { ask: () => void; drop: () => void } {
  const wanted = useRef(false);
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    if (on || !wanted.current) return;
    wanted.current = false;
    latest.current();
  }, [on]);
  const ask = useCallback(() => {
    if (on) wanted.current = true;
    else latest.current();
  }, [on]);
  const drop = useCallback(() => {
    wanted.current = false;
  }, []);
  return { ask, drop };
}
