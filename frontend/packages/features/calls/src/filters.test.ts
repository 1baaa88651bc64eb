import type { CallPage, CallRow } from '@yobirin/wire';
import { describe, expect, it } from 'vitest';
import { freshen, isNarrowed, queryOf, resultChosen, resultOf, rowsOf, searchOf } from './filters';

/** A call whose place in time is that of its letter. */
const row = (id: string, talkSeconds = 0) => ({ id, talkSeconds, startedAt: new Date(id.charCodeAt(0) * 1000).toISOString() }) as CallRow;
const page = (ids: string[], nextCursor?: string): CallPage => ({ items: ids.map((id) => row(id)), nextCursor });

describe('filters in the URL', () => {
  it('become a query without what is not valid', () => {
    expect(queryOf({ from: '2026-11-22T00:00:00Z', min: '30', max: 'x', direction: 'sideways', result: 'missed', number: '03' })).toEqual({
      from: '2026-11-22T00:00:00.000Z', minSeconds: '30', result: 'missed', number: '03',
    });
    expect(queryOf({ from: 'soon', max: '-5' })).toEqual({});
  });
  it('have one choice for what became of a call and of its visit to a group', () => {
    expect(queryOf({ group: 'g1', ...resultOf('group.overflow') })).toEqual({ group: 'g1', outcome: 'overflow' });
    expect(queryOf(resultOf('missed'))).toEqual({ result: 'missed' });
    expect(queryOf({ result: 'missed', outcome: 'answered', ...resultOf(undefined) })).toEqual({});
    expect(queryOf({ outcome: 'lost' })).toEqual({});
    for (const choice of ['answered', 'group.answered', undefined]) expect(resultChosen(resultOf(choice))).toBe(choice);
  });
  it('an order alone does not narrow', () => {
    expect(isNarrowed({ sort: 'startedAt' })).toBe(false);
    expect(isNarrowed({ direction: 'nonsense' })).toBe(false);
    expect(isNarrowed({ group: 'g1' })).toBe(true);
  });
});

describe('a fresh first page', () => {
  it('adds on top and replaces what changed, over all pages', () => {
    const pages = [page(['c', 'b'], 'n1'), page(['a'], undefined)];
    const merged = freshen(pages, { items: [row('d'), row('c', 9)], nextCursor: 'x' });
    expect(rowsOf(merged).map((r) => [r.id, r.talkSeconds])).toEqual([['d', 0], ['c', 9], ['b', 0], ['a', 0]]);
    expect(merged.map((p) => p.nextCursor)).toEqual(['n1', undefined]);
  });
  it('puts a long call that ended late where it began', () => {
    const merged = freshen([page(['d', 'b'])], { items: [row('d'), row('c'), row('b')] });
    expect(rowsOf(merged).map((r) => r.id)).toEqual(['d', 'c', 'b']);
    expect(rowsOf(merged, 'startedAt').map((r) => r.id)).toEqual(['b', 'c', 'd']);
  });
  it('starts over when there would be a hole', () => {
    const fresh = page(['z', 'y'], 'n');
    expect(freshen([page(['c', 'b'])], fresh)).toEqual([fresh]);
  });
});

describe('the box for numbers and names', () => {
  const digits = (text: string) => text.replace(/\D/g, '');
  it.each([
    ['090-1234', { number: '0901234', q: undefined }],
    ['０９０', { number: undefined, q: undefined }],
    ['佐藤', { number: undefined, q: '佐藤' }],
    ['サーバー', { number: undefined, q: 'サーバー' }],
    ['3番窓口', { number: undefined, q: '3番窓口' }],
    [undefined, { number: undefined, q: undefined }],
  ])('takes %s apart', (text, want) => expect(searchOf(text, digits)).toEqual(want));
});
