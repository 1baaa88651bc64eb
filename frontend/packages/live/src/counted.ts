import { Changes } from './changes';

/** How many rows of a collection there are of each kind; a row may be of several, or of none. Changes count, not all rows again. */
export class Counted<T, K> {
  private readonly changes = new Changes<T>();
  private counts: ReadonlyMap<K, number> = new Map();

  constructor(private readonly kindsOf: (row: T) => readonly K[]) {}

  /** The counts for the rows as they are now, without those of nothing; the same value while they are the same. */
  of(rows: ReadonlyMap<string, T>): ReadonlyMap<K, number> {
    const by = new Map<K, number>();
    const { gone, come } = this.changes.since(rows);
    for (const row of gone) for (const kind of this.kindsOf(row)) by.set(kind, (by.get(kind) ?? 0) - 1);
    for (const row of come) for (const kind of this.kindsOf(row)) by.set(kind, (by.get(kind) ?? 0) + 1);
    const other = [...by].filter(([, change]) => change !== 0);
    if (other.length === 0) return this.counts;
    const next = new Map(this.counts);
    for (const [kind, change] of other) {
      const count = (next.get(kind) ?? 0) + change;
      if (count > 0) next.set(kind, count);
      else next.delete(kind);
    }
    this.counts = next;
    return next;
  }
}
