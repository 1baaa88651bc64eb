import { KEYPAD, type IvrRecord, type Place } from './ivr';
import { codeOf } from './places';
import type { Lit } from './editor';

/** A way out of an IVR. */
export interface Exit {
  id: string;
  kind: 'row' | 'key' | 'default';
  /** Row of the schedule, from 1. */
  row?: number;
  key?: string;
  hours?: string;
  code: string;
  place: Place | undefined;
  lit: boolean;
}

/** Where ways lead; '' is the busy tone. */
export interface Goal {
  code: string;
  place: Place | undefined;
  lit: boolean;
  y: number;
}

export interface Plan {
  exits: (Exit & { y: number })[];
  goals: Goal[];
  height: number;
}

export const LINE = 26;

/** The ways out of an IVR and where they lead, with their places in the drawing: each goal beside the ways that lead to it. */
export function planOf({ schedule, buttons, default: usual }: Pick<IvrRecord, 'schedule' | 'buttons' | 'default'>, lit: Lit): Plan {
  const exits: Exit[] = [];
  const add = (exit: Omit<Exit, 'code' | 'lit'>, on: boolean) => exits.push({ ...exit, code: codeOf(exit.place), lit: on });
  if (schedule?.enabled) (schedule.rows ?? []).forEach((row, i) => add({ id: `row${i}`, kind: 'row', row: i + 1, hours: `${row.from}–${row.to}`, place: row.toDestination ?? undefined }, lit?.why === 'schedule' && lit.row === i));
  if (buttons?.enabled) for (const key of KEYPAD) if (buttons.keys?.[key]) add({ id: `key${key}`, kind: 'key', key, place: buttons.keys[key] }, lit?.why === 'buttons');
  add({ id: 'default', kind: 'default', place: usual ?? undefined }, lit?.why === 'default');
  const placed = exits.map((exit, i) => ({ ...exit, y: i * LINE + LINE / 2 }));
  const byCode = new Map<string, typeof placed>();
  for (const exit of placed) byCode.set(exit.code, [...(byCode.get(exit.code) ?? []), exit]);
  const goals = [...byCode]
    .map(([code, ways]) => ({ code, place: ways[0]!.place, lit: ways.some((way) => way.lit), y: ways.reduce((sum, way) => sum + way.y, 0) / ways.length }))
    .sort((a, b) => a.y - b.y);
  goals.forEach((goal, i) => {
    goal.y = Math.max(goal.y, i === 0 ? 0 : goals[i - 1]!.y + LINE);
  });
  return { exits: placed, goals, height: Math.max(placed.length * LINE, (goals.at(-1)?.y ?? 0) + LINE / 2) };
}
