type Rows<T> = ReadonlyMap<string, T>;

interface Step<T> {
  from: Rows<T>;
  gone: readonly T[];
  come: readonly T[];
}

/** How rows were made of the rows before them, for the last few steps of each collection. */
const steps = new WeakMap<Rows<unknown>, Step<unknown>>();
/** More than come between two frames. */
export const STEPS_KEPT = 8;

/** Notes that `rows` are `from` with some changes, so that who follows need not look for them; see `forget`. */
export function noteStep<T>(rows: Rows<T>, step: Step<T>): void {
  steps.set(rows, step);
}

/** Lets go of what rows were made of: each step holds the rows before it. */
export function forgetStep(rows: Rows<unknown>): void {
  steps.delete(rows);
}

/** Tells, of rows as they are now, which have come and which have gone since it was asked before; one that is another has done both. */
export class Changes<T> {
  private from: Rows<T> = new Map();

  since(rows: Rows<T>): { gone: T[]; come: T[] } {
    const found = rows === this.from ? { gone: [], come: [] } : (told(this.from, rows) ?? compared(this.from, rows));
    this.from = rows;
    return found;
  }
}

/** The changes as they were noted, without rows that came and went in between; undefined when not all of them were. */
function told<T>(from: Rows<T>, rows: Rows<T>): { gone: T[]; come: T[] } | undefined {
  const gone: T[] = [];
  const come: T[] = [];
  let at: Rows<T> = rows;
  for (let i = 0; at !== from; i++) {
    const step = steps.get(at) as Step<T> | undefined;
    if (!step || i === STEPS_KEPT) return undefined;
    gone.push(...step.gone);
    come.push(...step.come);
    at = step.from;
  }
  const passing = new Set(gone);
  const stays = come.filter((row) => !passing.has(row));
  if (stays.length === come.length) return { gone, come };
  const came = new Set(come);
  return { gone: gone.filter((row) => !came.has(row)), come: stays };
}

function compared<T>(from: Rows<T>, rows: Rows<T>): { gone: T[]; come: T[] } {
  const gone: T[] = [];
  const come: T[] = [];
  let stayed = 0;
  for (const [id, row] of rows) {
    const before = from.get(id);
    if (before !== undefined) stayed++;
    if (before === row) continue;
    if (before !== undefined) gone.push(before);
    come.push(row);
  }
  if (stayed < from.size) for (const [id, row] of from) if (!rows.has(id)) gone.push(row);
  return { gone, come };
}
