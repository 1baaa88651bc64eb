import { describe, expect, it } from 'vitest';
import { barOf, columnsOf, hourOf, LENGTH, sumOf, topOf } from './bars';
import { readLevel } from './level';

const now = barOf(1_800_000_123_000) + 61_000;
const last = barOf(now);
const bar = (ago: number, arrivals: number, answered: number, abandoned: number, rest = 0) => ({ at: last - ago * LENGTH, arrivals, answered, abandoned, overflow: rest, timeout: 0, callback: 0, within: answered });

describe('bars', () => {
  it('have no gap, end with the five minutes that run, and are as many as the hours have', () => {
    for (const hours of [3, 6, 9, 12, 24] as const) {
      const columns = columnsOf(now, hours, [bar(0, 3, 2, 1), bar(2, 1, 1, 0), bar(24 * 12, 9, 9, 0)], {});
      expect(columns).toHaveLength(hours * 12);
      expect(columns.at(-1)).toEqual({ at: last, arrivals: 3, answered: 2, abandoned: 1, rest: 0 });
      expect(columns.every((c, i) => i === 0 || c.at - columns[i - 1]!.at === LENGTH)).toBe(true);
      expect(sumOf(columns)).toEqual({ arrivals: 4, answered: 3, abandoned: 1 });
    }
  });

  it('take what is told live over what was counted before', () => {
    const columns = columnsOf(now, 3, [bar(0, 1, 0, 0), bar(1, 5, 3, 1, 1), bar(3, 2, 2, 0)], { hourFrom: last - LENGTH, hour: [[5, 4, 1], [2, 1, 0]] });
    expect(columns.slice(-4)).toEqual([
      { at: last - 3 * LENGTH, arrivals: 2, answered: 2, abandoned: 0, rest: 0 },
      { at: last - 2 * LENGTH, arrivals: 0, answered: 0, abandoned: 0, rest: 0 },
      { at: last - LENGTH, arrivals: 5, answered: 4, abandoned: 1, rest: 0 },
      { at: last, arrivals: 2, answered: 1, abandoned: 0, rest: 0 },
    ]);
  });

  it('do not count who waits still for lost, and who overflowed at once', () => {
    const live = { hourFrom: last - LENGTH, hour: [[5, 2, 1], [3, 1, 0]] as [number, number, number][], hourLost: [3, 0] };
    expect(columnsOf(now, 1, [], live).slice(-2)).toEqual([
      { at: last - LENGTH, arrivals: 5, answered: 2, abandoned: 1, rest: 2 },
      { at: last, arrivals: 3, answered: 1, abandoned: 0, rest: 0 },
    ]);
    expect(hourOf([live, { hourFrom: last, hour: [[2, 0, 1]] }]).hourLost).toEqual([3, 1]);
  });

  it('are scaled to a round number that holds the highest', () => {
    expect([[], [bar(0, 9, 3, 1, 1)], [bar(0, 12, 11, 1)], [bar(0, 400, 321, 0)]].map((b) => topOf(columnsOf(now, 3, b, {})))).toEqual([4, 5, 20, 400]);
  });

  it('of groups that begin at different moments add up', () => {
    const sum = hourOf([{ hourFrom: last - 2 * LENGTH, hour: [[1, 1, 0]] }, {}, { hourFrom: last - LENGTH, hour: [[2, 1, 1], [4, 0, 0]] }]);
    expect(sum).toEqual({ hourFrom: last - 2 * LENGTH, hour: [[1, 1, 0], [2, 1, 1], [4, 0, 0]], hourLost: [0, 1, 0] });
    expect(hourOf([{}])).toEqual({});
  });
});

describe('skill levels', () => {
  it.each([['7', 7], ['９９', 99], [' 12 ', 12], ['0', undefined], ['100', undefined], ['1.5', undefined], ['-1', undefined], ['', undefined], ['x', undefined]])('%s is %s', (text, level) => {
    expect(readLevel(text)).toBe(level);
  });
});
