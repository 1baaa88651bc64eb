import { formatDuration, type Key } from '@yobirin/kit';
import type { GroupRow } from '@yobirin/live';
import { totalOf, type Heads, type Totals } from '../arrange';

/** The sums of some groups' day, as the server counts them (server: internal/stats); averages and rates are made of them. */
export interface Sums extends Totals {
  within: number;
  waitAnswered: number;
  longestWait: number;
  talks: number;
  talked: number;
  works: number;
  worked: number;
}

export function sumsOf(groups: readonly GroupRow[], heads: Heads): Sums {
  const sum = (of: (group: GroupRow) => number | undefined) => groups.reduce((total, group) => total + (of(group) ?? 0), 0);
  return {
    ...totalOf(groups, heads),
    within: sum((g) => g.within),
    waitAnswered: sum((g) => g.waitAnswered),
    longestWait: Math.max(0, ...groups.map((g) => g.longestWait ?? 0)),
    talks: sum((g) => g.talks),
    talked: sum((g) => g.talked),
    works: sum((g) => g.works),
    worked: sum((g) => g.worked),
  };
}

type Unit = 'count' | 'percent' | 'time';

export interface Figure {
  label: Key;
  hint?: Key;
  unit: Unit;
  /** The value now: a number, percent (0–100) or seconds; undefined when there is nothing to divide by. */
  of: (sums: Sums, now: number) => number | undefined;
  /** Which way is bad. */
  worse: 'high' | 'low';
  amber?: number;
  red?: number;
}

const share = (part: number, whole: number) => (whole > 0 ? (part / whole) * 100 : undefined);
const mean = (ms: number, n: number) => (n > 0 ? ms / n / 1000 : undefined);

/** Every figure that the wallboard can show, with the usual thresholds. */
export const FIGURES = {
  waiting: { label: 'floor.waiting', unit: 'count', of: (s) => s.waiting, worse: 'high', amber: 3, red: 6 },
  longest: { label: 'wall.longest', unit: 'time', of: (s, now) => (s.waiting > 0 && s.longestWaitSince ? Math.max(0, (now - s.longestWaitSince) / 1000) : 0), worse: 'high', amber: 20, red: 40 },
  longestDay: { label: 'wall.longestDay', unit: 'time', of: (s) => s.longestWait / 1000, worse: 'high', amber: 60, red: 180 },
  level: { label: 'wall.level', hint: 'wall.levelHint', unit: 'percent', of: (s) => share(s.within, s.arrivals), worse: 'low', amber: 80, red: 70 },
  levelAnswered: { label: 'wall.levelAnswered', hint: 'wall.levelAnsweredHint', unit: 'percent', of: (s) => share(s.within, s.answered), worse: 'low', amber: 80, red: 70 },
  rate: { label: 'floor.rate', hint: 'floor.rateHint', unit: 'percent', of: (s) => share(s.answered, s.arrivals), worse: 'low', amber: 90, red: 80 },
  arrivals: { label: 'wall.arrivals', unit: 'count', of: (s) => s.arrivals, worse: 'high' },
  answered: { label: 'floor.answered', hint: 'floor.answeredHint', unit: 'count', of: (s) => s.answered, worse: 'low' },
  abandoned: { label: 'floor.abandoned', hint: 'floor.abandonedHint', unit: 'count', of: (s) => s.abandoned, worse: 'high' },
  overflow: { label: 'floor.overflow', hint: 'floor.overflowHint', unit: 'count', of: (s) => s.overflow, worse: 'high' },
  timeout: { label: 'floor.timeout', hint: 'floor.timeoutHint', unit: 'count', of: (s) => s.timeout, worse: 'high' },
  callback: { label: 'wall.callback', unit: 'count', of: (s) => s.kept, worse: 'high' },
  online: { label: 'wall.online', unit: 'count', of: (s) => s.online, worse: 'low' },
  available: { label: 'floor.available', unit: 'count', of: (s) => s.available, worse: 'low', amber: 1, red: 0 },
  talking: { label: 'floor.talking', hint: 'floor.talkingHint', unit: 'count', of: (s) => s.talking, worse: 'high' },
  paused: { label: 'floor.paused', unit: 'count', of: (s) => s.paused, worse: 'high' },
  averageWait: { label: 'wall.averageWait', hint: 'wall.averageWaitHint', unit: 'time', of: (s) => mean(s.waitAnswered, s.answered), worse: 'high', amber: 20, red: 40 },
  averageTalk: { label: 'wall.averageTalk', unit: 'time', of: (s) => mean(s.talked, s.talks), worse: 'high' },
  averageWork: { label: 'wall.averageWork', unit: 'time', of: (s) => mean(s.worked, s.works), worse: 'high' },
} satisfies Record<string, Figure>;

export type FigureName = keyof typeof FIGURES;
export const FIGURE_NAMES = Object.keys(FIGURES) as FigureName[];
export const isFigure = (name: unknown): name is FigureName => typeof name === 'string' && Object.hasOwn(FIGURES, name);

export type Level = 'plain' | 'amber' | 'red';

/** How bad a value is: at a threshold or beyond it. What is not known is not bad. */
export function levelOf(figure: FigureName, value: number | undefined, amber: number | undefined, red: number | undefined): Level {
  if (value === undefined) return 'plain';
  const beyond = (limit: number | undefined) => limit !== undefined && (FIGURES[figure].worse === 'high' ? value >= limit : value <= limit);
  if (beyond(red)) return 'red';
  return beyond(amber) ? 'amber' : 'plain';
}

export function formatFigure(figure: FigureName, value: number | undefined): string {
  if (value === undefined) return '–';
  const { unit } = FIGURES[figure];
  if (unit === 'time') return formatDuration(value);
  return unit === 'percent' ? `${value.toFixed(1)}%` : value.toLocaleString('en-US');
}

/** Columns in which so many tiles are largest on a wide screen. */
export function columnsFor(tiles: number): number {
  if (tiles <= 2) return Math.max(1, tiles);
  return [[4, 2], [6, 3], [12, 4], [20, 5]].find(([most]) => tiles <= most!)?.[1] ?? 6;
}
