import type { ChatText } from '@yobirin/live';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Pending } from './model';
import { Outbox } from './outbox';

const pending = (ref: string, thread = 't'): Pending => ({ ref, thread, text: ref, bold: false, red: false, files: [], at: 0, status: 'sending' });
const busy = new Error('busy');
const no = new Error('no');

function open(answers: Record<string, (Error | true)[]>) {
  const tried: string[] = [];
  const sent: string[] = [];
  let all: readonly Pending[] = [];
  const box = new Outbox({
    send: (p) => {
      tried.push(p.ref);
      const answer = answers[p.ref]?.shift() ?? true;
      return answer === true ? Promise.resolve({ ref: p.ref } as ChatText) : Promise.reject(answer);
    },
    judge: (error) => ({ again: error === busy, detail: (error as Error).message }),
    onSent: (m) => sent.push(m.ref),
    onChange: (now) => (all = now),
  });
  return { box, tried, sent, states: () => all.map((p) => `${p.ref} ${p.status}`) };
}

describe('the outbox', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('sends in the order of writing, one after the other', async () => {
    const { box, tried, sent, states } = open({});
    ['a', 'b', 'c'].forEach((ref) => box.add(pending(ref)));
    expect(tried).toEqual(['a']);
    await vi.runAllTimersAsync();
    expect([tried, sent, states()]).toEqual([['a', 'b', 'c'], ['a', 'b', 'c'], []]);
  });
  it('tries again under the same name, and lets nothing overtake', async () => {
    const { box, tried, states } = open({ a: [busy, busy, true] });
    box.add(pending('a'));
    box.add(pending('b'));
    box.add(pending('x', 'other'));
    await vi.advanceTimersByTimeAsync(10);
    expect(states()).toEqual(['a waiting', 'b sending']);
    await vi.runAllTimersAsync();
    expect([tried.filter((r) => r !== 'x'), states()]).toEqual([['a', 'a', 'a', 'b'], []]);
  });
  it('leaves what was refused for its writer to decide, and goes on', async () => {
    const { box, sent, states } = open({ a: [no, true] });
    box.add(pending('a'));
    box.add(pending('b'));
    await vi.runAllTimersAsync();
    expect([states(), sent]).toEqual([['a failed'], ['b']]);
    box.retry('a');
    await vi.runAllTimersAsync();
    expect([states(), sent]).toEqual([[], ['b', 'a']]);
  });
  it('hurries when the connection is back, and forgets what was discarded or confirmed', async () => {
    const { box, tried, states } = open({ a: [busy, busy, true], b: [busy] });
    box.add(pending('a'));
    await vi.advanceTimersByTimeAsync(1);
    box.hurry();
    await vi.advanceTimersByTimeAsync(1);
    expect(tried).toEqual(['a', 'a']);
    box.discard('a');
    box.add(pending('b'));
    await vi.advanceTimersByTimeAsync(5000);
    expect([states(), tried]).toEqual([[], ['a', 'a', 'b', 'b']]);
    box.add(pending('c'));
    box.confirm('c');
    expect(states()).toEqual([]);
    await vi.runAllTimersAsync();
    expect(tried.filter((r) => r === 'c')).toHaveLength(1);
  });
});
