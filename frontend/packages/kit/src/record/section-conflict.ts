import { differences, merge, type Choice, type Difference, type Fields } from './patch';

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A section's fields by their paths: "oidc.issuer" for what is in an object. */
export function flat(of: Fields, names: readonly string[]): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const name of names) {
    const value = of[name];
    if (!isObject(value)) out[name] = value;
    else for (const [key, inner] of Object.entries(value)) out[`${name}.${key}`] = inner;
  }
  return out;
}

/** In what two differ who both began with the same, by the paths of the fields. What both made alike is no difference any more. */
export function conflictOf(before: Fields, mine: Fields, theirs: Fields, names: readonly string[]): Difference[] {
  return differences(flat(before, names), flat(mine, names), flat(theirs, names)).filter((d) => d.by !== 'alike');
}

/** What is on the server with the choices made. */
export function solved(theirs: Fields, all: readonly Difference[], choices: Readonly<Record<string, Choice>>): Fields {
  const merged = merge({}, all, choices);
  const out: Record<string, unknown> = { ...theirs };
  for (const [path, value] of Object.entries(merged)) {
    const [name, key] = path.split('.') as [string, string?];
    out[name] = key === undefined ? value : { ...(out[name] as Fields), [key]: value };
  }
  return out;
}
