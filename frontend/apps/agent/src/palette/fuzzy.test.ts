import { describe, expect, it } from 'vitest';
import { best, score } from './fuzzy';

describe('fuzzy search', () => {
  it('takes letters in their order, in any width and case', () => {
    expect(score('hu', 'Hang up')).toBeDefined();
    expect(score('ＨＵ', 'hang up')).toBeDefined();
    expect(score('uh', 'Hang up')).toBeUndefined();
    expect(score('保転', '保留転送')).toBeDefined();
    expect(score('', 'anything')).toBe(0);
  });
  it('puts the whole word first, then beginnings of words, then scattered letters', () => {
    const items = ['Show the phone', 'Hold', 'Hold on hold', 'Switch the phone on'];
    expect(best('hold', items, (x) => x, 9)[0]).toBe('Hold');
    expect(best('stp', items, (x) => x, 9)).toEqual(['Show the phone', 'Switch the phone on']);
    expect(best('', items, (x) => x, 2)).toEqual(items.slice(0, 2));
  });
});
