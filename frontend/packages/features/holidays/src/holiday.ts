/** A holiday of the company. */
export interface Holiday {
  id: string;
  version: number;
  /** 2026-12-31 */
  date: string;
  name?: string;
}

/** Reads 2026-12-31, 2026/12/31 or 12/31 (of `year`); undefined when there is no such day. */
export function dayOfText(text: string, year: number): string | undefined {
  const parts = text.normalize('NFKC').trim().split(/[/.-]/);
  if (parts.length === 2) parts.unshift(String(year));
  if (parts.length !== 3 || !/^\d{4}$/.test(parts[0]!) || !parts.slice(1).every((part) => /^\d{1,2}$/.test(part))) return undefined;
  const day = `${parts[0]}-${parts[1]!.padStart(2, '0')}-${parts[2]!.padStart(2, '0')}`;
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === day ? day : undefined;
}

/** The days of a month in weeks from Sunday; undefined before its first day. */
export function monthOf(year: number, month: number): (string | undefined)[] {
  const before = new Date(Date.UTC(year, month, 1)).getUTCDay();
  const days = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const day = (n: number) => `${year}-${String(month + 1).padStart(2, '0')}-${String(n).padStart(2, '0')}`;
  return [...Array.from({ length: before }, () => undefined), ...Array.from({ length: days }, (_, i) => day(i + 1))];
}
