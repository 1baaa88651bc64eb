/** A day as the site's calendar writes it: 2026-11-22. */
export type Day = string;

const utc = (day: Day) => new Date(`${day}T00:00:00Z`);
const dayOf = (date: Date): Day => date.toISOString().slice(0, 10);

/** The day `count` days later (earlier when negative). */
export function addDays(day: Day, count: number): Day {
  const date = utc(day);
  date.setUTCDate(date.getUTCDate() + count);
  return dayOf(date);
}

/** The same day of another month, or that month's last day. */
export function addMonths(day: Day, count: number): Day {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + count, 0)).getUTCDate();
  return dayOf(new Date(Date.UTC(year, month - 1 + count, Math.min(date, last))));
}

/** The six weeks, from Sunday, in which the month of `day` lies. */
export function weeksOf(day: Day): Day[][] {
  const first = `${day.slice(0, 8)}01`;
  const start = addDays(first, -utc(first).getUTCDay());
  return Array.from({ length: 6 }, (_, week) => Array.from({ length: 7 }, (__, i) => addDays(start, week * 7 + i)));
}

/** Reads 2026/11/22, 2026-11-22 or 11/22 (of `year`); undefined when there is no such day. */
export function parseDay(text: string, year: number): Day | undefined {
  const parts = text.normalize('NFKC').trim().split(/[/.-]/);
  if (parts.length === 2) parts.unshift(String(year));
  if (parts.length !== 3 || !/^\d{4}$/.test(parts[0] ?? '') || !parts.slice(1).every((part) => /^\d{1,2}$/.test(part))) return undefined;
  const day = `${parts[0]}-${parts[1]?.padStart(2, '0')}-${parts[2]?.padStart(2, '0')}`;
  return !Number.isNaN(utc(day).getTime()) && dayOf(utc(day)) === day ? day : undefined;
}

/** Reads 17:05, 1705, 9:00 or 9, and 24:00 for a day's end; undefined when it is no time of day. */
export function parseTime(text: string): string | undefined {
  const match = /^(\d{1,2}):?(\d{2})?$/.exec(text.normalize('NFKC').trim());
  const [hour, minute] = [Number(match?.[1]), Number(match?.[2] ?? 0)];
  if (!match || minute > 59 || hour * 60 + minute > 24 * 60) return undefined;
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}
