import { describe, expect, it } from 'vitest';
import { changedKey, misfits, moved, needsOf, resorted, SORTS, sortOf, type PhoneKey, type PhoneModel } from './keys';

describe('keys of a phone', () => {
  it.each(SORTS)('a key made to be %s is', (sort) => expect(sortOf(resorted({ kind: 'none' }, sort))).toBe(sort));
  it('keeps what fits another sort', () => {
    const lamp: PhoneKey = { kind: 'lamp', agent: 'a', label: 'A' };
    expect(resorted(lamp, 'monitor')).toEqual({ kind: 'code', feature: 'monitor', agent: 'a', label: 'A' });
    expect(resorted(lamp, 'park')).toEqual({ kind: 'park', slot: 1, label: 'A' });
    expect(resorted(lamp, 'none')).toEqual({ kind: 'none' });
    expect(resorted({ kind: 'park', slot: 3 }, 'room')).toEqual({ kind: 'code', feature: 'room', slot: 3 });
  });
  it('leaves out what is empty', () => {
    expect(changedKey({ kind: 'lamp', agent: 'a', label: 'A' }, { label: '' })).toEqual({ kind: 'lamp', agent: 'a' });
    expect(changedKey({ kind: 'code', feature: 'transfer', agent: 'a' }, { agent: undefined })).toEqual({ kind: 'code', feature: 'transfer' });
    expect(changedKey({ kind: 'lamp', group: '' }, { group: 'g' })).toEqual({ kind: 'lamp', group: 'g' });
  });
  it('needs what its sort needs', () => expect(['lamp-agent', 'pick-up', 'room', 'dial', 'echo'].map((sort) => needsOf(sort as 'echo'))).toEqual(['agent', 'group', 'slot', 'number', undefined]));
  it('moves', () => expect(moved([1, 2, 3], 0, 2)).toEqual([2, 3, 1]));
  it('says what does not fit', () => {
    const small: PhoneModel = { maker: 'panasonic', model: 'x', keys: 2, presses: false };
    const keys: PhoneKey[] = [{ kind: 'code', feature: 'park' }, { kind: 'park', slot: 1 }, { kind: 'none' }, { kind: 'dial', number: '1' }];
    expect([...misfits(keys, small)]).toEqual([
      [0, 'press'],
      [3, 'room'],
    ]);
    expect(misfits(keys, undefined).size).toBe(0);
  });
});
