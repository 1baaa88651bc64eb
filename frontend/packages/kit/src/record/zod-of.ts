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
  return looseObject(shape);
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
