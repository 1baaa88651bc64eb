import { describe, expect, it } from 'vitest';
import { Counted } from './counted';
import { Ordered } from './ordered';

interface Row {
  id: string;
  rank: number;
  shown: boolean;
}

const compare = (a: Row, b: Row) => a.rank - b.rank || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
const wanted = (row: Row) => row.shown;

/** The same numbers at every run. */
function numbers(seed: number) {
  return (below: number) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return Math.floor((seed / 2147483648) * below);
  };
}

describe('Ordered and Counted', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('are what sorting and counting anew would give, whatever changes (%i)', (seed) => {
    const random = numbers(seed);
    const ordered = new Ordered(compare, wanted);
    const kindsOf = (row: Row) => (row.shown ? [row.rank, -1] : []);
    const counted = new Counted(kindsOf);
    let rows = new Map<string, Row>(Array.from({ length: 400 }, (_, i) => [`k${i}`, { id: `k${i}`, rank: i % 11, shown: true }])); // single changes are few of so many
    for (let step = 0; step < 300; step++) {
      rows = new Map(rows);
      for (let n = random(step % 10 === 0 ? 60 : 4); n >= 0; n--) {
        const id = `r${random(80)}`;
        if (random(4) === 0) rows.delete(id);
        else rows.set(id, { id, rank: random(9), shown: random(5) > 0 });
      }
      expect(ordered.of(rows)).toEqual([...rows.values()].filter(wanted).sort(compare));
      const anew = new Map<number, number>();
      for (const row of rows.values()) for (const kind of kindsOf(row)) anew.set(kind, (anew.get(kind) ?? 0) + 1);
      expect(new Map(counted.of(rows))).toEqual(anew);
    }
  });

  it('stay the same value while nothing of it changes', () => {
    const ordered = new Ordered(compare, wanted);
    const first = new Map<string, Row>([['a', { id: 'a', rank: 2, shown: true }], ['b', { id: 'b', rank: 1, shown: true }], ['c', { id: 'c', rank: 1, shown: false }]]);
    const list = ordered.of(first);
    expect(list.map((r) => r.id)).toEqual(['b', 'a']);
    const next = new Map(first).set('c', { id: 'c', rank: 9, shown: false });
    expect(ordered.of(next)).toBe(list);
    const counted = new Counted((row: Row) => (row.shown ? [row.rank] : []));
    expect(counted.of(first)).toBe(counted.of(next));
    expect(ordered.of(new Map([...next].filter(([id]) => id !== 'c')))).toBe(list);
    expect(ordered.of(new Map())).toEqual([]);
  });
});
