import { describe, expect, it } from 'vitest';
import { limits as ofServer } from '@yobirin/wire';
import { brokenRule, sentence, type Limit } from './rules';
import { brokenOf, zodOf } from './zod-of';

describe('brokenRule', () => {
  it.each<[Limit, unknown, string | undefined]>([
    [{ minLength: 1 }, '', 'required'], [{ required: true }, undefined, 'required'], [{ minLength: 3 }, 'ab', 'min_length 3'], [{ maxLength: 2 }, '😀😀', undefined], [{ maxLength: 2 }, 'あいう', 'max_length 2'],
    [{ minimum: 1 }, 0, 'min 1'], [{ maximum: 9 }, 10, 'max 9'], [{}, Number.NaN, 'integer'], [{ minimum: 0 }, null, undefined],
    [{ enum: ['ja', 'en'] }, 'fr', 'one_of ja, en'], [{ enum: ['', 'a'], required: true }, '', undefined],
    [{ pattern: '^[0-9]{4}$', patternName: 'pin' }, '12', 'pattern.pin'], [{ pattern: '^[0-9]{4}$', patternName: 'pin' }, '', 'pattern.pin'], [{ pattern: '^([0-9]{4})?$', patternName: 'pin' }, '', undefined],
    [{ pattern: '(?P<bad' }, 'x', undefined], [{ maxItems: 1 }, ['a', 'b'], 'max_items 1'],
  ])('%j of %j: %s', (limit, value, rule) => {
    const broken = brokenRule(limit, value);
    expect(broken && `${broken.rule} ${broken.limit}`.trim()).toBe(rule);
  });
});

describe('zodOf', () => {
  const faults = (limits: Record<string, Limit>, record: unknown) => {
    const judged = zodOf(limits).safeParse(record);
    return Object.fromEntries((judged.error?.issues ?? []).map((issue) => [issue.path.join('.'), brokenOf(issue.message)?.rule]));
  };
  it('judges fields, what is inside of them, and leaves what it does not know', () => {
    const limits = { name: { minLength: 1 }, 'acw.seconds': { maximum: 10 }, 'members[].level': { minimum: 1 }, id: { readOnly: true, minLength: 40 } };
    expect(faults(limits, { name: '', id: 'x', other: 1, acw: { seconds: 11 }, members: [{ level: 1 }, { level: 0 }] })).toEqual({ name: 'required', 'acw.seconds': 'max', 'members.1.level': 'min' });
    expect(faults(limits, { acw: { seconds: 1 } })).toEqual({ name: 'required' });
  });
  it('finds what is no number where nobody set a limit', () => expect(faults({}, { waiting: Number.NaN })).toEqual({ waiting: 'integer' }));
  it('gives the record as it is', () => expect(zodOf({ name: { minLength: 1 } }).parse({ name: 'a', x: { y: [1] } })).toEqual({ name: 'a', x: { y: [1] } }));
  it('knows the rules of an agent from the server', () => {
    expect(faults(ofServer['Agent']!, { login: 'a!', name: '', language: 'fr', role: 'agent' })).toEqual({ login: 'pattern.login', name: 'required', language: 'one_of' });
    expect(faults(ofServer['Agent']!, { login: 'sato', name: 'x', language: 'ja', role: 'agent', pin: '123', groups: [{}] })).toEqual({ pin: 'pattern.pin' });
  });
});

describe('sentence', () => {
  it('is said in both languages with its measure', () => {
    expect(sentence({ rule: 'max_length', limit: '64' }, 'en')).toContain('64');
    expect(sentence({ rule: 'max_length', limit: '64' }, 'ja')).toContain('64');
    expect(sentence({ rule: 'of tomorrow', limit: '' }, 'ja')).toBeUndefined();
  });
});
