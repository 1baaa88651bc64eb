import { describe, expect, it } from 'vitest';
import { byExtension, inOrder, moved } from './order';

describe('kept order', () => {
  const items = ['a', 'b', 'c', 'd'].map((id) => ({ id }));
  it('puts known ids first and new ones after them', () => {
    expect(inOrder(items, ['c', 'gone', 'a']).map((x) => x.id)).toEqual(['c', 'a', 'b', 'd']);
    expect(inOrder(items, []).map((x) => x.id)).toEqual(['a', 'b', 'c', 'd']);
  });
  it('moves up, down and not at all', () => {
    expect(moved(['a', 'b', 'c'], 'c', 'a')).toEqual(['c', 'a', 'b']);
    expect(moved(['a', 'b', 'c'], 'a', 'b')).toEqual(['b', 'a', 'c']);
    expect(moved(['a', 'b', 'c'], 'a', 'c')).toEqual(['b', 'c', 'a']);
    expect(moved(['a', 'b', 'c'], 'x', 'c')).toEqual(['a', 'b', 'c']);
  });
  it('is by extension at first, numbers as numbers, without one last', () => {
    const rows = [{ name: 'd' }, { name: 'b', extension: '1000' }, { name: 'c', extension: '101' }, { name: 'a', extension: '' }, { name: 'e', extension: '101' }];
    expect(rows.sort(byExtension).map((r) => r.name)).toEqual(['c', 'e', 'b', 'a', 'd']);
  });
});
