import { limits } from '@yobirin/wire';
import type { Limits } from './rules';
import type { Recorded, RecordNoun } from './types';

/** Name of the schema of a noun's records: "agents" are of "Agent", "statuses" of "Status". */
export function schemaOf(noun: { name: string; schema?: string }): string {
  if (noun.schema) return noun.schema;
  const one = /ies$/.test(noun.name) ? noun.name.replace(/ies$/, 'y') : /(s|x|z|ch|sh)es$/.test(noun.name) ? noun.name.slice(0, -2) : noun.name.replace(/s$/, '');
  return one.charAt(0).toUpperCase() + one.slice(1);
}

/** The limits of a noun's fields, from the API's description. */
export function limitsOf<T extends Recorded>(noun: RecordNoun<T>): Limits {
  return noun.limits ?? limits[schemaOf(noun)] ?? NONE;
}

const NONE: Limits = {};
