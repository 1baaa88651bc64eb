import { looseObject, unknown, type ZodMiniType } from 'zod/mini';
import { brokenRule, type Broken, type Limits } from './rules';

/** A zod schema of a record's top-level fields out of their limits. A message is a Broken as JSON: its words depend on the language. */
export function zodOf(limits: Limits) {
  const shape: Record<string, ZodMiniType> = {};
  for (const [field, limit] of Object.entries(limits)) {
    if (limit.readOnly || field.includes('.') || field.includes('[')) continue;
    shape[field] = unknown().check((given) => {
      const broken = brokenRule(limit, given.value);
      if (broken) given.issues.push({ code: 'custom', input: given.value, message: messageOf(broken) });
    });
  }
  return looseObject(shape).check((given) => {
    // The limits of what is inside, and what is no number anywhere: JSON would make nothing of it.
    for (const { path, value } of inside(given.value)) {
      const name = path.map((part) => (typeof part === 'number' ? '[]' : part)).join('.').replace(/\.\[\]/g, '[]');
      const limit = path.length > 1 || !limits[name] ? (limits[name] ?? {}) : undefined;
      const broken = limit && !limit.readOnly ? brokenRule(limit, value) : undefined;
      if (broken) given.issues.push({ code: 'custom', input: value, path, message: messageOf(broken) });
    }
  });
}

/** Every value inside of a record with its place. */
function* inside(value: unknown, path: (string | number)[] = []): Generator<{ path: (string | number)[]; value: unknown }> {
  if (Array.isArray(value)) for (const [i, item] of value.entries()) yield* inside(item, [...path, i]);
  else if (typeof value === 'object' && value !== null) for (const [key, item] of Object.entries(value)) yield* inside(item, [...path, key]);
  else if (path.length > 0) yield { path, value };
}

export const messageOf = (broken: Broken): string => JSON.stringify(broken);

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
