import { describe, expect, it } from 'vitest';
import { emsOf, sharesOf } from './shares';

describe('columns of the group table', () => {
  it('are as wide as their heads, but not narrower than their figures', () => {
    const { shares, of } = sharesOf([{ head: 'Abandoned' }, { head: 'Rate', least: 70 }, { head: 'IVR' }], 200);
    expect(shares[0]).toBeCloseTo(of(emsOf('Abandoned') * 12 + 8));
    expect(shares[1]).toBeCloseTo(of(70));
    expect(shares[2]).toBeCloseTo(of(42));
    expect(shares.reduce((sum, share) => sum + share, of(200))).toBeCloseTo(100);
  });
  it('give a kanji the room of one', () => {
    expect(emsOf('応答率')).toBe(3);
    expect(emsOf('ill')).toBeLessThan(emsOf('own'));
  });
});
