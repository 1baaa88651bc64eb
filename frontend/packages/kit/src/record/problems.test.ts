import { Problem } from '@yobirin/wire';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { draftKey, keepDraft, readDraft } from './drafts';
import { schemaOf } from './limits-of';
import { faultsOf, pathOf } from './problems';
import { replace } from './use-follow';

const has = (...names: string[]) => (path: string) => names.includes(path);

describe('faultsOf', () => {
  const problem = new Problem(422, { errors: [{ location: 'name', rule: 'required', message: 'of the server' }, { location: 'members[2].level', message: 'too high' }, { location: 'acw.status', message: 'gone' }, { location: 'other', message: 'strange' }] as never });
  it('brings faults to the nearest field, and the rest above', () => {
    const { fields, rest } = faultsOf(problem, has('name', 'members', 'acw.status'), 'en');
    expect(fields).toEqual({ name: 'This is required', members: 'too high', 'acw.status': 'gone' });
    expect(rest).toEqual([{ location: 'other', text: 'strange' }]);
  });
  it('says the same sentence in the language of the screen', () => expect(faultsOf(problem, has('name'), 'ja').fields['name']).toBe('必須項目です'));
  it('knows paths with and without body', () => expect([pathOf('body.members[2].level'), pathOf('name')]).toEqual(['members.2.level', 'name']));
});

describe('schemaOf', () => {
  it.each([['agents', 'Agent'], ['statuses', 'Status'], ['ivrs', 'Ivr'], ['devices', 'Device'], ['companies', 'Company']])('%s is %s', (name, schema) => expect(schemaOf({ name })).toBe(schema));
});

describe('drafts', () => {
  beforeEach(() => {
    const kept = new Map<string, string>();
    vi.stubGlobal('sessionStorage', { getItem: (k: string) => kept.get(k) ?? null, setItem: (k: string, v: string) => kept.set(k, v), removeItem: (k: string) => kept.delete(k) });
  });
  const key = draftKey('me', 'agents', '1');
  it('keep what was typed, but no secrets', () => {
    keepDraft(key, { version: 4, name: 'a' }, { version: 4, name: 'b', password: 'Secret1x' }, ['name', 'password'], new Set(['password']));
    expect(readDraft(key)).toEqual({ version: 4, before: { name: 'a' }, values: { name: 'b' } });
    expect(readDraft(draftKey('another', 'agents', '1'))).toBeUndefined();
  });
  it('go when nothing is changed any more', () => {
    keepDraft(key, { version: 4, name: 'a' }, { name: 'b' }, ['name'], new Set());
    keepDraft(key, { version: 4, name: 'a' }, { name: 'a' }, [], new Set());
    expect(readDraft(key)).toBeUndefined();
  });
  it('are nothing when they cannot be read', () => {
    for (const bad of ['{', 'null', '{"version":"1"}', '{"version":1,"before":[],"values":{}}']) {
      sessionStorage.setItem(key, bad);
      expect(readDraft(key)).toBeUndefined();
    }
  });
});

describe('replace', () => {
  it('puts a changed row into its page and leaves the others as they are', () => {
    const old = { pages: [{ items: [{ id: 'a', version: 1 }], total: 2 }, { items: [{ id: 'b', version: 1 }], total: 2 }], pageParams: ['', 'x'] };
    const next = replace(old, new Map([['b', { id: 'b', version: 2 }]]))!;
    expect(next.pages.map((p) => p.items.map((r) => r.version))).toEqual([[1], [2]]);
    expect(replace(old, new Map())).toBe(old);
  });
});
