import { describe, expect, it } from 'vitest';
import { conflictOf, solved } from './section-conflict';

describe('two who change the same section', () => {
  const base = { oidc: { issuer: 'a', button: '' }, passwords: 'all', version: 1 };

  it('is told field by field, also of objects', () => {
    const all = conflictOf(base, { oidc: { issuer: 'b', button: '' }, passwords: 'all' }, { oidc: { issuer: 'c', button: 'x' }, passwords: 'all', version: 2 }, ['oidc', 'passwords']);
    expect(all.map(({ field, by }) => [field, by])).toEqual([
      ['oidc.issuer', 'both'],
      ['oidc.button', 'them'],
    ]);
  });

  it('leaves alone what belongs to other sections, and what both made alike', () => {
    const all = conflictOf({ a: 1, b: 1 }, { a: 2 }, { a: 2, b: 5 }, ['a']);
    expect(all).toEqual([]);
  });

  it('ends with what was chosen', () => {
    const theirs = { oidc: { issuer: 'c', button: 'x' }, passwords: 'all', version: 2 };
    const all = conflictOf(base, { oidc: { issuer: 'b', button: '' }, passwords: 'administrators' }, theirs, ['oidc', 'passwords']);
    expect(solved(theirs, all, { 'oidc.issuer': 'mine', 'oidc.button': 'theirs', passwords: 'mine' })).toEqual({ oidc: { issuer: 'b', button: 'x' }, passwords: 'administrators', version: 2 });
    expect(solved(theirs, all, { 'oidc.issuer': 'theirs', passwords: 'theirs' })).toEqual(theirs);
  });
});
