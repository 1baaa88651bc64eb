import { ruleTexts, type FieldLimit } from '@yobirin/wire';
import type { Language } from '../i18n';

/** What a field may hold, as the API's description says it. */
export type Limit = FieldLimit;

/** The limits of a record's fields by their names, `acw.seconds` inside others. */
export type Limits = Readonly<Record<string, Limit>>;

/** A rule that a value breaks: its stable name, and its measure. */
export interface Broken {
  rule: string;
  limit: string;
}

const patterns = new Map<string, RegExp | undefined>();

/** The first rule that `value` breaks. Lengths are characters, not bytes, as the server counts them. */
export function brokenRule(limit: Limit, value: unknown): Broken | undefined {
  const broken = (rule: string, measure: string | number = ''): Broken => ({ rule, limit: String(measure) });
  if (value === undefined || value === null || value === '') {
    if (limit.required || (limit.minLength ?? 0) > 0) return limit.enum?.includes('') ? undefined : broken('required');
    return value === '' && !mayBeEmpty(limit) ? broken(limit.patternName ? `pattern.${limit.patternName}` : 'format') : undefined;
  }
  if (Array.isArray(value)) {
    if (limit.minItems !== undefined && value.length < limit.minItems) return broken('min_items', limit.minItems);
    if (limit.maxItems !== undefined && value.length > limit.maxItems) return broken('max_items', limit.maxItems);
  }
  if (limit.enum && !limit.enum.includes(value as string)) return broken('one_of', limit.enum.join(', '));
  if (typeof value === 'string') {
    const length = [...value].length;
    if (limit.minLength !== undefined && length < limit.minLength) return broken('min_length', limit.minLength);
    if (limit.maxLength !== undefined && length > limit.maxLength) return broken('max_length', limit.maxLength);
    if (limit.pattern !== undefined && !(regexp(limit.pattern)?.test(value) ?? true)) return broken(limit.patternName ? `pattern.${limit.patternName}` : 'format');
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return broken('integer');
    if (limit.minimum !== undefined && value < limit.minimum) return broken('min', limit.minimum);
    if (limit.maximum !== undefined && value > limit.maximum) return broken('max', limit.maximum);
  }
  return undefined;
}

/** Whether no text at all is good: some patterns say so themselves. */
export const mayBeEmpty = (limit: Limit): boolean => limit.pattern === undefined || (regexp(limit.pattern)?.test('') ?? true);

/** A pattern of the server's; one that this browser cannot read is the server's alone. */
function regexp(pattern: string): RegExp | undefined {
  if (!patterns.has(pattern)) {
    let made: RegExp | undefined;
    try {
      made = new RegExp(pattern, 'u');
    } catch {
      made = undefined;
    }
    patterns.set(pattern, made);
  }
  return patterns.get(pattern);
}

/** The sentence of a rule, the same that the server says; undefined for rules this page does not know. */
export function sentence({ rule, limit }: Broken, language: Language): string | undefined {
  return ruleTexts[rule]?.[language]?.replace('{{limit}}', limit);
}
