import { HIDDEN_AT_FIRST } from './columns';
import { FIGURES, isFigure, type Figure, type FigureName } from './wallboard/figures';

/** What was kept may be of another version, or nothing at all. */
const record = (kept: unknown): Record<string, unknown> => (typeof kept === 'object' && kept !== null ? (kept as Record<string, unknown>) : {});
const strings = (value: unknown): string[] => (Array.isArray(value) ? value.filter((v): v is string => typeof v === 'string') : []);

/** The group table as its viewer wants it. */
export interface TableLayout {
  order: string[];
  hidden: string[];
  density: 'compact' | 'normal';
}

export function tableLayout(kept: unknown): TableLayout {
  const { order, hidden, density } = record(kept);
  return { order: strings(order), hidden: Array.isArray(hidden) ? strings(hidden) : [...HIDDEN_AT_FIRST], density: density === 'compact' ? 'compact' : 'normal' };
}

/** A tile of the wallboard: a figure of a group, of all groups when `group` is empty. */
export interface Tile {
  figure: FigureName;
  group: string;
  /** From where on it is amber, and red; undefined: never. */
  amber?: number;
  red?: number;
}

export interface WallboardLayout {
  tiles: Tile[];
}

const FIRST: readonly FigureName[] = ['waiting', 'longest', 'level', 'levelAnswered', 'rate', 'answered', 'abandoned', 'available', 'talking', 'averageTalk', 'averageWork', 'averageWait'];
/** More would be too small to read. */
export const MAX_TILES = 30;

/** A new tile with the thresholds that are usual for its figure. */
export function tileOf(figure: FigureName, group = ''): Tile {
  const { amber, red }: Figure = FIGURES[figure];
  return { figure, group, amber, red };
}

export function wallboardLayout(kept: unknown): WallboardLayout {
  const { tiles } = record(kept);
  if (!Array.isArray(tiles)) return { tiles: FIRST.map((figure) => tileOf(figure)) };
  return { tiles: tiles.slice(0, MAX_TILES).flatMap((kept) => readTile(kept) ?? []) };
}

const limit = (value: unknown) => (typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined);

function readTile(kept: unknown): Tile | undefined {
  const { figure, group, amber, red } = record(kept);
  if (!isFigure(figure)) return undefined;
  return { figure, group: typeof group === 'string' ? group : '', amber: limit(amber), red: limit(red) };
}
