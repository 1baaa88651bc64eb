/** A letter that begins a word counts more, and so does one that follows the last one found. */
const WORD = 6;
const RUN = 4;

/**
 * How well a text fits what was typed: all its letters in their order, the better the closer together and the nearer to
 * the beginnings of words. Undefined: it does not fit.
 */
export function score(typed: string, text: string): number | undefined {
  const query = fold(typed).replace(/\s+/g, '');
  const target = fold(text);
  if (query === '') return 0;
  const whole = target.indexOf(query);
  if (whole >= 0) return 100 + query.length * RUN - Math.min(whole, 50) + (whole === 0 ? 40 : 0) - target.length / 100;
  let total = 0;
  let from = 0;
  for (const letter of query) {
    const at = target.indexOf(letter, from);
    if (at < 0) return undefined;
    total += at === from && from > 0 ? RUN : at === 0 || /[\s・：:()（）]/.test(target[at - 1]!) ? WORD : 1 - Math.min(at - from, 20) / 20;
    from = at + 1;
  }
  return total - target.length / 100;
}

const fold = (text: string): string => text.normalize('NFKC').toLowerCase();

/** The items that fit, the best first; items alike keep their order. */
export function best<T>(typed: string, items: readonly T[], textOf: (item: T) => string, most: number): T[] {
  return items
    .flatMap((item) => {
      const s = score(typed, textOf(item));
      return s === undefined ? [] : [{ item, s }];
    })
    .sort((a, b) => b.s - a.s)
    .slice(0, most)
    .map(({ item }) => item);
}
