import { describe, expect, it } from 'vitest';
import { changedField, freeKey, moved, movedField, numbered, placed, withKey, without, type FormatField } from './format';

const text = (key: string, more: Partial<FormatField> = {}): FormatField => ({ key, name: key, type: 'text', ...more });
const post: FormatField = { key: 'zip', name: 'zip', type: 'postcode', address: { prefecture: 'a', city: 'a', town: 'b' } };

describe('the fields of a format', () => {
  it('leave out what is empty and what is not of their type', () => {
    expect(changedField(text('a', { required: true, position: 3 }), { required: false, position: 0 })).toEqual(text('a'));
    expect(changedField({ ...text('a'), type: 'list', choices: ['x'] }, { type: 'number' })).toEqual({ ...text('a'), type: 'number' });
    expect(changedField(post, { address: { prefecture: '', city: 'a' } }).address).toEqual({ city: 'a' });
    expect(changedField(post, { type: 'text' })).toEqual({ key: 'zip', name: 'zip', type: 'text' });
  });
  it('get keys that are free', () => {
    expect(freeKey([])).toBe('field_1');
    expect(freeKey([text('a'), text('field_3')])).toBe('field_4');
  });
  it('take references along', () => {
    expect(without([text('a'), text('b'), post], 0)[1]!.address).toEqual({ town: 'b' });
    expect(without([text('a'), { ...post, address: { city: 'a' } }], 0)).toEqual([{ key: 'zip', name: 'zip', type: 'postcode' }]);
    expect(withKey([text('a'), text('b'), post], 0, 'pref')[2]!.address).toEqual({ prefecture: 'pref', city: 'pref', town: 'b' });
  });
  it('move, and are placed as they stand', () => {
    expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a']);
    expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
    expect(numbered([text('a'), text('b')]).map((f) => f.position)).toEqual([1, 2]);
    expect(numbered([text('a', { position: 9 }), text('b'), text('c', { position: 2 })]).map((f) => f.position)).toEqual([1, undefined, 2]);
    expect(movedField([text('a', { position: 1 }), text('x'), text('b', { position: 2 })], 2, 0)).toEqual([text('b', { position: 1 }), text('a', { position: 2 }), text('x')]);
    expect(movedField([text('a', { position: 2 }), text('b', { position: 1 })], 1, 0).map((f) => f.position)).toEqual([1, 2]);
    expect(placed([text('a', { position: 2 }), text('b'), text('c', { position: 1 })]).map((f) => f.key)).toEqual(['c', 'a']);
  });
});
