import { IconGridDots } from '@tabler/icons-react';
import { useText, useTimes, type Key } from '@yobirin/kit';
import { useState, type KeyboardEvent } from 'react';
import { useEditor } from './editor';
import { useStopText } from './happens';
import type { Segment, WeekDay } from './ivr';
import classes from './ivrs.module.css';
import { clockOf, minuteAt, minutesOf } from './rows';

const HOURS = [0, 3, 6, 9, 12, 15, 18, 21, 24];

/** The coming seven days: which row wins when. A press on a minute tells what happens to a call then. */
export function WeekStrip() {
  const { t } = useText();
  const { week, way, stale, unreached } = useEditor();
  const times = useTimes();
  const [focus, setFocus] = useState<[number, number]>([0, 0]);
  const days = week?.days ?? [];
  const wall = way ? times.wall(way.time) : '';
  const onKey = (event: KeyboardEvent<HTMLElement>) => {
    const [day, part] = focus;
    const next = { ArrowLeft: [day, part - 1], ArrowRight: [day, part + 1], ArrowUp: [day - 1, part], ArrowDown: [day + 1, part] }[event.key] as [number, number] | undefined;
    if (!next) return;
    event.preventDefault();
    const row = Math.min(Math.max(next[0], 0), days.length - 1);
    const at = Math.min(Math.max(next[1], 0), (days[row]?.segments.length ?? 1) - 1);
    setFocus([row, at]);
    event.currentTarget.querySelector<HTMLElement>(`[data-at="${row}.${at}"]`)?.focus();
  };
  const safe = (day: number, part: number) => focus[0] === day && Math.min(focus[1], (days[day]?.segments.length ?? 1) - 1) === part;
  return (
    <div className={classes.week} data-stale={stale || undefined}>
      <div className={classes.weekHead}>
        <h3 className={classes.small}>{t('ivrs.week')}</h3>
        <span className={classes.quiet}>{t(unreached ? 'part.unreachable' : stale ? 'ivrs.weekStale' : 'ivrs.weekHint')}</span>
      </div>
      <div className={classes.strip} role="group" aria-label={t('ivrs.week')} onKeyDown={onKey}>
        <div className={classes.hours} aria-hidden>
          {HOURS.map((hour) => (
            <span key={hour} style={{ left: `${(hour / 24) * 100}%` }}>
              {hour}
            </span>
          ))}
        </div>
        {days.map((day, i) => (
          <DayLine key={day.date} day={day} index={i} wall={wall} isFocus={(part) => safe(i, part)} onFocus={(part) => setFocus([i, part])} />
        ))}
        {days.length === 0 ? <div className={classes.weekBlank} /> : null}
      </div>
    </div>
  );
}

interface LineProps {
  day: WeekDay;
  index: number;
  /** The moment that is looked at. */
  wall: string;
  isFocus: (part: number) => boolean;
  onFocus: (part: number) => void;
}

function DayLine({ day, index, wall, isFocus, onFocus }: LineProps) {
  const { t } = useText();
  const { look } = useEditor();
  const text = useSegmentText();
  const date = `${Number(day.date.slice(5, 7))}/${Number(day.date.slice(8))}`;
  const mark = day.kind === 'designated' ? '★' : day.holiday ? t('ivrs.holiday.mark') : '';
  return (
    <div className={classes.day}>
      <span className={classes.dayName} data-weekday={day.weekday} title={[day.kind === 'designated' ? t('ivrs.designated') : '', day.holiday ?? ''].filter(Boolean).join(' ') || undefined}>
        <span>{date}</span>
        <span>{t(`ivrs.day.${day.weekday}` as Key)}</span>
        <span>{mark}</span>
      </span>
      <span className={classes.bar}>
        {day.segments.map((segment, part) => {
          const [from, to] = [minutesOf(segment.from), minutesOf(segment.to)];
          const words = text(segment);
          return (
            <button
              key={segment.from}
              type="button"
              className={classes.segment}
              data-at={`${index}.${part}`}
              data-why={segment.why}
              data-busy={(segment.why !== 'buttons' && (!segment.destination?.kind || segment.destination.cause === 'busy')) || undefined}
              data-now={(wall.slice(0, 10) === day.date && minutesOf(wall.slice(11)) >= from && minutesOf(wall.slice(11)) < to) || undefined}
              style={{ left: `${(from / 1440) * 100}%`, width: `${((to - from) / 1440) * 100}%` }}
              tabIndex={isFocus(part) ? 0 : -1}
              aria-label={`${date} ${t(`ivrs.weekday.${day.weekday}` as Key)} ${segment.from}–${segment.to} ${words.long}`}
              title={`${segment.from}–${segment.to}  ${words.long}`}
              onFocus={() => onFocus(part)}
              onClick={(event) => {
                const bar = event.currentTarget.parentElement!.getBoundingClientRect();
                // A press by the keyboard has no place: it means the beginning.
                const minute = event.detail === 0 ? from : minuteAt((event.clientX - bar.left) / bar.width, segment.from, segment.to);
                look(`${day.date}T${clockOf(minute)}`);
              }}
            >
              <span className={classes.segmentText}>
                {words.mark === '' ? <IconGridDots size={11} stroke={2} aria-hidden /> : <b>{words.mark}</b>} {words.name}
              </span>
            </button>
          );
        })}
        {wall.slice(0, 10) === day.date ? <span className={classes.needle} aria-hidden style={{ left: `${(minutesOf(wall.slice(11)) / 1440) * 100}%` }} /> : null}
      </span>
    </div>
  );
}

/** What a part of a day does: its mark, the name of where calls go, and both in a sentence. */
function useSegmentText(): (segment: Segment) => { mark: string; name: string; long: string } {
  const { t } = useText();
  const stopText = useStopText();
  return (segment) => {
    if (segment.why === 'buttons') return { mark: '', name: t('ivrs.buttons'), long: t('ivrs.buttons') };
    const name = stopText({ kind: segment.destination?.kind ?? '', name: segment.name });
    const mark = segment.why === 'schedule' ? String(segment.row) : t('ivrs.default.mark');
    return { mark, name, long: `${segment.why === 'schedule' ? t('ivrs.rowOf', { row: segment.row ?? 0 }) : t('ivrs.default')} → ${name}` };
  };
}
