import { looseObject } from 'zod/mini';
import { brokenRule, type Broken, type Limit, type Limits } from './rules';

/** A zod schema of a record out of its limits. A message is a Broken as JSON: its words depend on the language. */
export function zodOf(limits: Limits) {
  return looseObject({}).check((given) => {
    const record = given.value;
    const judge = (limit: Limit, value: unknown, path: (string | number)[]) => {
      const broken = brokenRule(limit, value);
      if (broken) given.issues.push({ code: 'custom', input: value, path, message: JSON.stringify(broken) });
    };
    for (const [field, limit] of Object.entries(limits)) if (!limit.readOnly && !/[.[]/.test(field)) judge(limit, record[field], [field]);
    // What is inside of fields, and what is no number anywhere: JSON would make nothing of it.
    for (const { path, value } of inside(record)) {
      const name = path.map((part) => (typeof part === 'number' ? '[]' : part)).join('.').replaceAll('.[]', '[]');
      const limit = limits[name];
      if (limit?.readOnly || limits[String(path[0])]?.readOnly || (limit && path.length === 1)) continue;
      judge(limit ?? {}, value, path);
    }
  });
}

/** Every value inside of a record with its place. */
function* inside(value: unknown, path: (string | number)[] = []): Generator<{ path: (string | number)[]; value: unknown }> {
  if (Array.isArray(value)) for (const [i, item] of value.entries()) yield* inside(item, [...path, i]);
  else if (typeof value === 'object' && value !== null) for (const [key, item] of Object.entries(value)) yield* inside(item, [...path, key]);
  else if (path.length > 0) yield { path, value };
}

/** Reads a message of `zodOf`; undefined when it is a sentence of the server's. */
export function brokenOf(message: string): Broken | undefined {
  if (!message.startsWith('{')) return undefined;
  try {
    const read = JSON.parse(message) as Partial<Broken>;
    return typeof read.rule === 'string' && typeof read.limit === 'string' ? { rule: read.rule, limit: read.limit } : undefined;
  } catch {
    return undefined;
  }
}
