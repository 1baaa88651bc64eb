import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { IconButton, useMay, useText, useTimes } from '@yobirin/kit';
import { ask, recordClient } from '@yobirin/kit/record';
import { useChanges } from '@yobirin/live';
import { useMemo, useState } from 'react';
import { monthOf, type Holiday } from './holiday';
import classes from './holidays.module.css';

interface Public {
  items: { date: string; name: string }[];
  first: number;
  last: number;
}

const holidays = recordClient<Holiday>('holidays');

interface Days {
  company: ReadonlyMap<string, Holiday>;
  public: ReadonlyMap<string, string>;
  counted: boolean | undefined;
  known: boolean;
}

function useDays(year: number): Days {
  const may = useMay('settings.see');
  const official = useQuery({ queryKey: ['public-holidays', year], queryFn: ({ signal }) => ask<Public>('GET', '/api/v1/public-holidays', { query: { year }, signal }), staleTime: Infinity });
  const key = ['records', 'holidays', 'year'];
  const queries = useQueryClient();
  useChanges('holidays', () => void queries.invalidateQueries({ queryKey: key }));
  useChanges('settings', () => void queries.invalidateQueries({ queryKey: ['settings'] }));
  const own = useQuery({ queryKey: [...key, year], queryFn: ({ signal }) => holidays.list({ date: String(year), limit: 500 }, signal) });
  const settings = useQuery({ queryKey: ['settings'], queryFn: ({ signal }) => ask<{ publicHolidays: boolean }>('GET', '/api/v1/settings', { signal }), enabled: may, staleTime: 30_000 });
  return useMemo(
    () => ({
      company: new Map((own.data?.items ?? []).map((day) => [day.date, day])),
      public: new Map((official.data?.items ?? []).map((day) => [day.date, day.name])),
      counted: settings.data?.publicHolidays,
      known: official.data === undefined || (year >= official.data.first && year <= official.data.last),
    }),
    [own.data, official.data, settings.data, year],
  );
}

/** A year at a glance: public holidays and the company's; a click on a day makes one or opens it. */
export function Year() {
  const { t } = useText();
  const times = useTimes();
  const today = times.wall(Date.now()).slice(0, 10);
  const [year, setYear] = useState(Number(today.slice(0, 4)));
  const days = useDays(year);
  return (
    <section className={classes.year} aria-label={t('holidays.calendar')}>
      <header className={classes.yearTop}>
        <IconButton icon={IconChevronLeft} name={t('holidays.previous')} onClick={() => setYear(year - 1)} />
        <h2 aria-live="polite">{t('holidays.year', { year })}</h2>
        <IconButton icon={IconChevronRight} name={t('holidays.next')} onClick={() => setYear(year + 1)} />
        <span className={classes.legend}>
          <i data-kind="company" aria-hidden />
          {t('holidays.company')}
          <i data-kind="public" data-off={days.counted === false || undefined} aria-hidden />
          {t('holidays.public')}
        </span>
        <span className={classes.count}>{t('holidays.days', { company: days.company.size, public: days.public.size })}</span>
      </header>
      <p className={classes.rule}>{t(!days.known ? 'holidays.unknown' : days.counted === false ? 'holidays.notCounted' : 'holidays.counted')}</p>
      <div className={classes.months}>
        {Array.from({ length: 12 }, (_, month) => (
          <Month key={month} year={year} month={month} today={today} days={days} />
        ))}
      </div>
    </section>
  );
}

function Month({ year, month, today, days }: { year: number; month: number; today: string; days: Days }) {
  const { language } = useText();
  const name = (options: Intl.DateTimeFormatOptions, day = 1) => new Intl.DateTimeFormat(language, { timeZone: 'UTC', ...options }).format(new Date(Date.UTC(year, month, day)));
  const cells = monthOf(year, month);
  const sunday = 1 - new Date(Date.UTC(year, month, 1)).getUTCDay();
  const weeks = Array.from({ length: Math.ceil(cells.length / 7) }, (_, week) => Array.from({ length: 7 }, (__, i) => cells[week * 7 + i]));
  return (
    <table className={classes.month}>
      <caption>{name({ month: 'long' })}</caption>
      <thead>
        <tr>
          {Array.from({ length: 7 }, (_, i) => (
            <th key={i} scope="col" abbr={name({ weekday: 'long' }, sunday + i)} data-weekend={i % 6 === 0 || undefined}>
              {name({ weekday: 'narrow' }, sunday + i)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week, n) => (
          <tr key={n}>{week.map((day, i) => (day ? <Day key={day} day={day} weekend={i % 6 === 0} today={day === today} days={days} /> : <td key={i} />))}</tr>
        ))}
      </tbody>
    </table>
  );
}

function Day({ day, weekend, today, days }: { day: string; weekend: boolean; today: boolean; days: Days }) {
  const { t } = useText();
  const may = useMay('routing.edit');
  const navigate = useNavigate();
  const own = days.company.get(day);
  const official = days.public.get(day);
  const name = [own?.name, official].filter(Boolean).join('・');
  const said = own ? t('holidays.open', { date: day, name }) : may ? [t('holidays.add', { date: day }), official].filter(Boolean).join(' ') : t('holidays.is', { date: day, name });
  const go = () => void navigate({ to: own ? `/admin/holidays/${encodeURIComponent(own.id)}` : '/admin/holidays/new', search: own ? {} : { date: day } } as never);
  return (
    <td data-kind={own ? 'company' : official ? 'public' : undefined} data-off={(!own && official && days.counted === false) || undefined} data-weekend={weekend || undefined}>
      <button type="button" title={name || undefined} aria-label={said} aria-current={today ? 'date' : undefined} disabled={!own && !may} onClick={go}>
        {Number(day.slice(8))}
      </button>
    </td>
  );
}
