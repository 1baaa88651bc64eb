import { describe, expect, it } from 'vitest';
import { changedFields, differences, merge, mergePatch, same } from './patch';

const base = { id: 'a', version: 3, name: 'A', extension: '2001', may: ['n1'], acw: { status: 's', seconds: 30 }, record: null, popup: true };

describe('same', () => {
  it.each([
    ['', undefined, true], [null, '', true], [[], undefined, true], [{}, undefined, true], [{ kind: '' }, null, true],
    [0, undefined, false], [false, undefined, false], [0, null, false], ['0', 0, false],
    [[1, 2], [2, 1], false], [{ a: 1, b: undefined }, { a: 1 }, true], [Number.NaN, Number.NaN, true],
  ])('%j and %j: %s', (a, b, alike) => {
    expect(same(a, b)).toBe(alike);
    expect(same(b, a)).toBe(alike);
  });
});

describe('mergePatch', () => {
  it('has only what changed, never id and version', () => {
    expect(mergePatch(base, { ...base, version: 9 })).toEqual({});
    expect(mergePatch(base, { ...base, name: 'B' })).toEqual({ name: 'B' });
  });
  it('takes away with null, goes into objects, replaces lists', () => {
    expect(mergePatch(base, { ...base, extension: null, may: ['n1', 'n2'], acw: { status: 's', seconds: 60 }, popup: false })).toEqual({ extension: null, may: ['n1', 'n2'], acw: { seconds: 60 }, popup: false });
    expect(mergePatch({ to: { kind: 'group', group: 'g' } }, { to: { kind: 'ivr', ivr: 'i' } })).toEqual({ to: { kind: 'ivr', group: null, ivr: 'i' } });
    expect(mergePatch({ to: { kind: 'group' } }, { to: null })).toEqual({ to: null });
  });
  it('tells 0 and no from nothing', () => {
    expect(mergePatch({}, { retention: 0, record: false })).toEqual({ retention: 0, record: false });
  });
});

describe('differences and merge', () => {
  const mine = { ...base, name: 'mine', extension: '2002', popup: false };
  const theirs = { ...base, version: 4, name: 'theirs', may: [], popup: false };
  const all = differences(base, mine, theirs);
  it('say who changed what', () => {
    expect(Object.fromEntries(all.map((d) => [d.field, d.by]))).toEqual({ name: 'both', extension: 'me', popup: 'alike', may: 'them' });
    expect(all.find((d) => d.field === 'name')).toEqual({ field: 'name', before: 'A', mine: 'mine', theirs: 'theirs', by: 'both' });
  });
  it('bring both together: what was not chosen stays with who changed it', () => {
    const merged = merge(theirs, all, { name: 'mine' });
    expect(merged).toMatchObject({ version: 4, name: 'mine', extension: '2002', may: [], popup: false });
    expect(mergePatch(theirs, merged)).toEqual({ name: 'mine', extension: '2002' });
    expect(mergePatch(theirs, merge(theirs, all, { name: 'theirs', extension: 'theirs' }))).toEqual({});
  });
  it('can take back what they did', () => {
    expect(mergePatch(theirs, merge(theirs, all, { may: 'mine', name: 'theirs' }))).toEqual({ may: ['n1'], extension: '2002' });
  });
  it('is nothing for two alike', () => expect(changedFields(base, { ...base })).toEqual([]));
});
