import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Clock } from './clock';
import { LiveSocket, retryDelay, type SocketOptions, type Wire } from './socket';
import { LiveStore } from './store';

class FakeWire implements Wire {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  sent: string[] = [];
  closed = false;
  send(text: string) {
    this.sent.push(text);
  }
  close() {
    this.closed = true;
  }
  say(message: unknown) {
    this.onmessage?.({ data: typeof message === 'string' ? message : JSON.stringify(message) });
  }
}

const snap = (seq: number) => ({ type: 'snapshot', seq, serverTime: 1_700_000_000_000, state: { groups: {} } });

function setup(more: Partial<SocketOptions> = {}) {
  const wires: FakeWire[] = [];
  const store = new LiveStore((run) => run());
  const clock = new Clock();
  const onRefused = vi.fn();
  const open = () => {
    const wire = new FakeWire();
    wires.push(wire);
    return wire;
  };
  const socket = new LiveSocket({ open, store, clock, random: () => 0.5, onRefused, ...more });
  socket.start();
  return { wires, store, clock, socket, onRefused };
}

describe('LiveSocket', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('is live with the snapshot, not before, and sets the clock', () => {
    const { wires, socket, clock } = setup();
    expect(socket.status.phase).toBe('connecting');
    wires[0]!.say(snap(3));
    expect(socket.status).toEqual({ phase: 'live' });
    expect(clock.now()).toBe(1_700_000_000_000);
  });

  it('tells of changed records, asks for no resync, and says after a loss that any may have changed', () => {
    const { wires, socket } = setup();
    const told: unknown[] = [];
    socket.onRecord((change) => told.push(change?.id));
    wires[0]!.say(snap(3));
    wires[0]!.say({ type: 'changed', noun: 'agents', id: 'a', action: 'update' });
    expect(told).toEqual(['a']);
    expect(wires[0]!.sent).toEqual([]);
    wires[0]!.onclose?.({ code: 1006 });
    vi.advanceTimersByTime(1000);
    wires[1]!.say(snap(1));
    expect(told).toEqual(['a', undefined]);
  });

  it('says with every snapshot what the reader may, where the server tells it', () => {
    const rights: unknown[] = [];
    const { wires } = setup({ onRights: (now) => rights.push(now) });
    const told = { role: 'supervisor', permissions: ['floor.see'] };
    wires[0]!.say(snap(3));
    wires[0]!.say({ ...snap(4), rights: told });
    wires[0]!.say({ ...snap(5), rights: { role: 'x' } });
    expect(rights).toEqual([told]);
  });

  it('asks once for a resync on a gap and recovers with the snapshot', () => {
    const { wires, store } = setup();
    const wire = wires[0]!;
    wire.say(snap(3));
    wire.say({ type: 'delta', seq: 5, set: {} });
    wire.say({ type: 'delta', seq: 6, set: {} });
    expect(wire.sent).toEqual(['{"type":"resync"}']);
    wire.say(snap(6));
    wire.say({ type: 'delta', seq: 7, set: { statuses: { x: { id: 'x' } } } });
    expect(store.get('statuses').has('x')).toBe(true);
    wire.say({ type: 'delta', seq: 9 });
    expect(wire.sent).toHaveLength(2);
  });

  it('hands the messages of a phone on, and sends its own only while live', () => {
    const { wires, socket, store } = setup();
    const heard: unknown[] = [];
    const stop = socket.onPhone((m) => heard.push(m));
    expect(socket.send({ type: 'phone.hangup', leg: 'l' })).toBe(false);
    wires[0]!.say(snap(3));
    const ended = { type: 'phone.ended', leg: 'l', by: 'local', cause: 'normal' };
    wires[0]!.say(ended);
    expect([heard, store.ready, wires[0]!.sent]).toEqual([[ended], true, []]);
    stop();
    wires[0]!.say(ended);
    expect(heard).toHaveLength(1);
    expect(socket.send({ type: 'phone.hangup', leg: 'l' })).toBe(true);
    expect(wires[0]!.sent).toEqual(['{"type":"phone.hangup","leg":"l"}']);
    wires[0]!.onclose?.({ code: 1006 });
    expect(socket.send({ type: 'phone.hangup', leg: 'l' })).toBe(false);
  });

  it('asks for a resync on garbage', () => {
    const { wires } = setup();
    wires[0]!.say(snap(3));
    wires[0]!.say('{"type":"delta"');
    expect(wires[0]!.sent).toEqual(['{"type":"resync"}']);
  });

  it('is lost when closed, keeps the moment of loss over tries, and comes back', () => {
    const { wires, socket } = setup();
    wires[0]!.say(snap(3));
    vi.setSystemTime(50_000);
    wires[0]!.onclose?.({ code: 1006 });
    expect(socket.status).toEqual({ phase: 'lost', since: 50_000 });
    vi.advanceTimersByTime(300);
    expect(wires).toHaveLength(2);
    wires[1]!.onclose?.({ code: 1006 });
    vi.advanceTimersByTime(600);
    expect(wires).toHaveLength(3);
    expect(socket.status).toEqual({ phase: 'lost', since: 50_000 });
    wires[2]!.say(snap(1));
    expect(socket.status.phase).toBe('live');
  });

  it('takes silence for a loss', () => {
    const { wires, socket } = setup();
    wires[0]!.say(snap(3));
    vi.advanceTimersByTime(40_000);
    wires[0]!.say({ type: 'ping' });
    vi.advanceTimersByTime(40_000);
    expect(socket.status.phase).toBe('live');
    vi.advanceTimersByTime(6_000);
    expect(socket.status.phase).toBe('lost');
    expect(wires[0]!.closed).toBe(true);
    expect(wires.length).toBeGreaterThan(1);
  });

  it('tells an ended session from a slow reader, and tries on after both', () => {
    const { wires, onRefused } = setup();
    wires[0]!.onclose?.({ code: 1008 });
    vi.advanceTimersByTime(1000);
    expect(wires).toHaveLength(2);
    expect(onRefused).not.toHaveBeenCalled();
    wires[1]!.onclose?.({ code: 4401 });
    expect(onRefused).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(1000);
    expect(wires).toHaveLength(3);
  });

  it('stop ends everything', () => {
    const { wires, socket } = setup();
    wires[0]!.onclose?.({ code: 1006 });
    socket.stop();
    vi.advanceTimersByTime(120_000);
    expect(wires).toHaveLength(1);
    expect(socket.status.phase).toBe('idle');
  });
});

describe('retryDelay', () => {
  it('grows, is jittered and bounded', () => {
    expect(retryDelay(0, () => 0)).toBe(200);
    expect(retryDelay(0, () => 1)).toBe(400);
    expect(retryDelay(3, () => 1)).toBe(3200);
    expect(retryDelay(50, () => 1)).toBe(15_000);
  });
});

describe('Clock', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("ticks on the server's full seconds and only while listened to", () => {
    vi.setSystemTime(10_000);
    const clock = new Clock();
    clock.correct(1_000_400);
    const seen: number[] = [];
    const stop = clock.subscribe((now) => seen.push(now));
    vi.advanceTimersByTime(2_700);
    expect(seen).toEqual([1_001_002, 1_002_002, 1_003_002]);
    stop();
    expect(vi.getTimerCount()).toBe(0);
  });
});
