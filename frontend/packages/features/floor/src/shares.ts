/** How wide a text is in the heads of the table, in ems; better a little too wide. */
export function emsOf(text: string): number {
  return [...text].reduce((sum, c) => sum + (c >= '\u2e80' ? 1 : /[A-Zmw]/.test(c) ? 0.76 : /[fijlrt ]/.test(c) ? 0.36 : 0.58), 0);
}

/** What the figures of a column need at least, and between the heads, in px where heads have 12. */
const LEAST = 42;
const BETWEEN = 8;

/** Percents of the table's width for columns with these heads: as their words need, and never less than their figures. */
export function sharesOf(columns: readonly { head: string; least?: number }[], rest: number): { shares: number[]; of: (px: number) => number } {
  const wanted = columns.map(({ head, least = LEAST }) => Math.max(least, emsOf(head) * 12 + BETWEEN));
  const of = (px: number) => (px / (wanted.reduce((sum, px) => sum + px, 0) + rest)) * 100;
  return { shares: wanted.map(of), of };
}
