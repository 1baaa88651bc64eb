import type { ScheduleRow, Weekday } from './ivr';
import { WEEKDAYS } from './ivr';

/** A row as most begin: office hours. */
export const newRow = (): ScheduleRow => ({ from: '09:00', to: '18:00', weekdays: ['mon', 'tue', 'wed', 'thu', 'fri'] });

/** The list with the item at `from` put to `to`. */
export function movedTo<T>(list: readonly T[], from: number, to: number): T[] {
  if (from < 0 || from >= list.length || to < 0 || to >= list.length) return [...list];
  const next = list.toSpliced(from, 1);
  next.splice(to, 0, list[from]!);
  return next;
}

/** The weekdays with one of them turned, in the order of the week. */
export function flipped(days: readonly Weekday[] | undefined, day: Weekday): Weekday[] {
  const on = new Set(days ?? []);
  if (!on.delete(day)) on.add(day);
  return WEEKDAYS.filter((d) => on.has(d));
}

/** Keys of a list's items by their place: as many as there are items, the known ones kept. */
export function keysFor(known: readonly number[], length: number): number[] {
  if (known.length === length) return [...known];
  let next = Math.max(0, ...known) + 1;
  return Array.from({ length }, (_, i) => known[i] ?? next++);
}

/** Minutes of "17:05"; 24:00 is 1440. */
export const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));

/** "17:05" of minutes. */
export const clockOf = (minutes: number): string => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** The minute of the day at a share of the day's bar, by fives, within what was pressed. */
export function minuteAt(share: number, from: string, to: string): number {
  const minute = Math.floor((share * 1440) / 5) * 5;
  return Math.min(Math.max(minute, minutesOf(from)), minutesOf(to) - 1);
}
