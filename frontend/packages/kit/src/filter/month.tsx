import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useRef, useState, type KeyboardEvent } from 'react';
import { useText } from '../i18n';
import { IconButton } from '../parts';
import { addDays, addMonths, weeksOf, type Day } from './calendar';
import classes from './month.module.css';

interface Props {
  today: Day;
  from: Day | undefined;
  to: Day | undefined;
  /** Further days that are chosen. */
  marked?: ReadonlySet<Day>;
  onChoose: (day: Day) => void;
}

const STEPS: Record<string, (day: Day) => Day> = {
  ArrowLeft: (day) => addDays(day, -1),
  ArrowRight: (day) => addDays(day, 1),
  ArrowUp: (day) => addDays(day, -7),
  ArrowDown: (day) => addDays(day, 7),
  PageUp: (day) => addMonths(day, -1),
  PageDown: (day) => addMonths(day, 1),
};

/** A month to choose a day from, in the console's language; arrows move by day and week, Page Up and Down by month. */
export function Month({ today, from, to, marked, onChoose }: Props) {
  const { t, language } = useText();
  const [at, setAt] = useState(from ?? to ?? today);
  const grid = useRef<HTMLTableElement>(null);
  const name = (day: Day, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(language, { timeZone: 'UTC', ...options }).format(new Date(`${day}T00:00:00Z`));
  const weeks = weeksOf(at);
  const onKey = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const next = step(at);
    setAt(next);
    requestAnimationFrame(() => grid.current?.querySelector<HTMLElement>(`[data-day="${next}"]`)?.focus());
  };
  return (
    <div className={classes.month}>
      <div className={classes.head}>
        <IconButton icon={IconChevronLeft} name={t('filter.previousMonth')} onClick={() => setAt(addMonths(at, -1))} />
        <span aria-live="polite">{name(at, { year: 'numeric', month: 'long' })}</span>
        <IconButton icon={IconChevronRight} name={t('filter.nextMonth')} onClick={() => setAt(addMonths(at, 1))} />
      </div>
      <table ref={grid} className={classes.grid} onKeyDown={onKey}>
        <thead>
          <tr>
            {weeks[0]?.map((day) => (
              <th key={day} scope="col" abbr={name(day, { weekday: 'long' })}>{name(day, { weekday: 'narrow' })}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((day) => (
                <td key={day} data-between={(from !== undefined && to !== undefined && from <= day && day <= to) || undefined}>
                  <button
                    type="button"
                    data-day={day}
                    data-other={day.slice(0, 7) !== at.slice(0, 7) || undefined}
                    data-end={day === from || day === to || marked?.has(day) || undefined}
                    aria-current={day === today ? 'date' : undefined}
                    aria-pressed={day === from || day === to || marked?.has(day) === true}
                    aria-label={name(day, { dateStyle: 'full' })}
                    tabIndex={day === at ? 0 : -1}
                    onClick={() => {
                      setAt(day);
                      onChoose(day);
                    }}
                  >
                    {Number(day.slice(8))}
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
