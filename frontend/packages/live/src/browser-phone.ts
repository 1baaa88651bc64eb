import { BrowserCall, type Devices } from './browser-call';
import type { PhoneMessage, PhoneRequest } from './phone-messages';
import type { Connection } from './socket';

/** The part of LiveSocket that a phone uses. */
export interface PhoneLine {
  readonly status: Connection;
  subscribe(listener: () => void): () => void;
  onPhone(listener: (message: PhoneMessage) => void): () => void;
  send(message: PhoneRequest): boolean;
}

export interface DialOptions {
  /** Ask for the microphone before the call is made. Without it the call listens; `speak` asks later. */
  microphone?: boolean;
  /** Do not play what is heard: `onaudio` is used instead. */
  silent?: boolean;
}

/** The browser's own devices. */
export const browserDevices: Devices = {
  peer: () => new RTCPeerConnection(), // no servers: ours says in its answer where it is
  microphone: () => {
    const devices = navigator.mediaDevices as MediaDevices | undefined;
    if (!devices?.getUserMedia) return Promise.reject(new TypeError('no microphone outside HTTPS'));
    return devices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true } });
  },
};

/** Plays a stream, and gives what stops it. */
export function playAloud(stream: MediaStream): () => void {
  const element = new Audio();
  element.autoplay = true;
  element.srcObject = stream;
  void element.play().catch(() => undefined); // dialing was a gesture; if the browser thinks otherwise, autoplay tries again
  return () => {
    element.pause();
    element.srcObject = null;
  };
}

/**
 * The browser as a phone: calls over WebRTC, signalled over the live socket. One for a page.
 *
 *     const call = phone.dial('9952001');       // listens; asks for no microphone
 *     call.subscribe(() => show(call.view));    // phase, microphone, muted, reason
 *     await call.speak();                       // to whisper or barge: asks for the microphone
 *     call.mute(true); call.digits('1#'); call.hangUp();
 */
export class BrowserPhone {
  private readonly calls = new Map<string, BrowserCall>();
  private readonly listeners = new Set<() => void>();
  private list: readonly BrowserCall[] = [];
  private count = 0;
  private live: boolean;

  constructor(
    private readonly line: PhoneLine,
    private readonly devices: Devices = browserDevices,
    private readonly play: (stream: MediaStream) => () => void = playAloud,
  ) {
    this.live = line.status.phase === 'live';
    line.onPhone((message) => this.take(message));
    line.subscribe(() => this.follow());
  }

  /** Calls that are not over; the same list until one comes or goes. */
  get active(): readonly BrowserCall[] {
    return this.list;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Calls what is dialed: digits, * #, as on a desk phone. Never throws; what goes wrong is in the call's `view.reason`. */
  dial(digits: string, options: DialOptions = {}): BrowserCall {
    const ref = `${Date.now().toString(36)}-${(this.count++).toString(36)}`;
    const call = new BrowserCall(ref, digits.replace(/[\s()-]/g, ''), {
      send: (message) => this.line.send(message),
      done: (ended) => this.drop(ended),
      devices: this.devices,
    });
    if (!options.silent) {
      call.onaudio = (stream) => {
        const stop = this.play(stream);
        const leave = call.subscribe(() => {
          if (call.view.phase !== 'ended') return;
          leave();
          stop();
        });
      };
    }
    this.calls.set(ref, call);
    this.changed();
    void call.start(options.microphone === true);
    return call;
  }

  /** Ends every call, as at a log-out. */
  hangUpAll(): void {
    for (const call of [...this.calls.values()]) call.hangUp();
  }

  private take(message: PhoneMessage): void {
    if ('ref' in message) {
      const call = this.calls.get(message.ref);
      if (call) call.take(message);
      else if (message.type === 'phone.answer') this.line.send({ type: 'phone.hangup', leg: message.leg }); // nobody's any more
      return;
    }
    for (const call of this.calls.values()) if (call.leg === message.leg) call.take(message);
  }

  /** After a loss the server keeps the calls for ten seconds for whoever asks for them by name. */
  private follow(): void {
    const live = this.line.status.phase === 'live';
    if (live === this.live) return;
    this.live = live;
    if (!live) {
      for (const call of [...this.calls.values()]) call.cut();
      return;
    }
    const legs = [...this.calls.values()].flatMap((call) => call.leg ?? []);
    if (legs.length > 0) this.line.send({ type: 'phone.resume', legs });
  }

  private drop(call: BrowserCall): void {
    this.calls.delete(call.ref);
    this.changed();
  }

  private changed(): void {
    this.list = [...this.calls.values()];
    for (const listener of this.listeners) listener();
  }
}
