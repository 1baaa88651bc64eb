import { describe, expect, it } from 'vitest';
import { share } from './share';

describe('share', () => {
  it('keeps what is equal and takes what is not', () => {
    const old = { a: { x: 1 }, b: [{ id: 1 }, { id: 2 }], c: null as null | object };
    const next = share(old, { a: { x: 1 }, b: [{ id: 1 }, { id: 3 }], c: {} });
    expect(next).not.toBe(old);
    expect(next.a).toBe(old.a);
    expect(next.b[0]).toBe(old.b[0]);
    expect(next.b[1]).toEqual({ id: 3 });
    expect(next.c).toEqual({});
    expect(share(old, structuredClone(old))).toBe(old);
  });
  it('sees keys and items that are gone, and null beside objects', () => {
    expect(share({ a: 1, b: 2 }, { a: 1 } as object)).toEqual({ a: 1 });
    expect(share([1, 2], [1])).toEqual([1]);
    expect(share({ a: undefined }, { b: undefined } as object)).toEqual({ b: undefined });
    expect(share({ a: {} } as object, { a: null })).toEqual({ a: null });
    expect(share({ 0: 'a' } as object, ['a'])).toEqual(['a']);
  });
});
