import { describe, expect, it } from 'vitest';
import { found, levelOf, levels, ordered, withAgents, withLevel } from './members';

const agents = [
  { id: 'a', name: '佐藤 美咲', nickname: 'さとう', extension: '2001' },
  { id: 'b', name: 'Baker', nickname: 'ＢＯＢ', extension: '210' },
  { id: 'c', name: '鈴木', extension: '' },
];

describe('members of a group', () => {
  it('are found by every word, whatever its width and case', () => {
    expect(found(agents, ' bob ').map((a) => a.id)).toEqual(['b']);
    expect(found(agents, '佐藤 ２００１').map((a) => a.id)).toEqual(['a']);
    expect(found(agents, '佐藤 210')).toEqual([]);
    expect(found(agents, '  ')).toBe(agents);
  });
  it('come in at a level and go, and who is there keeps the own', () => {
    const now = [{ agent: 'a', level: 5 }];
    expect(withAgents(now, ['a', 'c'], true, 2)).toEqual([{ agent: 'a', level: 5 }, { agent: 'c', level: 2 }]);
    expect(withAgents(now, ['a', 'c'], false, 2)).toEqual([]);
    expect(withLevel([{ agent: 'a', level: 5 }, { agent: 'b', level: 1 }], new Set(['a']), 9)).toEqual([{ agent: 'a', level: 9 }, { agent: 'b', level: 1 }]);
  });
  it.each([['1', 1], ['９９', 99], [' 7 ', 7], ['0', undefined], ['100', undefined], ['', undefined], ['1.5', undefined], ['-1', undefined]])('level %j is %j', (text, level) => {
    expect(levelOf(text)).toBe(level);
  });
  it('stand in an order, those without extension last', () => {
    const rows = agents.map((a, i) => ({ ...a, level: [2, 1, 2][i]! }));
    expect(ordered(rows, 'level', false, 'ja').map((r) => r.id)).toEqual(['b', 'a', 'c']);
    expect(ordered(rows, 'level', true, 'ja').map((r) => r.id)).toEqual(['a', 'c', 'b']);
    expect(ordered(rows, 'extension', false, 'ja').map((r) => r.id)).toEqual(['b', 'a', 'c']);
  });
  it('are counted by level', () => expect(levels([{ agent: 'a', level: 10 }, { agent: 'b', level: 2 }, { agent: 'c', level: 10 }])).toEqual([[2, 1], [10, 2]]));
});
