import { describe, expect, it } from 'vitest';
import { partsOf, queryOf } from './filters';

describe('the filters of messages', () => {
  it('become a query without what the server would refuse', () => {
    expect(queryOf({ from: '2026-11-22T00:00:00Z', to: 'never', heard: 'maybe', q: '佐藤' })).toEqual({ from: '2026-11-22T00:00:00.000Z', q: '佐藤' });
    expect(queryOf({ heard: 'false', audio: 'a', phoneNumber: 'n', number: '090' })).toEqual({ heard: 'false', audio: 'a', phoneNumber: 'n', number: '090' });
    expect(queryOf({})).toEqual({});
  });
  it('are asked for in parts, each message once', () => {
    expect(partsOf([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
    expect(partsOf([], 2)).toEqual([]);
  });
});
