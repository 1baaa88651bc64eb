import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BrowserCall, Devices } from './browser-call';
import { BrowserPhone, type PhoneLine } from './browser-phone';
import { loudness } from './meter';
import { phoneMessage, type PhoneMessage, type PhoneRequest } from './phone-messages';
import type { Connection } from './socket';

class FakeLine implements PhoneLine {
  status: Connection = { phase: 'live' };
  sent: PhoneRequest[] = [];
  private phones: ((m: PhoneMessage) => void)[] = [];
  private listeners: (() => void)[] = [];
  subscribe(l: () => void) {
    this.listeners.push(l);
    return () => undefined;
  }
  onPhone(l: (m: PhoneMessage) => void) {
    this.phones.push(l);
    return () => undefined;
  }
  send(m: PhoneRequest) {
    if (this.status.phase !== 'live') return false;
    this.sent.push(m);
    return true;
  }
  say(m: PhoneMessage) {
    this.phones.forEach((l) => l(m));
  }
  become(phase: Connection['phase']) {
    this.status = { phase };
    this.listeners.forEach((l) => l());
  }
}

class FakeTrack {
  enabled = true;
  stopped = false;
  onended: (() => void) | null = null;
  stop() {
    this.stopped = true;
  }
}

const streamOf = (...tracks: FakeTrack[]) => ({ getTracks: () => tracks, getAudioTracks: () => tracks }) as unknown as MediaStream;
const named = (name: string) => Object.assign(new Error(name), { name });

class FakePeer {
  ontrack: ((e: unknown) => void) | null = null;
  onconnectionstatechange: (() => void) | null = null;
  connectionState = 'new';
  localDescription: { sdp: string } | undefined;
  answer: string | undefined;
  closed = false;
  sending: FakeTrack | null = null;
  negotiations = 0;
  addTransceiver(_kind: string, init: RTCRtpTransceiverInit) {
    expect(init.direction).toBe('sendrecv');
    return { sender: { replaceTrack: async (t: FakeTrack | null) => void (this.sending = t) } };
  }
  async setLocalDescription() {
    this.negotiations++;
    this.localDescription = { sdp: 'v=0 offer' };
  }
  async setRemoteDescription(d: { sdp: string }) {
    if (d.sdp === 'bad') throw new Error('bad');
    this.answer = d.sdp;
  }
  close() {
    this.closed = true;
  }
}

const settle = () => vi.advanceTimersByTimeAsync(0);

function setup(microphone: () => Promise<MediaStream> = async () => streamOf(new FakeTrack())) {
  const line = new FakeLine();
  const peers: FakePeer[] = [];
  const devices: Devices = {
    peer: () => {
      const p = new FakePeer();
      peers.push(p);
      return p as unknown as RTCPeerConnection;
    },
    microphone,
  };
  const playing: string[] = [];
  const phone = new BrowserPhone(line, devices, (stream) => {
    playing.push(stream as unknown as string);
    return () => playing.splice(playing.indexOf(stream as unknown as string), 1);
  });
  return { line, peers, phone, playing };
}

