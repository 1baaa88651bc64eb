/** A record as JSON, by the names of its fields. */
export type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The server leaves out what is empty: no text, nothing chosen and an empty list are the same. 0 and false are values. */
const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0) || (isObject(value) && Object.values(value).every(isEmpty));

/** Whether two values of a field mean the same. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (isEmpty(a) || isEmpty(b)) return isEmpty(a) && isEmpty(b);
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((value, i) => same(value, b[i]));
  if (isObject(a) && isObject(b)) return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => same(a[key], b[key]));
  return false;
}

/** Names of the fields in which two records differ, in the order of the first. */
export function changedFields(from: Fields, to: Fields): string[] {
  return [...new Set([...Object.keys(from), ...Object.keys(to)])].filter((key) => key !== 'id' && key !== 'version' && !same(from[key], to[key]));
}

/** The merge patch (RFC 7396) that makes `to` of `from`: only what differs; what is gone is null, lists are replaced as a whole. */
export function mergePatch(from: Fields, to: Fields): Record<string, unknown> {
  const patch: Record<string, unknown> = {};
  for (const field of changedFields(from, to)) patch[field] = valuePatch(from[field], to[field]);
  return patch;
}

function valuePatch(from: unknown, to: unknown): unknown {
  if (to === undefined) return null;
  if (!isObject(from) || !isObject(to)) return to;
  const patch: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(from), ...Object.keys(to)])) if (!same(from[key], to[key])) patch[key] = valuePatch(from[key], to[key]);
  return patch;
}

/** A field that changed on one side or on both since it was read. */
export interface Difference {
  field: string;
  before: unknown;
  mine: unknown;
  theirs: unknown;
  /** Who changed it. `both`: to different values, so somebody has to choose. */
  by: 'me' | 'them' | 'both' | 'alike';
}

/** What became of a record since `before`: here, and meanwhile on the server. */
export function differences(before: Fields, mine: Fields, theirs: Fields): Difference[] {
  const fields = [...new Set([...changedFields(before, mine), ...changedFields(before, theirs)])];
  return fields.map((field) => {
    const values = { field, before: before[field], mine: mine[field], theirs: theirs[field] };
    const me = !same(values.before, values.mine);
    const them = !same(values.before, values.theirs);
    return { ...values, by: me && them ? (same(values.mine, values.theirs) ? 'alike' : 'both') : me ? 'me' : 'them' };
  });
}

export type Choice = 'mine' | 'theirs';

/** The record on the server with the choices made; what nobody chose goes to whoever changed it. */
export function merge<T extends Fields>(theirs: T, all: readonly Difference[], choices: Readonly<Record<string, Choice>>): T {
  const merged: Record<string, unknown> = { ...theirs };
  for (const { field, by, mine } of all) {
    const choice = choices[field] ?? (by === 'me' ? 'mine' : 'theirs');
    if (choice === 'mine') merged[field] = mine;
  }
  return merged as T;
}
