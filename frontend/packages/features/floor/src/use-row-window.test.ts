import { describe, expect, it } from 'vitest';
import { placesOf } from './use-row-window';

describe('placesOf', () => {
  it('keeps the place of what is left out, wherever it is', () => {
    expect(placesOf([0, 1, 2], 3, 36)).toEqual([{ index: 0, before: 0 }, { index: 1, before: 0 }, { index: 2, before: 0 }]);
    expect(placesOf([4, 5, 9], 20, 10)).toEqual([{ index: 4, before: 40 }, { index: 5, before: 0 }, { index: 9, before: 30 }, { index: 20, before: 100 }]);
    expect(placesOf([], 5, 10)).toEqual([{ index: 5, before: 50 }]);
    expect(placesOf([], 0, 10)).toEqual([]);
  });

  it('is as high as all rows, whichever are there', () => {
    for (const indexes of [[], [0], [7, 8], [0, 50, 99]]) {
      const places = placesOf(indexes, 100, 36);
      expect(places.reduce((sum, p) => sum + p.before, 0) + indexes.length * 36).toBe(3600);
    }
  });
});
