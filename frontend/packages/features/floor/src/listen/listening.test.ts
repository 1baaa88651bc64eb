import type { BrowserCall, CallView } from '@yobirin/live';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Listening, type Trouble, type WatchMode } from './listening';

/** A call as listening uses it. */
class FakeCall {
  view: CallView = { phase: 'connecting', microphone: 'off', muted: false };
  leg: string | undefined;
  did: string[] = [];
  voice: 'on' | 'denied' | 'missing' = 'on';
  private readonly listeners = new Set<() => void>();
  constructor(readonly dialed: string) {}
  subscribe(listener: () => void) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
  become(change: Partial<CallView>) {
    this.view = { ...this.view, ...change };
    for (const listener of [...this.listeners]) listener();
  }
  async speak() {
    this.did.push('speak');
    this.become({ microphone: this.voice });
    return this.voice === 'on';
  }
  async listen() {
    this.did.push('listen');
    this.become({ microphone: 'off' });
  }
  mute(muted: boolean) {
    this.become({ muted });
  }
  digits(keys: string) {
    this.did.push(keys);
    return this.view.phase === 'up';
  }
  hangUp() {
    this.did.push('hang up');
    if (this.view.phase !== 'ended') this.become({ phase: 'ended', reason: { kind: 'hung-up' } });
  }
}

const sato = { id: 'sato', name: '佐藤', extension: '2001' };
const suzuki = { id: 'suzuki', name: '鈴木', extension: '2002' };

