import { describe, expect, it } from 'vitest';
import { between, inOrder } from './order';

const fields = [10, 20, 21].map((position, i) => ({ id: String(i), name: 'abc'[i]!, position }));

describe('the order of custom fields', () => {
  it.each([[0, 9], [1, 15], [2, 20], [3, 22]])('place %i is position %i', (to, position) => expect(between(fields, to)).toBe(position));
  it('keeps within what the server takes', () => {
    expect(between([{ id: 'a', name: 'a', position: 0 }], 0)).toBe(0);
    expect(between([{ id: 'a', name: 'a', position: 999 }], 1)).toBe(999);
    expect(between([], 0)).toBe(0);
  });
  it('is by position, then by name', () => expect(inOrder([{ id: '1', name: 'b', position: 1 }, { id: '2', name: 'a', position: 1 }, { id: '3', name: 'z', position: 0 }]).map((f) => f.name)).toEqual(['z', 'a', 'b']));
});
