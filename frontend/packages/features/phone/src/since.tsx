import { formatSince } from '@yobirin/kit';
import { Clock } from '@yobirin/live';
import { useEffect, useMemo, useRef } from 'react';

/** Time since a moment of this computer's clock, ticking on the second of that moment's own clock. It writes its text itself. */
export function Since({ at, className }: { at: number; className?: string }) {
  const ref = useRef<HTMLSpanElement>(null);
  const clock = useMemo(() => new Clock(() => Date.now() - (at % 1000)), [at]);
  useEffect(() => {
    const show = () => {
      const text = formatSince(at, Date.now());
      if (ref.current && ref.current.textContent !== text) ref.current.textContent = text;
    };
    show();
    return clock.subscribe(show);
  }, [at, clock]);
  return <span ref={ref} className={className} role="timer" aria-live="off" />;
}
