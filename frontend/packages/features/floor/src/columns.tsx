import { formatDuration, formatRate, Timer, useText, type Key } from '@yobirin/kit';
import type { GroupRow } from '@yobirin/live';
import type { ReactNode } from 'react';
import type { Totals } from './arrange';
import classes from './floor.module.css';
import { Sparkline } from './sparkline';
import { FIGURES } from './wallboard/figures';

type Row = GroupRow | (Totals & Partial<GroupRow>);

/** A column of the group table after the group's name. */
export interface FigureColumn {
  id: string;
  label: Key;
  hint?: Key;
  className?: string;
  /** What its figures need at least, in px of a table at 1280. */
  least?: number;
  /** Not shown until the viewer wants it. */
  extra?: boolean;
  cell: (row: Row) => ReactNode;
}

const count = (id: 'answered' | 'abandoned' | 'overflow' | 'timeout', hint: Key): FigureColumn => ({ id, label: `floor.${id}`, hint, cell: (row) => <Count value={row[id]} /> });
const average = (id: string, label: Key, of: (row: Row) => [ms: number, n: number]): FigureColumn => ({
  id, label, extra: true,
  cell: (row) => {
    const [ms, n] = of(row);
    return n > 0 ? formatDuration(ms / n / 1000) : <span className={classes.zero}>–</span>;
  },
});

/** The columns in their order (W-RT-1, manual section 10). */
export const COLUMNS: readonly FigureColumn[] = [
  count('answered', 'floor.answeredHint'),
  count('abandoned', 'floor.abandonedHint'),
  count('overflow', 'floor.overflowHint'),
  count('timeout', 'floor.timeoutHint'),
  { id: 'callback', label: 'floor.callback', hint: 'floor.callbackHint', cell: (row) => <Callback row={row} /> },
  { id: 'rate', label: 'floor.rate', hint: 'floor.rateHint', least: 70, cell: (row) => <Rate row={row} /> },
  { id: 'agents', label: 'floor.agentsShort', hint: 'floor.agentsHint', least: 66, cell: (row) => <Online row={row} /> },
  { id: 'talking', label: 'floor.talking', hint: 'floor.talkingHint', cell: (row) => <Count value={row.talking} tone="talking" /> },
  { id: 'available', label: 'floor.available', cell: (row) => <Count value={row.available} tone="available" /> },
  { id: 'paused', label: 'floor.paused', cell: (row) => <Count value={row.paused} /> },
  { id: 'waiting', label: 'floor.waiting', cell: (row) => <Count value={row.waiting} tone="ringing" strong /> },
  { id: 'longest', label: 'floor.longest', cell: (row) => (row.waiting > 0 && row.longestWaitSince ? <Timer since={row.longestWaitSince} /> : <span className={classes.zero}>–</span>) },
  { id: 'level', label: 'floor.level', hint: 'wall.levelHint', least: 70, extra: true, cell: (row) => formatRate(row.within ?? 0, row.arrivals) },
  average('averageWait', FIGURES.averageWait.label, (row) => [row.waitAnswered ?? 0, row.answered]),
  average('averageTalk', FIGURES.averageTalk.label, (row) => [row.talked ?? 0, row.talks ?? 0]),
  average('averageWork', FIGURES.averageWork.label, (row) => [row.worked ?? 0, row.works ?? 0]),
  { id: 'hour', label: 'floor.hour', hint: 'floor.hourHint', className: classes.hourHead, least: 94, cell: (row) => <Sparkline hour={row.hour} hourFrom={row.hourFrom} hourLost={row.hourLost} /> },
];

/** Columns that are hidden until the viewer chooses others. */
export const HIDDEN_AT_FIRST = COLUMNS.filter((c) => c.extra).map((c) => c.id);

function Count({ value, tone, strong }: { value: number; tone?: 'talking' | 'available' | 'ringing'; strong?: boolean }) {
  if (value <= 0) return <span className={classes.zero}>{value}</span>;
  return tone ? <span style={{ color: `var(--${tone}-ink)`, fontWeight: strong ? 700 : 600 }}>{value}</span> : <>{value}</>;
}

/** 応答率; what it is made of, arrivals are no column, is told where it is pointed at. */
function Rate({ row }: { row: Row }) {
  const { t } = useText();
  return (
    <strong className={classes.rate} title={t('floor.rateOf', { answered: row.answered, arrivals: row.arrivals })}>
      {formatRate(row.answered, row.arrivals)}
    </strong>
  );
}

function Callback({ row }: { row: Row }) {
  const { t } = useText();
  return (
    <span className={row.callback > 0 ? undefined : classes.zero} title={t('floor.callbackHint')}>
      {row.callback ?? 0}
      {row.kept > 0 ? <span className={classes.of}> / {row.kept}</span> : null}
    </span>
  );
}

function Online({ row }: { row: Row }) {
  return (
    <>
      {row.online}
      <span className={classes.of}> / {row.members}</span>
    </>
  );
}
