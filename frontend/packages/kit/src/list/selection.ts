/** What is checked in a list: some rows, by their ids, or everything that was found. */
export interface Selection {
  readonly ids: ReadonlySet<string>;
  /** Everything that the filters find, as when more rows were found than are loaded. */
  readonly all: boolean;
  /** The row last checked, from which Shift reaches. */
  readonly anchor: string | undefined;
}

export const NOTHING: Selection = { ids: new Set(), all: false, anchor: undefined };

/** Checks or unchecks a row; with `range` all between it and the one before, as far as both are among `rows`. */
export function check(selection: Selection, rows: readonly { id: string }[], id: string, on: boolean, range: boolean): Selection {
  const ids = new Set(selection.all ? rows.map((row) => row.id) : selection.ids);
  const from = range && selection.anchor !== undefined ? rows.findIndex((row) => row.id === selection.anchor) : -1;
  const to = rows.findIndex((row) => row.id === id);
  const reached = from >= 0 && to >= 0 ? rows.slice(Math.min(from, to), Math.max(from, to) + 1).map((row) => row.id) : [id];
  for (const one of reached) {
    if (on) ids.add(one);
    else ids.delete(one);
  }
  return { ids, all: false, anchor: id };
}

/** Checks every row that is loaded, or none. */
export function checkLoaded(rows: readonly { id: string }[], on: boolean): Selection {
  return on ? { ids: new Set(rows.map((row) => row.id)), all: false, anchor: undefined } : NOTHING;
}

/** Everything that was found. */
export const checkAll = (rows: readonly { id: string }[]): Selection => ({ ids: new Set(rows.map((row) => row.id)), all: true, anchor: undefined });

/** What the box in the head shows. */
export function headOf(selection: Selection, rows: readonly { id: string }[]): boolean | 'some' {
  if (selection.all) return true;
  if (selection.ids.size === 0) return false;
  return rows.length > 0 && rows.every((row) => selection.ids.has(row.id)) ? true : 'some';
}
