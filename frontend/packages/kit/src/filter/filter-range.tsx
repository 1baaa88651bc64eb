import { Button } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { formatDuration, parseDuration } from '../formats';
import { useText, type Key } from '../i18n';
import { useTimes } from '../viewer';
import { FilterChip } from './filter-chip';
import classes from './filter.module.css';

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
  const shown = from || to ? `${from ? brief(times.wall(from)) : ''} – ${to ? brief(times.wall(to)) : ''}` : undefined;
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

const brief = (wall: string) => wall.slice(5).replace('-', '/').replace('T', ' ');

function PeriodForm({ from, to, onApply }: { from: string | undefined; to: string | undefined; onApply: (range: Range) => void }) {
  const { t } = useText();
  const times = useTimes();
  const [start, setStart] = useState(from ? times.wall(from) : '');
  const [end, setEnd] = useState(to ? times.wall(to) : '');
  const range: Range = { from: times.fromWall(start)?.toISOString(), to: times.fromWall(end)?.toISOString() };
  const bad = range.from !== undefined && range.to !== undefined && range.from >= range.to;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!bad) onApply(range);
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <div className={classes.quick}>
        {QUICK.map(([label, first, last]) => (
          <button
            key={label}
            type="button"
            className={classes.option}
            onClick={() => onApply({ from: times.startOfDay(Date.now(), first).toISOString(), to: times.startOfDay(Date.now(), last).toISOString() })}
          >
            {t(label)}
          </button>
        ))}
      </div>
      <label className={classes.field}>
        {t('filter.from')}
        <input type="datetime-local" value={start} onChange={(event) => setStart(event.currentTarget.value)} />
      </label>
      <label className={classes.field}>
        {t('filter.to')}
        <input type="datetime-local" value={end} onChange={(event) => setEnd(event.currentTarget.value)} />
      </label>
      {bad ? <p className={classes.bad} role="alert">{t('filter.orderBad')}</p> : null}
      <Button type="submit" size="xs" disabled={bad}>
        {t('filter.apply')}
      </Button>
    </form>
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
