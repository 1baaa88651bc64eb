import type { PhoneMessage, PhoneRequest, PhoneTrouble } from './phone-messages';

/**
 * `microphone`: the person is being asked for it · `connecting`: on the way to the server, or to whom was dialed ·
 * `ringing` · `up`: answered, audio flows · `ended`: over for good, see `reason`.
 */
export type CallPhase = 'microphone' | 'connecting' | 'ringing' | 'up' | 'ended';

/** `off`: nothing is sent · `on` · `denied`: the person said no · `missing`: there is none · `unsupported`: no HTTPS, or an old browser. */
export type Microphone = 'off' | 'asking' | 'on' | 'denied' | 'missing' | 'unsupported';

/**
 * Why a call is over. `hung-up`: here · `ended`: by the server, with its cause ("normal", "busy", "forbidden" …) ·
 * `refused`: the server took no call · `lost`: the network, or the server was gone for too long ·
 * `microphone`: it was wanted from the start and could not be had · `unsupported`: this browser has no WebRTC.
 */
export type EndReason =
  | { kind: 'hung-up' }
  | { kind: 'ended'; cause: string }
  | { kind: 'refused'; code: PhoneTrouble; text: string }
  | { kind: 'lost' }
  | { kind: 'microphone'; microphone: Microphone }
  | { kind: 'unsupported' };

/** A call as a screen shows it. Every change is a new value. */
export interface CallView {
  readonly phase: CallPhase;
  readonly microphone: Microphone;
  readonly muted: boolean;
  readonly reason?: EndReason;
}

/** What a call needs of the browser; a test brings its own. */
export interface Devices {
  peer(): RTCPeerConnection;
  microphone(): Promise<MediaStream>;
}

/** What a call needs of its phone. */
export interface Exchange {
  send(message: PhoneRequest): boolean;
  /** The call is over; nothing more comes for it. */
  done(call: BrowserCall): void;
  devices: Devices;
}

/** No answer to an offer for so long means that the server is gone. The server itself gives up a call without audio after 15 s. */
const ANSWER_WITHIN = 10_000;

/**
 * One call of this browser. It listens without a microphone; `speak` asks for one when it is wanted and sends it
 * without a new negotiation. Made by `BrowserPhone.dial`.
 */
export class BrowserCall {
  /** The far end's audio has come; told once. Playing it is the phone's affair unless it was told otherwise. */
  onaudio: ((stream: MediaStream) => void) | undefined;

  private now: CallView = { phase: 'connecting', microphone: 'off', muted: false };
  private readonly listeners = new Set<() => void>();
  private pc: RTCPeerConnection | undefined;
  private sender: RTCRtpSender | undefined;
  private mic: MediaStreamTrack | undefined;
  private asking: Promise<boolean> | undefined;
  private patience: ReturnType<typeof setTimeout> | undefined;
  private stream: MediaStream | undefined;
  private legId: string | undefined;

  constructor(
    readonly ref: string,
    readonly dialed: string,
    private readonly exchange: Exchange,
  ) {}

  /** How the call stands; the same value until something changes. */
  get view(): CallView {
    return this.now;
  }

  /** The server's name for the call, once it has one. */
  get leg(): string | undefined {
    return this.legId;
  }

