import { describe, expect, it, vi } from 'vitest';
import type { Bridge, BridgeEvents } from './bridge';
import { wailsBridge } from './bridge';
import { liveWire } from './live-wire';
import { SeatStore } from './store';
import type { State } from './types';

/** A bridge whose events the test sends. */
function fake(more: Partial<Bridge> = {}) {
  const listeners = new Map<string, Set<(data: never) => void>>();
  const bridge = {
    state: async () => ({ rev: 1 }) as State,
    run: async () => null,
    liveOpen: vi.fn(async () => undefined),
    liveSend: vi.fn(async () => undefined),
    liveClose: vi.fn(async () => undefined),
    on(event: string, listener: (data: never) => void) {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set.add(listener));
      return () => set.delete(listener);
    },
    ...more,
  } as unknown as Bridge;
  const tell = <E extends keyof BridgeEvents>(event: E, data?: BridgeEvents[E]) => listeners.get(event)?.forEach((l) => l(data as never));
  return { bridge, tell, count: (event: string) => listeners.get(event)?.size ?? 0 };
}

describe('SeatStore', () => {
  it('takes newer states only, also one that came before the first answer', async () => {
    let answer: (state: State) => void = () => undefined;
    const { bridge, tell } = fake({ state: () => new Promise((done) => (answer = done)) });
    const opening = SeatStore.open(bridge);
    tell('seat', { rev: 5 } as State);
    answer({ rev: 4 } as State);
    const store = await opening;
    expect(store.state.rev).toBe(5);
    const heard = vi.fn();
    store.subscribe(heard);
    tell('seat', { rev: 3 } as State);
    expect(heard).not.toHaveBeenCalled();
    tell('seat', { rev: 6 } as State);
    expect(store.state.rev).toBe(6);
    expect(heard).toHaveBeenCalledOnce();
    store.close();
    tell('seat', { rev: 7 } as State);
    expect(store.state.rev).toBe(6);
  });
});

describe('liveWire', () => {
  it('carries messages both ways until it is closed, and says so to Go once', () => {
    const { bridge, tell, count } = fake();
    const wire = liveWire(bridge);
    const heard: unknown[] = [];
    wire.onmessage = ({ data }) => heard.push(data);
    wire.onclose = ({ code }) => heard.push(code);
    tell('live.message', '{"type":"ping"}');
    wire.send('x');
    expect(bridge.liveSend).toHaveBeenCalledWith('x');
    wire.close();
    wire.close();
    tell('live.message', 'late');
    tell('live.close', 1000);
    expect(heard).toEqual(['{"type":"ping"}']);
    expect(bridge.liveClose).toHaveBeenCalledOnce();
    expect(count('live.message')).toBe(0);
  });
  it('closes once when the far side does, and when it cannot be opened', async () => {
    const { bridge, tell } = fake({ liveOpen: () => Promise.reject(new Error('no')) });
    const codes: number[] = [];
    liveWire(bridge).onclose = ({ code }) => codes.push(code);
    await vi.waitFor(() => expect(codes).toEqual([1006]));
    tell('live.close', 4401);
    expect(codes).toEqual([1006]);
  });
});

describe('wailsBridge', () => {
  it('is refused outside of the app', () => {
    expect(() => wailsBridge({})).toThrow(/agent app/);
  });
  it('makes a trouble of a call that failed inside Go', async () => {
    const bridge = wailsBridge({ go: { app: { Bridge: { Do: () => Promise.reject(new Error('boom')) } as never } }, runtime: { EventsOn: () => () => undefined } });
    expect(await bridge.run({ type: 'redial' })).toEqual({ code: 'app_failed', detail: 'Error: boom' });
  });
});

describe('wailsBridge', () => {
  it('keeps commands of one kind in their order, and waits for no other kind', async () => {
    const begun: string[] = [];
    const ends: (() => void)[] = [];
    const Do = (json: string) => {
      begun.push(json);
      return new Promise<null>((done) => ends.push(() => done(null)));
    };
    const bridge = wailsBridge({ go: { app: { Bridge: { Do } } }, runtime: { EventsOn: () => () => undefined } } as unknown as Window);
    const digit = (keys: string) => bridge.run({ type: 'digits', line: 1, keys } as never);
    const all = [digit('5'), digit('*'), bridge.run({ type: 'hangUp', line: 1 } as never)];
    await Promise.resolve();
    await Promise.resolve();
    expect(begun.map((json) => JSON.parse(json).keys ?? 'hangUp')).toEqual(['5', 'hangUp']);
    ends.forEach((end) => end());
    await vi.waitFor(() => expect(begun).toHaveLength(3));
    expect(JSON.parse(begun[2]!).keys).toBe('*');
    ends[2]!();
    expect(await Promise.all(all)).toEqual([null, null, null]);
  });
});
