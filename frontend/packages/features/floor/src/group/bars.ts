import type { GroupRow } from '@yobirin/live';
import type { Bar } from '@yobirin/wire';

/** The figures of five minutes that the chart shows; `rest` is what overflowed, timed out or will be called back. */
export interface Column {
  at: number;
  arrivals: number;
  answered: number;
  abandoned: number;
  rest: number;
}

/** What a row tells of the last hour. */
export type Hour = Pick<GroupRow, 'hour' | 'hourFrom' | 'hourLost'>;

export const LENGTH = 300_000;
export const HOURS = [3, 6, 9, 12, 24] as const;
export type Hours = (typeof HOURS)[number];
export const isHours = (value: unknown): value is Hours => HOURS.includes(value as Hours);

/** Beginning of the five minutes in which a moment lies. */
export const barOf = (at: number) => Math.floor(at / LENGTH) * LENGTH;

/**
 * The columns of the last `hours` without a gap, the oldest first: what the server counted when it was asked, and
 * over it the last hour as it was told live. Who waits still is in no part of a column; of those who are called back,
 * only the answer of the server tells.
 */
export function columnsOf(now: number, hours: Hours | 1, counted: readonly Bar[], live: Hour): Column[] {
  const byTime = new Map<number, Column>();
  for (const b of counted) byTime.set(b.at, { at: b.at, arrivals: b.arrivals, answered: b.answered, abandoned: b.abandoned, rest: b.overflow + b.timeout + b.callback });
  live.hour?.forEach(([arrivals, answered, abandoned], i) => {
    const at = (live.hourFrom ?? 0) + i * LENGTH;
    const lost = (live.hourLost?.[i] ?? abandoned) - abandoned;
    const rest = Math.max(lost, Math.min(byTime.get(at)?.rest ?? 0, arrivals - answered - abandoned));
    byTime.set(at, { at, arrivals, answered, abandoned, rest });
  });
  const last = barOf(now);
  return Array.from({ length: (hours * 3_600_000) / LENGTH }, (_, i, n = (hours * 3_600_000) / LENGTH) => {
    const at = last - (n - 1 - i) * LENGTH;
    return byTime.get(at) ?? { at, arrivals: 0, answered: 0, abandoned: 0, rest: 0 };
  });
}

/** The least round number at which the highest column still fits. */
export function topOf(columns: readonly Column[]): number {
  const most = Math.max(1, ...columns.map((c) => c.answered + c.abandoned + c.rest));
  const step = 10 ** Math.floor(Math.log10(most));
  return Math.max(4, [1, 2, 3, 4, 5, 6, 8, 10].map((n) => n * step).find((n) => n >= most) ?? most);
}

export interface Sum {
  arrivals: number;
  answered: number;
  abandoned: number;
}

export function sumOf(columns: readonly Column[]): Sum {
  return columns.reduce((s, c) => ({ arrivals: s.arrivals + c.arrivals, answered: s.answered + c.answered, abandoned: s.abandoned + c.abandoned }), { arrivals: 0, answered: 0, abandoned: 0 });
}

/** The last hour of several groups together, as one row tells its own. */
export function hourOf(groups: readonly Hour[]): Hour {
  const told = groups.filter((g) => g.hour?.length);
  if (told.length === 0) return {};
  const from = Math.min(...told.map((g) => g.hourFrom ?? Infinity));
  const hour: [number, number, number][] = [];
  const hourLost: number[] = [];
  for (const g of told) {
    g.hour!.forEach((bar, i) => {
      const at = i + ((g.hourFrom ?? from) - from) / LENGTH;
      while (hour.length <= at) hour.push([0, 0, 0]);
      hour[at] = bar.map((n, k) => n + hour[at]![k]!) as [number, number, number];
      hourLost[at] = (hourLost[at] ?? 0) + (g.hourLost?.[i] ?? bar[2]);
    });
  }
  return { hour, hourFrom: from, hourLost: hour.map((_, i) => hourLost[i] ?? 0) };
}
