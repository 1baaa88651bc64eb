import { canDo, newCall } from '@yobirin/seat/mock';
import type { Call } from '@yobirin/seat';
import { describe, expect, it } from 'vitest';
import { offers, slots, steps } from './actions';
import { mainCall, otherCalls } from './calls';

const call = (line: string, phase: Call['phase'], more: Partial<Call> = {}): Call => {
  const made = newCall(line, phase, { number: '0312345678', name: '', withheld: false, agent: '' }, { since: Number(line.slice(1)), ...more });
  return { ...made, can: canDo(made) };
};
const live = (calls: Call[]) => slots(calls).flatMap((s) => (s.deed ? [s.id] : []));
const combo = (calls: Call[], keys: string) => offers(calls).find((o) => o.combo === keys)?.deed;

describe('the action row', () => {
  it('has the same places and keys whatever the calls are', () => {
    const places = (calls: Call[]) => slots(calls).map((s) => `${s.id} ${s.combo}`);
    const idle = places([]);
    expect(idle).toHaveLength(10);
    for (const phase of ['offered', 'dialing', 'ringing', 'talking', 'holding', 'ended'] as const) expect(places([call('k1', phase)])).toEqual(idle);
    expect(new Set(idle).size).toBe(10);
  });
  it('offers only what the seat says can be done', () => {
    expect(live([])).toEqual([]);
    expect(live([call('k1', 'offered')])).toEqual(['answer', 'hangup']);
    expect(live([call('k1', 'dialing')])).toEqual(['hangup']);
    expect(live([call('k1', 'talking')])).toEqual(['hold', 'transfer', 'park', 'mute', 'consult', 'record', 'add', 'hangup']);
    expect(live([call('k1', 'ended')])).toEqual([]);
    expect(live([{ ...call('k1', 'talking'), can: ['hangup', 'mute'] }])).toEqual(['mute', 'hangup']);
  });
  it('answers the oldest call that rings, and hangs up the one that is talked with', () => {
    const calls = [call('k1', 'talking'), call('k2', 'offered'), call('k3', 'offered')];
    expect(combo(calls, 'F2')).toEqual({ command: { type: 'answer', line: 'k2' } });
    expect(combo(calls, 'F9')).toEqual({ command: { type: 'hangUp', line: 'k1' } });
    expect(combo(calls, 'Shift+F2')).toEqual({ command: { type: 'reject', line: 'k2' } });
    expect(combo([call('k2', 'offered')], 'F9')).toEqual({ command: { type: 'reject', line: 'k2' } });
  });
  it('resumes what is held, and switches to the other call', () => {
    expect(combo([call('k1', 'holding')], 'F3')).toEqual({ command: { type: 'hold', line: 'k1', on: false } });
    const two = [call('k1', 'holding'), call('k2', 'talking')];
    expect(combo(two, 'F3')).toEqual({ command: { type: 'hold', line: 'k2', on: true } });
    expect(combo(two, 'Shift+F6')).toEqual({ command: { type: 'hold', line: 'k1', on: false } });
  });
  it('shows nothing as switched on once a call has ended', () => {
    expect(slots([call('k1', 'ended', { muted: true, recording: true, paused: true })]).some((s) => s.on)).toBe(false);
    expect(slots([call('k1', 'talking', { muted: true })]).find((s) => s.id === 'mute')).toMatchObject({ on: true, label: 'seat.unmute', deed: { command: { on: false } } });
  });
  it('never gives two things one key', () => {
    const consult = { how: 'attended', party: { number: '2004', name: '', withheld: false, agent: '' }, stage: 'consulting', with: true };
    const calls = [call('k1', 'talking', { consult, recording: true }), call('k2', 'offered'), call('k3', 'holding')];
    const combos = offers(calls).map((o) => o.combo);
    expect(new Set(combos).size).toBe(combos.length);
    expect(steps(calls[0]!).map((s) => s.command?.type)).toEqual(['complete', 'swap', 'merge', 'cancel']);
  });
});

describe('the main call', () => {
  it('is the one talked with, else dialed, else ringing, else held last, else ended', () => {
    const [held, heldLater, offered, dialing, talking, ended] = [call('k1', 'holding'), call('k2', 'holding'), call('k3', 'offered'), call('k4', 'dialing'), call('k5', 'talking'), call('k6', 'ended')];
    expect(mainCall([])).toBeUndefined();
    expect(mainCall([ended!, held!])).toBe(held);
    expect(mainCall([held!, heldLater!])).toBe(heldLater);
    expect(mainCall([held!, offered!])).toBe(offered);
    expect(mainCall([offered!, dialing!])).toBe(dialing);
    expect(mainCall([dialing!, talking!])).toBe(talking);
    expect(otherCalls([held!, talking!, offered!])).toEqual([held, offered]);
  });
});
