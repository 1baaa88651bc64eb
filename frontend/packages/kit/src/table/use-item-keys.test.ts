import { describe, expect, it } from 'vitest';
import { stopOf } from './use-item-keys';

const items = (from: number, count: number) => Array.from({ length: count }, (_, i) => ({ key: `k${from + i}`, index: from + i }));
const seen = (startIndex: number) => ({ range: { startIndex, endIndex: startIndex + 5 } });

describe('the one item that Tab leads to', () => {
  it('is the one that had the focus last, while it is there', () => {
    expect(stopOf(items(0, 20), 'k7', seen(3))).toBe('k7');
  });
  it('is the first in sight, not one that is only ready to come into it', () => {
    expect(stopOf(items(0, 20), undefined, seen(8))).toBe('k8');
    expect(stopOf(items(30, 20), 'k7', seen(38))).toBe('k38');
  });
  it('is the first of the first row in sight, where items stand in columns', () => {
    expect(stopOf(items(8, 32), undefined, seen(4), 4)).toBe('k16');
  });
  it('is any before anything has been measured, and none of nothing', () => {
    expect(stopOf(items(0, 3), undefined, { range: null })).toBe('k0');
    expect(stopOf([], 'k1', { range: null })).toBeUndefined();
  });
});
