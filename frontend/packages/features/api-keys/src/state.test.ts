import { describe, expect, it } from 'vitest';
import { endOf, stateOf } from './state';

const now = Date.parse('2026-11-23T00:00:00Z');
describe('how an API key stands', () => {
  it.each([
    [{ dead: false }, 'live'],
    [{ dead: false, expires: '2027-01-01T00:00:00Z' }, 'live'],
    [{ dead: false, expires: '2026-12-01T00:00:00Z' }, 'soon'],
    [{ dead: true, expires: '2026-11-22T00:00:00Z' }, 'expired'],
    [{ dead: true, revoked: '2026-11-01T00:00:00Z', expires: '2026-11-22T00:00:00Z' }, 'revoked'],
    [{ dead: true }, 'dead'],
  ] as const)('%o', (key, want) => expect(stateOf(key, now)).toBe(want));
  it('ends after so many days, or never', () => {
    expect(endOf('30', now)).toBe('2026-12-23T00:00:00.000Z');
    expect(endOf('never', now)).toBeUndefined();
  });
});