async function connect(line: FakeLine, call: BrowserCall) {
  await settle();
  line.say({ type: 'phone.answer', ref: call.ref, leg: `leg-${call.ref}`, sdp: 'v=0 answer' });
  line.say({ type: 'phone.progress', leg: `leg-${call.ref}`, state: 'up' });
  await settle();
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('BrowserPhone', () => {
  it('dials, hears, sends keys and hangs up, without a microphone', async () => {
    const asked = vi.fn();
    const { line, peers, phone, playing } = setup(asked);
    const call = phone.dial('995-2001');
    expect(call.view).toEqual({ phase: 'connecting', microphone: 'off', muted: false });
    await settle();
    expect(line.sent).toEqual([{ type: 'phone.offer', ref: call.ref, sdp: 'v=0 offer', dial: '9952001' }]);
    expect(call.digits('1')).toBe(false);
    line.say({ type: 'phone.answer', ref: 'of another page', leg: 'x', sdp: 'v=0' });
    expect(line.sent.pop()).toEqual({ type: 'phone.hangup', leg: 'x' });
    line.say({ type: 'phone.answer', ref: call.ref, leg: 'leg', sdp: 'v=0 answer' });
    expect(peers[0]!.answer).toBe('v=0 answer');
    line.say({ type: 'phone.progress', leg: 'leg', state: 'ringing' });
    expect(call.view.phase).toBe('ringing');
    line.say({ type: 'phone.progress', leg: 'another', state: 'up' });
    expect(call.view.phase).toBe('ringing');
    line.say({ type: 'phone.progress', leg: 'leg', state: 'up' });
    expect(call.view.phase).toBe('up');
    peers[0]!.ontrack?.({ streams: ['far'] });
    expect([call.audio, playing]).toEqual(['far', ['far']]);
    expect(call.digits('12#')).toBe(true);
    expect(call.digits('x')).toBe(false);
    expect(line.sent.pop()).toEqual({ type: 'phone.digits', leg: 'leg', digits: '12#' });
    expect(phone.active).toEqual([call]);
    call.hangUp();
    call.hangUp();
    expect(line.sent.slice(1)).toEqual([{ type: 'phone.hangup', leg: 'leg' }]);
    expect(call.view).toMatchObject({ phase: 'ended', reason: { kind: 'hung-up' } });
    expect([peers[0]!.closed, playing, phone.active]).toEqual([true, [], []]);
    expect(asked).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('speaks when asked to, without a new negotiation, and gives the microphone back', async () => {
    const track = new FakeTrack();
    const { line, peers, phone } = setup(async () => streamOf(track));
    const call = phone.dial('1');
    await connect(line, call);
    call.mute(true);
    const [a, b] = await Promise.all([call.speak(), call.speak()]);
    expect([a, b, call.view.microphone, track.enabled]).toEqual([true, true, 'on', false]);
    call.mute(false);
    expect([peers[0]!.sending, track.enabled, peers[0]!.negotiations]).toEqual([track, true, 1]);
    await call.listen();
    expect([peers[0]!.sending, track.stopped, call.view.microphone, call.view.phase]).toEqual([null, true, 'off', 'up']);
    await call.speak();
    track.onended?.();
    await settle();
    expect(call.view.microphone).toBe('off');
  });

  it.each([
    [named('NotAllowedError'), 'denied'], [named('NotFoundError'), 'missing'], [new TypeError('no mediaDevices'), 'unsupported'],
  ])('goes on listening when the microphone cannot be had: %s', async (error, microphone) => {
    const { line, phone } = setup(() => Promise.reject(error));
    const call = phone.dial('1');
    await connect(line, call);
    expect(await call.speak()).toBe(false);
    expect(call.view).toMatchObject({ phase: 'up', microphone });
  });

  it('asks for the microphone first when that is wanted, and makes no call without it', async () => {
    let grant: (s: MediaStream) => void = () => undefined;
    const { line, phone } = setup(() => new Promise((r) => (grant = r)));
    const call = phone.dial('1', { microphone: true });
    await settle();
    expect([call.view.phase, call.view.microphone, line.sent]).toEqual(['microphone', 'asking', []]);
    grant(streamOf(new FakeTrack()));
    await settle();
    expect([call.view.phase, call.view.microphone, line.sent.length]).toEqual(['connecting', 'on', 1]);

    const refused = setup(() => Promise.reject(named('NotAllowedError')));
    const none = refused.phone.dial('1', { microphone: true });
    await settle();
    expect(none.view).toMatchObject({ phase: 'ended', reason: { kind: 'microphone', microphone: 'denied' } });
    expect([refused.line.sent, refused.peers[0]!.closed]).toEqual([[], true]);
  });

  it('gives the microphone back that comes too late', async () => {
    const track = new FakeTrack();
    let grant: (s: MediaStream) => void = () => undefined;
    const { line, phone } = setup(() => new Promise((r) => (grant = r)));
    const call = phone.dial('1', { microphone: true });
    await settle();
    call.hangUp();
    grant(streamOf(track));
    await settle();
    expect([track.stopped, line.sent, call.view.microphone]).toEqual([true, [], 'off']);
  });

  it('tells why a call ended', async () => {
    const { line, peers, phone } = setup();
    const refused = phone.dial('1');
    await settle();
    line.say({ type: 'phone.refused', ref: refused.ref, code: 'too-many', text: 'no' });
    expect(refused.view.reason).toEqual({ kind: 'refused', code: 'too-many', text: 'no' });

    const busy = phone.dial('1');
    await connect(line, busy);
    line.say({ type: 'phone.ended', leg: busy.leg!, by: 'local', cause: 'busy' });
    expect(busy.view.reason).toEqual({ kind: 'ended', cause: 'busy' });

    const broken = phone.dial('1');
    await connect(line, broken);
    peers[2]!.connectionState = 'failed';
    peers[2]!.onconnectionstatechange?.();
    expect(broken.view.reason).toEqual({ kind: 'lost' });
    expect(line.sent.pop()).toEqual({ type: 'phone.hangup', leg: broken.leg });

    const silent = phone.dial('1');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(silent.view.reason).toEqual({ kind: 'lost' });

    line.become('lost');
    const nowhere = phone.dial('1');
    await settle();
    expect(nowhere.view.reason).toEqual({ kind: 'lost' });
    expect(phone.active).toEqual([]);
  });

  it('ends when the browser has no WebRTC', async () => {
    const line = new FakeLine();
    const phone = new BrowserPhone(line, { peer: () => { throw new ReferenceError('RTCPeerConnection'); }, microphone: vi.fn() }, () => vi.fn());
    const call = phone.dial('1');
    await settle();
    expect(call.view.reason).toEqual({ kind: 'unsupported' });
  });

  it('hangs up the call that got its name too late', async () => {
    const { line, phone } = setup();
    const call = phone.dial('1');
    await settle();
    call.hangUp();
    line.say({ type: 'phone.answer', ref: call.ref, leg: 'late', sdp: 'v=0' });
    expect(line.sent.pop()).toEqual({ type: 'phone.hangup', leg: 'late' });
  });

  it('takes its calls over after the socket was lost; one without a name is lost', async () => {
    const { line, phone } = setup();
    const call = phone.dial('1');
    await connect(line, call);
    const unnamed = phone.dial('2');
    await settle();
    line.sent = [];
    line.become('lost');
    expect([call.view.phase, unnamed.view.reason]).toEqual(['up', { kind: 'lost' }]);
    line.become('live');
    expect(line.sent).toEqual([{ type: 'phone.resume', legs: [call.leg] }]);
    line.say({ type: 'phone.ended', leg: call.leg!, by: 'local', cause: 'timeout' });
    expect(call.view.reason).toEqual({ kind: 'ended', cause: 'timeout' });
  });
});

describe('phoneMessage', () => {
  it.each([
    [{ type: 'phone.answer', ref: 'r', leg: 'l', sdp: 's' }, true], [{ type: 'phone.answer', ref: 'r' }, false],
    [{ type: 'snapshot', seq: 1 }, false], [{ type: 'toString' }, false], [{}, false], [{ type: 'phone.ended', leg: 'l', cause: 1 }, false],
  ])('%j: %s', (message, good) => {
    expect(phoneMessage(message) !== undefined).toBe(good);
  });
});

describe('loudness', () => {
  it('is nothing for silence, full for full scale, even in between', () => {
    expect(loudness(new Float32Array(100))).toBe(0);
    expect(loudness(new Float32Array(100).fill(1))).toBe(1);
    expect(loudness(new Float32Array(100).fill(0.1))).toBeCloseTo(1 - 20 / 60);
    expect(loudness(new Float32Array())).toBe(0);
  });
});
