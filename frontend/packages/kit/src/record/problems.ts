import type { Problem } from '@yobirin/wire';
import type { Language } from '../i18n';
import { sentence } from './rules';
import type { ProblemField } from './types';

/** Where the faults of a refused record are shown. */
export interface Faults {
  /** Sentences at their fields. */
  fields: Readonly<Record<string, string>>;
  /** Those without a field on this form, with where they are. */
  rest: readonly { location: string; text: string }[];
}

/** Path of a field as a form has it: "members[2].level" is "members.2.level". */
export const pathOf = (location: string): string => location.replace(/^body\.?/, '').replace(/\[(\d+)\]/g, '.$1');

/**
 * Sorts the faults of a refusal to the fields that `has` knows: exactly, else to the nearest field around it, as
 * "members" for "members[2].level". The rest is shown above the form.
 */
export function faultsOf(problem: Problem, has: (path: string) => boolean, language: Language): Faults {
  const fields: Record<string, string> = {};
  const rest: { location: string; text: string }[] = [];
  for (const fault of (problem.body.errors ?? []) as ProblemField[]) {
    const text = textOf(fault, language);
    const path = nearest(pathOf(fault.location ?? ''), has);
    if (path === undefined) rest.push({ location: fault.location ?? '', text });
    else fields[path] = fields[path] === undefined ? text : `${fields[path]} ${text}`;
  }
  return { fields, rest };
}

/** The sentence of a fault: the server's, which is in the session's language; else that of its rule. */
export function textOf(fault: ProblemField, language: Language): string {
  const own = fault.rule ? sentence({ rule: fault.rule, limit: fault.limit ?? '' }, language) : undefined;
  return own ?? fault.message ?? fault.rule ?? '';
}

function nearest(path: string, has: (path: string) => boolean): string | undefined {
  const parts = path.split('.');
  for (let n = parts.length; n > 0; n--) {
    const name = parts.slice(0, n).join('.');
    if (name !== '' && has(name)) return name;
  }
  return undefined;
}
