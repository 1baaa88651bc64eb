import { describe, expect, it } from 'vitest';
import { distance, isBuiltin, nearest } from './role';

describe('roles', () => {
  it('differ in what is added and removed', () => expect(distance(new Set(['a', 'b']), new Set(['b', 'c', 'd']))).toEqual({ added: 1, removed: 2 }));
  it('are nearest to what they were copied from', () => {
    const agent = { key: 'agent', permissions: ['a'] };
    const sv = { key: 'sv', permissions: ['a', 'b', 'c'] };
    expect(nearest(['a', 'b'], [agent, sv])?.key).toBe('agent');
    expect(nearest(['a', 'b', 'c', 'd'], [agent, sv])?.key).toBe('sv');
    expect(nearest([], [])).toBeUndefined();
  });
  it('of every site are known by their keys', () => {
    expect(isBuiltin('supervisor')).toBe(true);
    expect(isBuiltin('01900000-0000-7000-8000-000000000001')).toBe(false);
    expect(isBuiltin(undefined)).toBe(false);
  });
});
