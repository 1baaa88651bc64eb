import { Changes } from './changes';

type Compare<T> = (a: T, b: T) => number;

/** So many changed rows, as a part of all, cost more to put in their places one by one than to sort anew. */
const MANY = 0.02;

/**
 * Rows of a collection that are wanted, in an order of their own. Of ten thousand rows a few change at a time: they are
 * put in their places, the others stay, and a list without a change stays the same value. Rows that compare as equal
 * keep no particular order; give a comparison that tells any two apart.
 */
export class Ordered<T> {
  private readonly changes = new Changes<T>();
  private list: readonly T[] = [];

  constructor(
    private readonly compare: Compare<T>,
    private readonly wanted: (row: T) => boolean = () => true,
  ) {}

  /** The list for the rows as they are now. */
  of(rows: ReadonlyMap<string, T>): readonly T[] {
    const all = this.changes.since(rows);
    const gone = new Set(all.gone.filter(this.wanted));
    const come = all.come.filter(this.wanted);
    if (gone.size === 0 && come.length === 0) return this.list;
    const many = gone.size + come.length > this.list.length * MANY;
    this.list = many ? [...this.list.filter((row) => !gone.has(row)), ...come].sort(this.compare) : this.moved(gone, come);
    return this.list;
  }

  private moved(gone: Iterable<T>, come: readonly T[]): readonly T[] {
    const list = this.list.slice();
    for (const row of gone) {
      const before = placeOf(row, list, this.compare) - 1;
      // A comparison that does not tell rows apart finds the place of another.
      const at = list[before] === row ? before : list.indexOf(row);
      if (at >= 0) list.splice(at, 1);
    }
    for (const row of come) list.splice(placeOf(row, list, this.compare), 0, row);
    return list;
  }
}

/** The place after all rows that a row does not come before. */
function placeOf<T>(row: T, rows: readonly T[], compare: Compare<T>): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(rows[middle]!, row) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
