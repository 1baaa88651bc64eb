import { useText } from '@yobirin/kit';
import { useClock, type GroupRow } from '@yobirin/live';
import { useSyncExternalStore } from 'react';
import classes from './floor.module.css';
import { barOf, columnsOf, LENGTH } from './group/bars';

const BARS = 12;
const WIDTH = 72;
const HEIGHT = 20;

/** Beginning of the five minutes that run now, by the server's clock. */
export function useBar(): number {
  const clock = useClock();
  return useSyncExternalStore((listener) => clock.subscribe(listener), () => barOf(clock.now()));
}

/** The last hour of a group as small columns: answered, and what was not on top of it. */
export function Sparkline({ row }: { row: Pick<GroupRow, 'hour' | 'hourFrom'> }) {
  const { t } = useText();
  const now = useBar();
  const columns = columnsOf(now, 3, [], row).slice(-BARS);
  const top = Math.max(4, ...columns.map((c) => c.arrivals));
  const sum = (of: 'arrivals' | 'answered' | 'abandoned') => columns.reduce((n, c) => n + c[of], 0);
  const step = WIDTH / BARS;
  const label = t('floor.hourOf', { arrivals: sum('arrivals'), answered: sum('answered'), abandoned: sum('abandoned') });
  return (
    <svg className={classes.spark} width={WIDTH} height={HEIGHT} role="img" aria-label={label}>
      <title>{label}</title>
      {columns.map((c, i) => {
        const whole = (c.arrivals / top) * (HEIGHT - 1);
        const answered = (c.answered / top) * (HEIGHT - 1);
        return (
          <g key={c.at} transform={`translate(${i * step + 0.5} 0)`} data-bar={c.at / LENGTH}>
            <rect className={classes.sparkBase} y={HEIGHT - 1} width={step - 1} height={1} />
            {whole > answered ? <rect className={classes.sparkLost} y={HEIGHT - whole} width={step - 1} height={whole - answered} /> : null}
            {answered > 0 ? <rect className={classes.sparkAnswered} y={HEIGHT - answered} width={step - 1} height={answered} /> : null}
          </g>
        );
      })}
    </svg>
  );
}
