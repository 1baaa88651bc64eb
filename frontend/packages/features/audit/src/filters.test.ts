import { describe, expect, it } from 'vitest';
import { queryOf } from './filters';

describe('the filters of the audit', () => {
  it('leave out what the server would refuse', () => {
    expect(queryOf({ from: 'yesterday', actor: 'me', action: 'a b', kind: 'A', via: 'fax', q: '' })).toEqual({});
    expect(queryOf({ q: '1 2 3 4 5 6 7 8 9 10 11' }).q).toBe('1 2 3 4 5 6 7 8 9 10');
    expect(queryOf({ object: 'x'.repeat(100) }).object).toHaveLength(64);
  });
  it('send what it takes', () => {
    const actor = '01900000-0000-7000-8000-000000000001';
    expect(queryOf({ from: '2026-11-23T00:00:00+09:00', actor, action: 'bucket-settings.updated', kind: 'api-key', via: 'api', address: '192.0.2.' })).toEqual({
      from: '2026-11-22T15:00:00.000Z', actor, action: 'bucket-settings.updated', kind: 'api-key', via: 'api', address: '192.0.2.',
    });
    expect(queryOf({ action: 'recording' })).toEqual({ action: 'recording' });
  });
});
