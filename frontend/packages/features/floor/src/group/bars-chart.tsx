import { formatRate, useText, useTimes } from '@yobirin/kit';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { LENGTH, topOf, type Column, type Hours } from './bars';
import classes from './group.module.css';

const LEFT = 34;
const RIGHT = 40;
const TOP = 10;
const BOTTOM = 22;

interface Size {
  width: number;
  height: number;
}

function useSize() {
  const ref = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useEffect(() => {
    const el = ref.current;
    if (!el) return;
    const watch = new ResizeObserver(([entry]) => entry && setSize({ width: entry.contentRect.width, height: entry.contentRect.height }));
    watch.observe(el);
    return () => watch.disconnect();
  }, []);
  return { ref, size };
}

/** Columns of five minutes with the answer rate as a line. The arrow keys, or the pointer, read one out. */
export function BarsChart({ columns, hours }: { columns: readonly Column[]; hours: Hours }) {
  const { t } = useText();
  const { ref, size } = useSize();
  const [at, setAt] = useState<number>();
  const found = at === undefined ? -1 : columns.findIndex((c) => c.at === at);
  const read = found < 0 ? undefined : found;
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -12, PageDown: 12 }[event.key];
    if (event.key === 'Escape') setAt(undefined);
    if (step === undefined) return;
    event.preventDefault();
    const from = read === undefined ? columns.length - (step < 0 ? 0 : 1) : read;
    setAt(columns[Math.min(columns.length - 1, Math.max(0, from + step))]?.at);
  };
  const width = size.width - LEFT - RIGHT;
  return (
    <div
      ref={ref}
      className={classes.chart}
      data-reading={read !== undefined || undefined}
      tabIndex={0}
      role="group"
      aria-label={t('floor.barsHow')}
      onKeyDown={onKey}
      onPointerMove={(event) => {
        const x = event.clientX - event.currentTarget.getBoundingClientRect().left - LEFT;
        setAt(columns[Math.floor((x / width) * columns.length)]?.at);
      }}
      onPointerLeave={() => setAt(undefined)}
      onBlur={() => setAt(undefined)}
    >
      {width > 40 && size.height > 60 ? <Drawing columns={columns} hours={hours} size={size} read={read} /> : null}
      <Legend />
      <Readout column={read === undefined ? undefined : columns[read]} />
    </div>
  );
}

function Drawing({ columns, hours, size, read }: { columns: readonly Column[]; hours: Hours; size: Size; read: number | undefined }) {
  const times = useTimes();
  const width = size.width - LEFT - RIGHT;
  const height = size.height - TOP - BOTTOM;
  const top = topOf(columns);
  const step = width / columns.length;
  const y = (n: number) => TOP + height * (1 - n / top);
  const thick = Math.max(1, step - (step > 6 ? 2 : step > 3 ? 1 : 0.4));
  /** Time labels on full hours, as many as fit. */
  const every = [1, 2, 3, 6].find((h) => (width / hours) * h > 64) ?? 6;
  const labels = columns.flatMap((c, i) => (c.at % (every * 12 * LENGTH) === 0 ? [{ i, text: times.clock(c.at).slice(0, 5) }] : []));
  return (
    <svg width={size.width} height={size.height} aria-hidden>
      {[0, 0.5, 1].map((part) => (
        <g key={part}>
          <line className={classes.rule} x1={LEFT} x2={LEFT + width} y1={y(top * part)} y2={y(top * part)} />
          <text className={classes.axis} x={LEFT - 6} y={y(top * part) + 4} textAnchor="end">{top * part}</text>
          <text className={classes.axis} x={LEFT + width + 6} y={y(top * part) + 4}>{part * 100}%</text>
        </g>
      ))}
      {labels.map(({ i, text }) => (
        <text key={i} className={classes.axis} x={LEFT + i * step} y={size.height - 6} textAnchor="middle">{text}</text>
      ))}
      {columns.map((c, i) => {
        const x = LEFT + i * step + (step - thick) / 2;
        const part = (from: number, n: number, tone: string) => (n > 0 ? <rect className={classes[tone]} x={x} y={y(from + n)} width={thick} height={(height * n) / top} /> : null);
        return (
          <g key={c.at} data-at={c.at} data-answered={c.answered} data-abandoned={c.abandoned} data-arrivals={c.arrivals}>
            {read === i ? <rect className={classes.cursor} x={LEFT + i * step} y={TOP} width={step} height={height} /> : null}
            {part(0, c.answered, 'answered')}
            {part(c.answered, c.abandoned, 'abandoned')}
            {part(c.answered + c.abandoned, c.rest, 'rest')}
          </g>
        );
      })}
      <Rate columns={columns} x={(i) => LEFT + (i + 0.5) * step} y={(rate) => TOP + height * (1 - rate)} dots={step > 9} />
    </svg>
  );
}

/** The answer rate where there is one; a line joins those that follow each other. */
function Rate({ columns, x, y, dots }: { columns: readonly Column[]; x: (i: number) => number; y: (rate: number) => number; dots: boolean }) {
  let pen = 'M';
  let path = '';
  const points: [number, number][] = [];
  columns.forEach((c, i) => {
    if (c.arrivals === 0) return;
    const at: [number, number] = [x(i), y(c.answered / c.arrivals)];
    path += `${pen}${at[0].toFixed(1)} ${at[1].toFixed(1)}`;
    points.push(at);
    pen = 'L';
  });
  return (
    <>
      <path className={classes.rate} d={path} />
      {dots ? points.map(([cx, cy]) => <circle key={cx} className={classes.rateDot} cx={cx} cy={cy} r={2.2} />) : null}
    </>
  );
}

function Legend() {
  const { t } = useText();
  return (
    <ul className={classes.legend} aria-hidden>
      <li><i className={classes.answered} />{t('floor.answered')}</li>
      <li><i className={classes.abandoned} />{t('floor.abandoned')}</li>
      <li><i className={classes.rest} />{t('floor.rest')}</li>
      <li><i className={classes.rateMark} />{t('floor.rate')}</li>
    </ul>
  );
}

function Readout({ column }: { column: Column | undefined }) {
  const { t } = useText();
  const times = useTimes();
  const text = column
    ? t('floor.barOf', {
        from: times.clock(column.at).slice(0, 5), to: times.clock(column.at + LENGTH).slice(0, 5),
        arrivals: column.arrivals, answered: column.answered, abandoned: column.abandoned, rate: formatRate(column.answered, column.arrivals),
      })
    : '';
  return (
    <span className={classes.readout} aria-live="polite">
      {text}
    </span>
  );
}
