import { useLevel, type Levels } from '@yobirin/seat';
import { useCallback, useRef } from 'react';
import classes from '../me.module.css';

/** How loud it is now. It moves itself, ten times a second, without rendering. */
export function LevelBar({ id, of, name }: { id: string; of: keyof Levels; name: string }) {
  const bar = useRef<HTMLDivElement>(null);
  const show = useCallback(
    (levels: Levels) => {
      const level = Math.min(1, Math.max(0, levels[of]));
      bar.current?.style.setProperty('--level', level.toFixed(2));
      bar.current?.setAttribute('aria-valuenow', String(Math.round(level * 100)));
    },
    [of],
  );
  useLevel(show);
  return (
    <div ref={bar} id={id} className={classes.level} role="meter" aria-label={name} aria-valuemin={0} aria-valuemax={100} aria-valuenow={0}>
      <span />
    </div>
  );
}
