import { addDays, type Day } from './calendar';

/**
 * A period as short as it can be said: 11/22 for a day, 11/17 – 11/22 for whole days, with times else, and with the
 * year where it is not this one. Ends are wall times as 2026-11-22T17:05; the later one is no part of it.
 */
export function periodText(from: string | undefined, to: string | undefined, now: string): string {
  const day = (wall: string) => (wall.slice(0, 4) === now.slice(0, 4) ? wall.slice(5, 10) : wall.slice(0, 10)).replaceAll('-', '/');
  const midnight = (wall: string | undefined) => wall === undefined || wall.slice(11) === '00:00';
  if (!midnight(from) || !midnight(to)) return [from, to].map((wall) => (wall ? `${day(wall)} ${wall.slice(11)}` : '')).join(' – ');
  const first = from?.slice(0, 10);
  const last = to && addDays(to.slice(0, 10) as Day, -1);
  return first === last && first ? day(first) : [first, last].map((one) => (one ? day(one) : '')).join(' – ');
}
