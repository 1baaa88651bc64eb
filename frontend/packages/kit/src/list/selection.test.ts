import { describe, expect, it, vi } from 'vitest';
import { allIds } from '../record/all-ids';
import { refusedCsv } from '../record/refused-csv';
import { check, checkAll, checkLoaded, headOf, NOTHING } from './selection';

const rows = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id }));
const ids = (s: { ids: ReadonlySet<string> }) => [...s.ids].sort().join('');

describe('selection', () => {
  it('checks, unchecks, and reaches with Shift both ways', () => {
    const b = check(NOTHING, rows, 'b', true, false);
    expect(ids(b)).toBe('b');
    const be = check(b, rows, 'e', true, true);
    expect(ids(be)).toBe('bcde');
    expect(ids(check(check(NOTHING, rows, 'd', true, false), rows, 'b', true, true))).toBe('bcd');
    expect(ids(check({ ...be, anchor: 'c' }, rows, 'd', false, true))).toBe('be');
  });
  it('reaches nowhere from a row that is not there any more', () => expect(ids(check({ ...NOTHING, anchor: 'gone' }, rows, 'c', true, true))).toBe('c'));
  it('is of everything found until one is taken off', () => {
    const all = checkAll(rows);
    expect([all.all, headOf(all, rows)]).toEqual([true, true]);
    const less = check(all, rows, 'c', false, false);
    expect([less.all, ids(less), headOf(less, rows)]).toEqual([false, 'abde', 'some']);
  });
  it('has a box for all that is loaded', () => {
    expect([headOf(NOTHING, rows), headOf(checkLoaded(rows, true), rows), headOf(checkLoaded(rows, false), rows)]).toEqual([false, true, false]);
  });
});

describe('allIds', () => {
  it('walks to the end, and stops at ten thousand', async () => {
    const list = vi.fn(async ({ cursor }: Record<string, unknown>) => {
      const from = Number(cursor ?? 0);
      return { items: Array.from({ length: 500 }, (_, i) => ({ id: `r${from + i}`, version: 1 })), total: 30_000, nextCursor: String(from + 500) };
    });
    const found = await allIds({ list }, { q: 'x', sort: 'name' });
    expect([found.length, new Set(found).size, list.mock.calls.length]).toEqual([10_000, 10_000, 20]);
    expect(list.mock.calls[1]![0]).toEqual({ q: 'x', sort: 'name', limit: 500, cursor: '500' });
  });
});

describe('refusedCsv', () => {
  it('quotes, and lets no spreadsheet calculate', () => {
    expect(refusedCsv([{ row: 2, column: 'name', value: '=1+1', message: '' }, { row: 3, value: 'a"b,c', message: '' }], (r) => `m${r.row}`)).toBe("\ufeffrow,column,value,message\r\n2,name,'=1+1,m2\r\n3,,\"a\"\"b,c\",m3\r\n");
  });
});
