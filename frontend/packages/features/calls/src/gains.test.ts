import { describe, expect, it } from 'vitest';
import { gainsOf } from './use-audio';

describe('gainsOf', () => {
  it.each([[0, [1, 1]], [-1, [1, 0]], [1, [0, 1]], [0.5, [0.5, 1]], [-9, [1, 0]]])('%s', (balance, gains) => {
    expect(gainsOf(balance)).toEqual(gains);
  });
});
