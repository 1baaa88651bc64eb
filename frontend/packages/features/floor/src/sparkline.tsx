import { useText } from '@yobirin/kit';
import { useClock } from '@yobirin/live';
import { memo, useSyncExternalStore } from 'react';
import classes from './floor.module.css';
import { barOf, columnsOf, type Hour } from './group/bars';

const BARS = 12;
const WIDTH = 72;
const HEIGHT = 20;
const STEP = WIDTH / BARS;

/** Beginning of the five minutes that run now, by the server's clock. */
export function useBar(): number {
  const clock = useClock();
  return useSyncExternalStore((listener) => clock.subscribe(listener), () => barOf(clock.now()));
}

/** A column of a drawing: upwards from `from`, both in pixels. */
const bar = (i: number, from: number, height: number) => (height > 0 ? `M${i * STEP + 0.5} ${(HEIGHT - from).toFixed(2)}v${(-height).toFixed(2)}h${STEP - 1}v${height.toFixed(2)}z` : '');

/** The last hour of a group as small columns: answered, what was lost on top of it, and over both who waits still or is called back. */
export const Sparkline = memo(function Sparkline({ hour, hourFrom, hourLost }: Hour) {
  const { t } = useText();
  const now = useBar();
  const columns = columnsOf(now, 1, [], { hour, hourFrom, hourLost });
  const top = Math.max(4, ...columns.map((c) => c.arrivals));
  const sum = (of: 'arrivals' | 'answered' | 'abandoned') => columns.reduce((n, c) => n + c[of], 0);
  const scale = (n: number) => (n / top) * (HEIGHT - 1);
  const label = t('floor.hourOf', { arrivals: sum('arrivals'), answered: sum('answered'), abandoned: sum('abandoned') });
  return (
    <svg className={classes.spark} width={WIDTH} height={HEIGHT} role="img" aria-label={label}>
      <title>{label}</title>
      <path className={classes.sparkBase} d={columns.map((_, i) => bar(i, 0, 1)).join('')} />
      <path className={classes.sparkLost} d={columns.map((c, i) => bar(i, scale(c.answered), scale(c.answered + c.abandoned + c.rest) - scale(c.answered))).join('')} />
      <path className={classes.sparkOpen} d={columns.map((c, i) => bar(i, scale(c.answered + c.abandoned + c.rest), scale(c.arrivals) - scale(c.answered + c.abandoned + c.rest))).join('')} />
      <path className={classes.sparkAnswered} d={columns.map((c, i) => bar(i, 0, scale(c.answered))).join('')} />
    </svg>
  );
});