function setup(codes: Partial<Record<WatchMode, string>> = { monitor: '995', whisper: '994', barge: '996' }) {
  const calls: FakeCall[] = [];
  const troubles: Trouble[] = [];
  const changes: string[] = [];
  let voice: FakeCall['voice'] = 'on';
  const homes = new Map<string, string>();
  let refusal: Error | undefined;
  const listening = new Listening({
    dial: (digits, { microphone }) => {
      const call = new FakeCall(digits + (microphone ? ' with the microphone' : ''));
      call.voice = voice;
      calls.push(call);
      return call as unknown as BrowserCall;
    },
    code: async (mode) => codes[mode],
    home: async (leg) => homes.get(leg),
    change: async (home, mode) => {
      changes.push(`${home} ${mode}`);
      if (refusal) throw refusal;
    },
    fail: (trouble) => troubles.push(trouble),
  });
  return {
    listening, calls, troubles, changes, homes,
    without: (v: FakeCall['voice']) => (voice = v),
    refuse: (error: Error) => (refusal = error),
    up(call = calls.at(-1)!) {
      call.leg = `leg ${call.dialed}`;
      homes.set(call.leg, 'home');
      call.become({ phase: 'up' });
    },
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('Listening', () => {
  it('listens without a microphone and changes the mode without a new call', async () => {
    const s = setup();
    await s.listening.watch(sato, 'monitor');
    expect(s.calls.map((c) => c.dialed)).toEqual(['9952001']);
    s.up();
    expect(s.calls[0]!.did).toEqual([]);
    await s.listening.setMode('whisper');
    await s.listening.setMode('whisper');
    expect([s.listening.now?.mode, s.changes, s.calls[0]!.did]).toEqual(['whisper', ['home whisper'], ['speak']]);
    await s.listening.watch(sato, 'barge'); // from the list: the same call
    await s.listening.setMode('monitor');
    expect(s.changes).toEqual(['home whisper', 'home barge', 'home monitor']);
    expect(s.calls[0]!.did).toEqual(['speak', 'speak', 'listen']);
    expect(s.calls).toHaveLength(1);
    s.listening.hangUp();
    expect(s.listening.now).toBeUndefined();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('tells the mode as soon as the call is up, the last wish only', async () => {
    const s = setup();
    await s.listening.watch(sato, 'monitor');
    const wishes = [s.listening.setMode('barge'), s.listening.setMode('whisper')];
    await vi.waitFor(() => expect(s.listening.now?.mode).toBe('whisper'));
    expect(s.changes).toEqual([]);
    s.up();
    await Promise.all(wishes);
    expect(s.changes).toEqual(['home whisper']);
  });

  it('presses keys when the server does not tell of the call', async () => {
    const s = setup();
    await s.listening.watch(sato, 'monitor');
    s.up();
    s.homes.clear();
    await s.listening.setMode('barge');
    expect([s.listening.now?.mode, s.listening.now?.trouble, s.calls[0]!.did.at(-1)]).toEqual(['barge', undefined, '3']);
  });

  it('goes on listening without a microphone, and says why nobody hears', async () => {
    for (const [voice, key] of [['denied', 'phone.deniedMicrophone'], ['missing', 'phone.missingMicrophone']] as const) {
      const s = setup();
      s.without(voice);
      await s.listening.watch(sato, 'monitor');
      s.up();
      await s.listening.setMode('whisper');
      expect(s.changes).toEqual([]);
      expect(s.listening.now).toMatchObject({ mode: 'monitor', trouble: { key } });
      s.listening.dismiss();
      expect(s.listening.now).toMatchObject({ mode: 'monitor', trouble: undefined });
      expect(s.calls[0]!.view.phase).toBe('up');
    }
  });

  it('whispers at once, and only listens when there is no voice', async () => {
    const s = setup();
    await s.listening.watch(sato, 'whisper');
    expect([s.calls[0]!.dialed, s.calls[0]!.did, s.listening.now?.mode]).toEqual(['9942001', ['speak'], 'whisper']);
    const quiet = setup();
    quiet.without('denied');
    const started = quiet.listening.watch(sato, 'barge');
    await vi.waitFor(() => expect(quiet.calls).toHaveLength(1));
    quiet.up();
    await started;
    expect([quiet.calls[0]!.dialed, quiet.changes, quiet.listening.now?.mode]).toEqual(['9962001', ['home monitor'], 'monitor']);
    expect(quiet.listening.now?.trouble?.key).toBe('phone.deniedMicrophone');
  });

  it('moves the switch back when the server refuses', async () => {
    const s = setup();
    await s.listening.watch(sato, 'monitor');
    s.up();
    s.refuse(new Error('not now'));
    await s.listening.setMode('barge');
    expect(s.listening.now).toMatchObject({ mode: 'monitor', trouble: { key: 'phone.failed', values: { detail: 'not now' } } });
  });

  it('has one call at a time', async () => {
    const s = setup();
    await s.listening.watch(sato, 'monitor');
    s.up();
    await Promise.all([s.listening.watch(suzuki, 'monitor'), s.listening.watch(sato, 'monitor')]);
    // The second wish was for who is listened to already, the first one still holds.
    expect(s.calls.map((c) => c.dialed)).toEqual(['9952001', '9952002']);
    expect(s.calls[0]!.did).toEqual(['hang up']);
    s.listening.dial('9001', 'パーク 9001');
    expect([s.calls[2]!.dialed, s.calls[1]!.did, s.listening.now?.name, s.listening.now?.agent]).toEqual(['9001 with the microphone', ['hang up'], 'パーク 9001', undefined]);
  });

  it('lets an end go by itself, and keeps what went wrong until it was read', async () => {
    const s = setup();
    await s.listening.watch(sato, 'monitor');
    s.up();
    s.calls[0]!.become({ phase: 'ended', reason: { kind: 'ended', cause: 'normal' } });
    expect(s.listening.now).toBeDefined();
    vi.advanceTimersByTime(4000);
    expect(s.listening.now).toBeUndefined();
    await s.listening.watch(sato, 'monitor');
    s.calls[1]!.become({ phase: 'ended', reason: { kind: 'ended', cause: 'forbidden' } });
    vi.advanceTimersByTime(60_000);
    expect(s.listening.now?.call.view.reason).toEqual({ kind: 'ended', cause: 'forbidden' });
    s.listening.dismiss();
    expect(s.listening.now).toBeUndefined();
  });

  it('says what is missing before there is a call', async () => {
    const s = setup({});
    await s.listening.watch(sato, 'monitor');
    await s.listening.watch({ ...sato, extension: '' }, 'monitor');
    expect([s.calls, s.troubles.map((x) => x.key)]).toEqual([[], ['watch.noCode', 'watch.noExtension']]);
  });
});
