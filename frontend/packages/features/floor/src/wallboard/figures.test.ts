import { Counted, type AgentRow, type GroupRow } from '@yobirin/live';
import { describe, expect, it } from 'vitest';
import { headOf } from '../arrange';
import { HIDDEN_AT_FIRST } from '../columns';
import { tableLayout, tileOf, wallboardLayout } from '../layouts';
import { columnsFor, FIGURE_NAMES, FIGURES, formatFigure, levelOf, sumsOf } from './figures';

const group = (id: string, rest: Partial<GroupRow> = {}): GroupRow => ({
  id, name: id, extension: '1', color: '#000', answered: 8, abandoned: 1, overflow: 0, timeout: 0, callback: 1, kept: 1, arrivals: 10, members: 1, online: 1, talking: 0, available: 1, paused: 0, waiting: 0,
  within: 6, waitAnswered: 80_000, longestWait: 30_000, talks: 4, talked: 480_000, works: 3, worked: 60_000, ...rest,
});
const agent: AgentRow = { id: 'a', name: 'a', nickname: 'a', extension: '1', state: 'available', since: 0, groups: [{ id: 'g' }, { id: 'h' }] };
const value = (name: keyof typeof FIGURES, groups: GroupRow[], now = 0) => FIGURES[name].of(sumsOf(groups, new Counted(headOf(new Set(['g', 'h']))).of(new Map([['a', agent]]))), now);

describe('figures of the wallboard', () => {
  // The same example as in server/internal/stats: the server's definitions are the ones that hold.
  it('are as the server defines them', () => {
    const g = group('g');
    expect([value('rate', [g]), value('level', [g]), value('levelAnswered', [g])]).toEqual([80, 60, 75]);
    expect([value('averageWait', [g]), value('averageTalk', [g]), value('averageWork', [g])]).toEqual([10, 120, 20]);
  });

  it('of several groups come from sums, and agents count once', () => {
    const both = [group('g'), group('h', { answered: 0, within: 0, arrivals: 10, talks: 0, talked: 0, waiting: 2, longestWaitSince: 4000 })];
    expect([value('rate', both), value('level', both), value('averageTalk', both), value('available', both), value('longestDay', both)]).toEqual([40, 30, 120, 1, 30]);
    expect([value('longest', both, 9500), value('longest', [group('g')], 9500)]).toEqual([5.5, 0]);
  });

  it('without anything to divide by are not 0', () => {
    const none = [group('g', { answered: 0, arrivals: 0, within: 0, talks: 0, works: 0 })];
    for (const name of ['rate', 'level', 'levelAnswered', 'averageWait', 'averageTalk', 'averageWork'] as const) {
      expect(value(name, none), name).toBeUndefined();
      expect(formatFigure(name, undefined)).toBe('–');
      expect(levelOf(name, undefined, 1, 1)).toBe('plain');
    }
  });

  it('turn amber and red at their thresholds, whichever way is bad', () => {
    expect([2, 3, 5, 6, 60].map((n) => levelOf('waiting', n, 3, 6))).toEqual(['plain', 'amber', 'amber', 'red', 'red']);
    expect([81, 80, 71, 70, 0].map((n) => levelOf('level', n, 80, 70))).toEqual(['plain', 'amber', 'amber', 'red', 'red']);
    expect(levelOf('waiting', 99, undefined, undefined)).toBe('plain');
  });

  it('are written for people', () => {
    expect([formatFigure('level', 79.96), formatFigure('answered', 1234), formatFigure('longest', 75.9)]).toEqual(['80.0%', '1,234', '1:15']);
    expect([1, 2, 3, 4, 6, 12, 13, 20, 30].map(columnsFor)).toEqual([1, 2, 2, 2, 3, 4, 5, 5, 6]);
  });
});

describe('kept layouts', () => {
  it('are read whatever was kept', () => {
    expect(tableLayout(undefined)).toEqual({ order: [], hidden: HIDDEN_AT_FIRST, density: 'normal' });
    expect(tableLayout({ order: ['b', 3, 'a'], hidden: [], density: 'compact' })).toEqual({ order: ['b', 'a'], hidden: [], density: 'compact' });
    for (const bad of [null, 1, 'x', [], { order: 'x', hidden: { a: 1 }, density: 7 }]) expect(tableLayout(bad).order).toEqual([]);
  });

  it('have the usual tiles when there are none, and leave out what is none', () => {
    expect(wallboardLayout({}).tiles).toHaveLength(12);
    expect(wallboardLayout({ tiles: [] }).tiles).toEqual([]);
    expect(wallboardLayout({ tiles: [{ figure: 'rate', group: 'g', amber: 5, red: 'x' }, { figure: '__proto__' }, { figure: 'toString' }, null, 7] }).tiles).toEqual([{ figure: 'rate', group: 'g', amber: 5, red: undefined }]);
    expect(wallboardLayout({ tiles: Array.from({ length: 99 }, () => tileOf('rate')) }).tiles).toHaveLength(30);
    expect(FIGURE_NAMES).toContain('averageWork');
  });
});