  /** The far end's audio, once there is any. */
  get audio(): MediaStream | undefined {
    return this.stream;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Begins the call; `withMicrophone` asks for it before anything rings. */
  async start(withMicrophone: boolean): Promise<void> {
    try {
      this.pc = this.exchange.devices.peer();
    } catch {
      this.end({ kind: 'unsupported' });
      return;
    }
    const pc = this.pc;
    pc.ontrack = (event) => this.hear(event.streams[0] ?? new MediaStream([event.track]));
    pc.onconnectionstatechange = () => {
      if (pc.connectionState === 'failed') this.give({ kind: 'lost' });
    };
    // Both ways from the start, so that speaking later needs nothing from the server.
    this.sender = pc.addTransceiver('audio', { direction: 'sendrecv' }).sender;
    if (withMicrophone) {
      this.set({ phase: 'microphone' });
      if (!(await this.speak())) {
        this.give({ kind: 'microphone', microphone: this.now.microphone });
        return;
      }
      if (this.over) return;
      this.set({ phase: 'connecting' });
    }
    try {
      await pc.setLocalDescription();
    } catch {
      this.end({ kind: 'unsupported' });
      return;
    }
    const sdp = pc.localDescription?.sdp;
    if (this.over) return;
    if (!sdp || !this.exchange.send({ type: 'phone.offer', ref: this.ref, sdp, dial: this.dialed })) {
      this.end({ kind: 'lost' });
      return;
    }
    this.patience = setTimeout(() => this.end({ kind: 'lost' }), ANSWER_WITHIN);
  }

  /**
   * Sends the microphone from now on, asking for it first if need be. False when it cannot be had: `view.microphone`
   * says why, and the call goes on listening.
   */
  speak(): Promise<boolean> {
    this.asking ??= this.ask().finally(() => {
      this.asking = undefined;
    });
    return this.asking;
  }

  /** Sends nothing any more and gives the microphone back, so that the browser's sign of it goes out. */
  async listen(): Promise<void> {
    await this.asking;
    this.mic?.stop();
    this.mic = undefined;
    if (this.over) return;
    this.set({ microphone: 'off' });
    await this.sender?.replaceTrack(null).catch(() => undefined);
  }

  /** Sends silence in place of what the microphone hears, or no longer. */
  mute(muted: boolean): void {
    if (this.over) return;
    if (this.mic) this.mic.enabled = !muted;
    this.set({ muted });
  }

  /** Presses keys (0-9 * # A-D). False when the call is not up or the server cannot be reached. */
  digits(keys: string): boolean {
    if (this.now.phase !== 'up' || this.legId === undefined || !/^[0-9*#A-D]{1,32}$/.test(keys)) return false;
    return this.exchange.send({ type: 'phone.digits', leg: this.legId, digits: keys });
  }

  hangUp(): void {
    this.give({ kind: 'hung-up' });
  }

  /** Takes a message that is for this call. */
  take(message: PhoneMessage): void {
    if (this.over) return;
    switch (message.type) {
      case 'phone.answer':
        clearTimeout(this.patience);
        this.legId = message.leg;
        this.pc?.setRemoteDescription({ type: 'answer', sdp: message.sdp }).catch(() => this.give({ kind: 'lost' }));
        break;
      case 'phone.refused':
        this.end({ kind: 'refused', code: message.code, text: message.text });
        break;
      case 'phone.progress':
        if (message.state === 'ringing' || message.state === 'up') this.set({ phase: message.state });
        break;
      case 'phone.ended':
        this.end({ kind: 'ended', cause: message.cause });
        break;
    }
  }

  /** The socket was lost. A call without a name cannot be taken over. */
  cut(): void {
    if (!this.over && this.legId === undefined && this.patience !== undefined) this.end({ kind: 'lost' });
  }

  private get over(): boolean {
    return this.now.phase === 'ended';
  }

  private async ask(): Promise<boolean> {
    if (this.over || !this.sender) return false;
    if (this.mic) return true;
    this.set({ microphone: 'asking' });
    let stream: MediaStream;
    try {
      stream = await this.exchange.devices.microphone();
    } catch (error) {
      if (!this.over) this.set({ microphone: whyNoMicrophone(error) });
      return false;
    }
    const track = stream.getAudioTracks()[0];
    if (this.over || !track) {
      stream.getTracks().forEach((t) => t.stop());
      if (!this.over) this.set({ microphone: 'missing' });
      return false;
    }
    track.enabled = !this.now.muted;
    track.onended = () => {
      if (this.mic === track) void this.listen(); // it was unplugged
    };
    this.mic = track;
    await this.sender.replaceTrack(track);
    if (this.over) return false;
    this.set({ microphone: 'on' });
    return true;
  }

  private hear(stream: MediaStream): void {
    if (this.over || this.stream) return;
    this.stream = stream;
    this.onaudio?.(stream);
    this.set({}); // `audio` is there now
  }

  /** Ends the call here and tells the server. */
  private give(reason: EndReason): void {
    if (this.over) return;
    if (this.legId !== undefined) this.exchange.send({ type: 'phone.hangup', leg: this.legId });
    this.end(reason);
  }

  private end(reason: EndReason): void {
    if (this.over) return;
    clearTimeout(this.patience);
    this.set({ phase: 'ended', reason, microphone: this.now.microphone === 'asking' ? 'off' : this.now.microphone });
    if (this.mic) {
      this.mic.onended = null;
      this.mic.stop();
      this.mic = undefined;
    }
    if (this.pc) {
      this.pc.ontrack = null;
      this.pc.onconnectionstatechange = null;
      this.pc.close();
    }
    this.exchange.done(this);
  }

  private set(change: Partial<CallView>): void {
    this.now = { ...this.now, ...change };
    for (const listener of this.listeners) listener();
  }
}

function whyNoMicrophone(error: unknown): Microphone {
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  if (name === 'NotFoundError' || name === 'OverconstrainedError' || name === 'NotReadableError') return 'missing';
  return 'unsupported';
}
