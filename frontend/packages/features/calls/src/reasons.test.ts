import type { CallEvent } from '@yobirin/wire';
import { en, ja } from '@yobirin/kit/texts';
import { describe, expect, it } from 'vitest';
import { reasonsOf } from './reasons';

const offered = (why: unknown): CallEvent => ({ seq: 1, at: '2026-11-22T00:00:00Z', kind: 'offered', data: { why } });

describe('why an offer rang there', () => {
  it('reads members, and leaves out what is none', () => {
    const why = [{ agent: 'a1', chosen: true, reason: 'longest-idle' }, { agent: 'a2', reason: 'paused' }, null, { agent: 3 }, 'x'];
    expect(reasonsOf(offered(why))).toEqual([{ agent: 'a1', chosen: true, reason: 'longest-idle' }, { agent: 'a2', chosen: false, reason: 'paused' }]);
    expect(reasonsOf(offered(undefined))).toEqual([]);
    expect(reasonsOf({ ...offered(why), kind: 'queued' })).toEqual([]);
  });
  it('has words for every reason of the server', () => {
    const codes = ['all', 'longest-idle', 'least-talk-time', 'random', 'round-robin', 'by-level', 'higher-level', 'not-next', 'not-lowest-level', 'paused', 'offline', 'talking', 'ringing', 'holding', 'error', 'acw', 'declined'];
    for (const code of codes) for (const texts of [ja, en]) expect(Object.keys(texts), code).toContain(`why.${code}`);
  });
});
