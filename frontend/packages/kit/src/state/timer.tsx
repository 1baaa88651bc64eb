import { useClock } from '@yobirin/live';
import { useEffect, useRef } from 'react';
import { formatDuration, formatSince } from '../formats';
import classes from './state.module.css';

/**
 * Time since a moment (server's ms), ticking with the one clock. It writes its text itself, so that hundreds of
 * timers cost no rendering.
 */
export function Timer({ since }: { since: number }) {
  const clock = useClock();
  const ref = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const show = (now: number) => {
      const text = formatSince(since, now);
      if (ref.current && ref.current.textContent !== text) ref.current.textContent = text;
    };
    show(clock.now());
    return clock.subscribe(show);
  }, [clock, since]);
  return <span ref={ref} className={classes.timer} role="timer" aria-live="off" />;
}

/** Time left until a moment (server's ms), said by `say`, ticking with the one clock; 0:00 once it has come. */
export function Countdown({ until, say, className }: { until: number; say: (time: string) => string; className?: string }) {
  const clock = useClock();
  const ref = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const show = (now: number) => {
      const text = say(formatDuration(Math.ceil((until - now) / 1000)));
      if (ref.current && ref.current.textContent !== text) ref.current.textContent = text;
    };
    show(clock.now());
    return clock.subscribe(show);
  }, [clock, until, say]);
  return <span ref={ref} className={className ?? classes.timer} role="timer" aria-live="off" />;
}

/** Seconds of waiting from which a bar is amber, and red: the usual promise of 20 seconds, and twice that. */
const AMBER = 20;
const RED = 40;

/** Bar that grows with waiting time towards `full` seconds. Its colour says how long, whatever the scale. */
export function WaitBar({ since, full, className }: { since: number; full: number; className?: string }) {
  const clock = useClock();
  const ref = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const show = (now: number) => {
      const waited = Math.max(0, (now - since) / 1000);
      const part = Math.min(1, waited / full);
      const el = ref.current;
      if (!el) return;
      el.style.setProperty('--part', part.toFixed(3));
      el.dataset['level'] = waited >= RED ? 'high' : waited >= AMBER ? 'middle' : 'low';
    };
    show(clock.now());
    return clock.subscribe(show);
  }, [clock, since, full]);
  return <span ref={ref} className={className} aria-hidden />;
}
