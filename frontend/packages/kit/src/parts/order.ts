/** Puts items in a kept order; unknown ids of the order are skipped, new items follow in their own order. */
export function inOrder<T extends { id: string }>(items: Iterable<T>, order: readonly string[]): T[] {
  const rank = new Map(order.map((id, i) => [id, i]));
  return [...items]
    .map((item, i) => ({ item, rank: rank.get(item.id) ?? order.length + i }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

// Made once: a call centre's ten thousand agents are more than a hundred thousand comparisons.
const numbers = new Intl.Collator('en', { numeric: true });
/** The number that a text of digits is, as nearly all extensions are, -1 for any other. They compare as the collator would compare them, many times as fast. */
function numberOf(text: string): number {
  if (text.length === 0 || text.length > 15) return -1;
  let n = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return -1;
    n = n * 10 + digit;
  }
  return n;
}

/** Rows by extension, as people know them (101 before 1000); without one, last and by name. */
export function byExtension(a: Extended, b: Extended): number {
  const [x, y] = [a.extension || '\uffff', b.extension || '\uffff'];
  const [m, n] = [numberOf(x), numberOf(y)];
  const order = m >= 0 && n >= 0 ? m - n : numbers.compare(x, y);
  return order || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
}

interface Extended {
  name: string;
  extension?: string;
}

/** The order after `id` was moved to the place of `target` (before it when moving up, after it when moving down). */
export function moved(ids: readonly string[], id: string, target: string): string[] {
  const from = ids.indexOf(id);
  const to = ids.indexOf(target);
  if (from < 0 || to < 0 || from === to) return [...ids];
  const rest = ids.filter((x) => x !== id);
  rest.splice(to, 0, id);
  return rest;
}
