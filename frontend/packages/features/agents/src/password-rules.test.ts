import { describe, expect, it } from 'vitest';
import { passwordRules } from './password-rules';

const kept = (password: string) => passwordRules(password).map((rule) => rule.kept);

describe('passwordRules', () => {
  it.each([
    ['', [false, false, false, false]],
    ['Abcdefg1', [true, true, true, true]],
    ['abcdefg1', [true, true, false, true]],
    ['ABCDEFG1', [true, true, true, false]],
    ['Abcdefgh', [true, false, true, true]],
    ['Abcdef1', [false, true, true, true]],
    ['あいう', [true, false, false, false]],
  ])('%s', (password, rules) => expect(kept(password)).toEqual(rules));
});
