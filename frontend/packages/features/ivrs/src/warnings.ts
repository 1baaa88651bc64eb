import type { Keys, Place, ScheduleRow, Warning } from './ivr';

/** Where on the page a warning is shown. */
export interface Sorted {
  rows: ReadonlyMap<number, readonly Warning[]>;
  keys: ReadonlyMap<string, readonly Warning[]>;
  usual: readonly Warning[];
  audio: readonly Warning[];
  buttons: readonly Warning[];
  loops: readonly Warning[];
}

interface Shown {
  name: string;
  rows: readonly ScheduleRow[];
  keys: Keys;
  usual: Place | undefined;
  /** What a place is called, as the server names it. */
  nameOf: (place: Place | undefined) => string | undefined;
}

/** Sorts warnings to what they are about. A loop belongs to every way that leads into it, and is told above, too. */
export function sorted(warnings: readonly Warning[], { name, rows, keys, usual, nameOf }: Shown): Sorted {
  const out = { rows: new Map<number, Warning[]>(), keys: new Map<string, Warning[]>(), usual: [] as Warning[], audio: [] as Warning[], buttons: [] as Warning[], loops: [] as Warning[] };
  const at = <K>(map: Map<K, Warning[]>, key: K, warning: Warning) => void map.set(key, [...(map.get(key) ?? []), warning]);
  for (const warning of warnings) {
    if (warning.kind === 'loop') {
      out.loops.push(warning);
      const next = after(warning.path ?? [], name);
      if (next === undefined) continue;
      rows.forEach((row, i) => nameOf(row.toDestination) === next && at(out.rows, i, warning));
      Object.entries(keys).forEach(([key, place]) => nameOf(place) === next && at(out.keys, key, warning));
      if (nameOf(usual) === next) out.usual.push(warning);
    } else if (warning.row) at(out.rows, warning.row - 1, warning);
    else if (warning.key) at(out.keys, warning.key, warning);
    else if (warning.kind === 'missing-audio' && !warning.path?.length) out.audio.push(warning);
    else if (warning.kind === 'unreachable-buttons' || warning.kind === 'dead-key') out.buttons.push(warning);
    else out.usual.push(warning);
  }
  return out;
}

/** Where a circle goes on from `name`. */
function after(path: readonly string[], name: string): string | undefined {
  const i = path.indexOf(name);
  return i < 0 ? undefined : path[i + 1];
}

/** How many warnings of the whole site each IVR has a part in. */
export function counted(findings: readonly { kind: string; ivr: string; name: string; path?: string[] | null }[], ivrs: readonly { id: string; name: string }[]): ReadonlyMap<string, number> {
  return new Map(ivrs.map(({ id, name }) => [id, findings.filter((f) => f.ivr === id || (f.kind === 'loop' && (f.path ?? []).includes(name))).length]));
}
