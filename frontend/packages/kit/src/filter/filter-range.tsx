import { Button } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { formatDuration, parseDuration, type TimeFormats } from '../formats';
import { useText, type Key } from '../i18n';
import { useTimes } from '../viewer';
import { parseDay, parseTime, type Day } from './calendar';
import { FilterChip } from './filter-chip';
import classes from './filter.module.css';
import { Month } from './month';
import { periodText } from './period-text';

interface Range {
  from?: string;
  to?: string;
}

interface Props {
  name: string;
  from: string | undefined;
  to: string | undefined;
  onChange: (range: Range) => void;
}

const QUICK: [Key, first: number, last: number][] = [
  ['filter.today', 0, 1], ['filter.yesterday', -1, 0], ['filter.last7', -6, 1], ['filter.last30', -29, 1],
];

/** A filter by date and time in the site's zone; from inclusive, to exclusive. Values are ISO moments. */
export function FilterPeriod({ name, from, to, onChange }: Props) {
  const times = useTimes();
  const wall = (at: string | undefined) => (at ? times.wall(at) : undefined);
  const shown = from || to ? periodText(wall(from), wall(to), times.wall(Date.now())) : undefined;
  return (
    <FilterChip name={name} value={shown} onClear={() => onChange({})} width={268}>
      {(close) => (
        <PeriodForm
          from={from}
          to={to}
          onApply={(range) => {
            onChange(range);
            close();
          }}
        />
      )}
    </FilterChip>
  );
}

interface Wall {
  date: string;
  time: string;
}

const wallOf = (wall: string | undefined): Wall => (wall ? { date: wall.slice(0, 10).replaceAll('-', '/'), time: wall.slice(11) } : { date: '', time: '' });

/** The typed end of a period: the day, its ISO moment, and whether what was typed is none. */
function readEnd(wall: Wall, times: TimeFormats): { day?: Day; iso?: string; bad: boolean } {
  if (wall.date.trim() === '') return { bad: wall.time.trim() !== '' };
  const day = parseDay(wall.date, Number(times.wall(Date.now()).slice(0, 4)));
  const time = wall.time.trim() === '' ? '00:00' : parseTime(wall.time);
  const iso = day && time ? times.fromWall(`${day}T${time}`)?.toISOString() : undefined;
  return { day, iso, bad: iso === undefined };
}

function PeriodForm({ from, to, onApply }: { from: string | undefined; to: string | undefined; onApply: (range: Range) => void }) {
  const { t } = useText();
  const times = useTimes();
  const [start, setStart] = useState(() => wallOf(from && times.wall(from)));
  const [end, setEnd] = useState(() => wallOf(to && times.wall(to)));
  const [active, setActive] = useState<'start' | 'end'>('start');
  const [first, last] = [readEnd(start, times), readEnd(end, times)];
  const disordered = first.iso !== undefined && last.iso !== undefined && first.iso >= last.iso;
  const bad = first.bad || last.bad || disordered;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!bad) onApply({ from: first.iso, to: last.iso });
  };
  const choose = (day: Day) => {
    const date = day.replaceAll('-', '/');
    if (active === 'start') setStart({ date, time: start.time || '00:00' });
    else setEnd({ date, time: end.time || '24:00' });
    setActive(active === 'start' ? 'end' : 'start');
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <div className={classes.quick}>
        {QUICK.map(([label, day, until]) => (
          <button
            key={label}
            type="button"
            className={classes.option}
            onClick={() => onApply({ from: times.startOfDay(Date.now(), day).toISOString(), to: times.startOfDay(Date.now(), until).toISOString() })}
          >
            {t(label)}
          </button>
        ))}
      </div>
      <WallField name={t('filter.from')} value={start} active={active === 'start'} onChange={setStart} onFocus={() => setActive('start')} />
      <WallField name={t('filter.to')} value={end} active={active === 'end'} onChange={setEnd} onFocus={() => setActive('end')} />
      <Month today={times.wall(Date.now()).slice(0, 10)} from={first.day} to={last.day} onChoose={choose} />
      <p className={classes.bad} role="alert">{disordered ? t('filter.orderBad') : bad ? t('filter.dateBad') : null}</p>
      <Button type="submit" size="xs" disabled={bad}>
        {t('filter.apply')}
      </Button>
    </form>
  );
}

interface WallProps {
  name: string;
  value: Wall;
  /** A click into the month fills this one. */
  active: boolean;
  onChange: (value: Wall) => void;
  onFocus: () => void;
}

function WallField({ name, value, active, onChange, onFocus }: WallProps) {
  const { t } = useText();
  return (
    <div className={classes.wall} role="group" aria-label={name} data-active={active || undefined} onFocus={onFocus}>
      <span aria-hidden>{name}</span>
      <input value={value.date} placeholder="2026/11/22" aria-label={`${name} ${t('filter.date')}`} onChange={(event) => onChange({ ...value, date: event.currentTarget.value })} />
      <input value={value.time} placeholder="00:00" aria-label={`${name} ${t('filter.time')}`} onChange={(event) => onChange({ ...value, time: event.currentTarget.value })} />
    </div>
  );
}

/** A filter by length: at least, and less than. Values are seconds. */
export function FilterDuration({ name, from, to, onChange }: Props) {
  const shown = from || to ? `${from ? `≥ ${formatDuration(Number(from))}` : ''} ${to ? `< ${formatDuration(Number(to))}` : ''}`.trim() : undefined;
  return (
    <FilterChip name={name} value={shown} onClear={() => onChange({})} width={210}>
      {(close) => (
        <DurationForm
          from={from}
          to={to}
          onApply={(range) => {
            onChange(range);
            close();
          }}
        />
      )}
    </FilterChip>
  );
}

function DurationForm({ from, to, onApply }: { from: string | undefined; to: string | undefined; onApply: (range: Range) => void }) {
  const { t } = useText();
  const [min, setMin] = useState(from ? formatDuration(Number(from)) : '');
  const [max, setMax] = useState(to ? formatDuration(Number(to)) : '');
  const low = min.trim() ? parseDuration(min) : undefined;
  const high = max.trim() ? parseDuration(max) : undefined;
  const bad = (min.trim() !== '' && low === undefined) || (max.trim() !== '' && high === undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!bad) onApply({ from: low?.toString(), to: high?.toString() });
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <label className={classes.field}>
        {t('filter.min')}
        <input value={min} placeholder="0:30" onChange={(event) => setMin(event.currentTarget.value)} />
      </label>
      <label className={classes.field}>
        {t('filter.max')}
        <input value={max} placeholder="5:00" onChange={(event) => setMax(event.currentTarget.value)} />
      </label>
      <p className={bad ? classes.bad : classes.hint} role={bad ? 'alert' : undefined}>
        {t(bad ? 'filter.durationBad' : 'filter.durationHint')}
      </p>
      <Button type="submit" size="xs" disabled={bad}>
        {t('filter.apply')}
      </Button>
    </form>
  );
}
