import type { Limits } from './rules';
import type { Recorded, RecordNoun } from './types';

/** Name of the schema of a noun's records: "agents" are of "Agent", "statuses" of "Status". */
export function schemaOf(noun: { name: string; schema?: string }): string {
  if (noun.schema) return noun.schema;
  const one = noun.name.replace(/ies$/, 'y').replace(/(s|x|z|ch|sh)es$/, '$1').replace(/([^s])s$/, '$1');
  return one.charAt(0).toUpperCase() + one.slice(1);
}

/** The limits of a noun's fields, from the API's description. */
export function limitsOf<T extends Recorded>(noun: RecordNoun<T>): Limits {
  return noun.limits ?? NONE;
}

const NONE: Limits = {};
