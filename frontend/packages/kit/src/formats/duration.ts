const two = (n: number) => String(n).padStart(2, '0');

/** 0:07, 12:34, 1:02:03. Negative and unknown lengths are shown as 0:00. */
export function formatDuration(seconds: number): string {
  const s = Number.isFinite(seconds) ? Math.max(0, Math.floor(seconds)) : 0;
  const h = Math.floor(s / 3600);
  const m = Math.floor((s % 3600) / 60);
  return h > 0 ? `${h}:${two(m)}:${two(s % 60)}` : `${m}:${two(s % 60)}`;
}

/** Time between two moments in ms, as a duration. */
export function formatSince(since: number, now: number): string {
  return formatDuration((now - since) / 1000);
}

/** Reads 90, 1:30 or 1:00:00 as seconds; undefined when it is none of these. */
export function parseDuration(text: string): number | undefined {
  const parts = text.normalize('NFKC').trim().split(':');
  if (parts.length > 3 || parts.some((p) => !/^\d{1,6}$/.test(p))) return undefined;
  return parts.reduce((sum, part) => sum * 60 + Number(part), 0);
}

/** answered ÷ arrivals as 87.5%; an em dash when there were no arrivals. */
export function formatRate(part: number, whole: number): string {
  if (whole <= 0) return '–';
  return `${((part / whole) * 100).toFixed(1)}%`;
}
