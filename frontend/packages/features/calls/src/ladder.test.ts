import type { CallEvent, CallParty } from '@yobirin/wire';
import { describe, expect, it } from 'vitest';
import { layLadder, toldOnce } from './ladder';

const parties: CallParty[] = [
  { leg: 'l1', label: '03', kind: 'trunk' },
  { leg: 'l2', label: '佐藤', kind: 'agent', agentId: 'a1' },
];
let seq = 0;
const event = (kind: string, ms: number, rest: Partial<CallEvent> = {}): CallEvent => ({ seq: seq++, at: new Date(1_700_000_000_000 + ms).toISOString(), kind, ...rest });

describe('layLadder', () => {
  it('follows the lines of a call from ring to hang-up', () => {
    const rungs = layLadder(parties, [
      event('started', 0, { leg: 'l1' }),
      event('queued', 100, { group: { id: 'g', name: '受注' } }),
      event('offered', 150, { agent: { id: 'a1', name: '佐藤' } }),
      event('ringing', 200, { leg: 'l2' }),
      event('connected', 4200, { leg: 'l2' }),
      event('held', 9000, { leg: 'l2' }),
      event('legEnded', 9500, { leg: 'l2' }),
      event('ended', 9600),
    ]);
    expect(rungs.map((r) => [r.event.kind, r.offset, r.at, r.to])).toEqual([
      ['started', 0, 0, undefined], ['queued', 100, 0, undefined], ['offered', 150, 1, undefined], ['ringing', 200, 1, undefined],
      ['connected', 4200, 1, 0], ['held', 9000, 1, undefined], ['legEnded', 9500, 1, undefined], ['ended', 9600, undefined, undefined],
    ]);
    expect(rungs.map((r) => r.below)).toEqual([
      ['paused', undefined], ['ringing', undefined], ['ringing', 'ringing'], ['ringing', 'ringing'],
      ['talking', 'talking'], ['holding', 'holding'], ['holding', undefined], [undefined, undefined],
    ]);
    expect(rungs[4]?.above).toEqual(rungs[3]?.below);
  });
  it('reads events that stand on the system', () => {
    const withSystem: CallParty[] = [...parties, { leg: 'system', label: '', kind: 'system' }];
    const rungs = layLadder(withSystem, [
      event('started', 0, { leg: 'system' }),
      event('legStarted', 1, { leg: 'l1', data: { role: 'caller' } }),
      event('queued', 2, { leg: 'system' }),
      event('offered', 3, { leg: 'system', data: { agents: ['a1'] } }),
      event('legStarted', 4, { leg: 'l2', data: { role: 'agent' } }),
      event('connected', 5, { leg: 'l2' }),
      event('recordingStarted', 6, { leg: 'system' }),
      event('ended', 7, { leg: 'system' }),
    ]);
    expect(rungs.map((r) => [r.at, r.to])).toEqual([[0, undefined], [0, undefined], [0, undefined], [2, 1], [1, undefined], [1, 0], [2, undefined], [2, undefined]]);
    expect(rungs.map((r) => r.below[0])).toEqual(['paused', 'paused', 'ringing', 'ringing', 'ringing', 'talking', 'talking', undefined]);
    expect(rungs.every((r) => r.below[2] === undefined)).toBe(true);
  });
  it('keeps a caller talking who is answered after the connection', () => {
    const rungs = layLadder(parties, [
      event('started', 0, { leg: 'l1' }),
      event('queued', 1, {}),
      event('answered', 2, { leg: 'l1' }),
      event('connected', 10, { leg: 'l2' }),
      event('answered', 12, { leg: 'l1' }),
      event('held', 20, { leg: 'l1' }),
      event('answered', 21, { leg: 'l1' }),
      event('resumed', 30, { leg: 'l1' }),
      event('legEnded', 40, { leg: 'l1' }),
    ]);
    expect(rungs.map((r) => r.below[0])).toEqual(['paused', 'ringing', 'ringing', 'talking', 'talking', 'holding', 'holding', 'talking', undefined]);
  });
  it('puts events in order and survives unknown kinds and legs', () => {
    const late = event('digit', 500, { leg: 'nowhere' });
    const early = { ...event('somethingNew', 0), seq: -1 };
    const rungs = layLadder(parties, [late, early]);
    expect(rungs.map((r) => r.event.kind)).toEqual(['somethingNew', 'digit']);
    expect(rungs.every((r) => r.at === undefined)).toBe(true);
    expect(layLadder([], [event('started', 0)])).toHaveLength(1);
  });
});

describe('toldOnce', () => {
  it('leaves out commands whose effect stands beside them, unless somebody else gave them', () => {
    const sato = { id: 'a1', name: '佐藤' };
    const boss = { id: 'boss', name: '山田' };
    const command = (what: string, ms: number, agent = sato) => event('commanded', ms, { agent, data: { what } });
    const events = [
      event('held', 1000, { leg: 'l2' }), command('hold', 1001), // said already
      command('resume', 5000), // without its effect
      event('muted', 6000, { leg: 'l2' }), command('mute', 6000, boss), // by a supervisor
      event('legEnded', 7000, { leg: 'l2' }), command('hang-up', 7000), // that it was from the screen
    ];
    expect(toldOnce(parties, events).map((e) => [e.kind, e.data?.['what']].join(' ').trim())).toEqual(['held', 'commanded resume', 'muted', 'commanded mute', 'legEnded', 'commanded hang-up']);
  });
});
