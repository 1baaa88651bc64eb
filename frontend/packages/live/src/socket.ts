import { chatMessage, type ChatMessage } from './chat-messages';
import { changeMessage, type RecordChange } from './change-messages';
import type { Clock } from './clock';
import { phoneMessage, type PhoneMessage, type PhoneRequest } from './phone-messages';
import type { Rights, ServerMessage } from './rows';
import type { LiveStore } from './store';

/** `idle`: not started · `connecting`: never yet connected · `live` · `lost`: was live, trying again. */
export type Phase = 'idle' | 'connecting' | 'live' | 'lost';

export interface Connection {
  phase: Phase;
  /** Local time (ms) at which the figures became stale; only in `lost` and `connecting`. */
  since?: number;
}

/** The part of WebSocket that is used; a test brings its own. */
export interface Wire {
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  send(text: string): void;
  close(code?: number): void;
}

export interface SocketOptions {
  open: () => Wire;
  store: LiveStore;
  clock: Clock;
  random?: () => number;
  now?: () => number;
  /** The server says that the session has ended. Whoever asks finds out; tries go on until `stop`. */
  onRefused?: () => void;
  /** What the reader may, as the server knew when the socket was opened. */
  onRights?: (rights: Rights) => void;
}

/** Close code of a session that has ended. */
const SESSION_ENDED = 4401;
/** And of one that may something else now: whoever asks finds out what. */
const RIGHTS_CHANGED = 4403;
const FIRST_DELAY = 400;
const LAST_DELAY = 15_000;
/** The server pings every 30 s; silence for longer means a dead path the browser has not noticed. */
const SILENCE = 45_000;

/** Delay before try n (0, 1, …): exponential with full jitter on its upper half. */
export function retryDelay(attempt: number, random: () => number): number {
  const ceiling = Math.min(LAST_DELAY, FIRST_DELAY * 2 ** attempt);
  return Math.round(ceiling / 2 + (ceiling / 2) * random());
}

/** Keeps the live socket open and the store in step with the server. */
export class LiveSocket {
  private wire: Wire | undefined;
  private attempt = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private silence: ReturnType<typeof setTimeout> | undefined;
  private asked = false;
  private connection: Connection = { phase: 'idle' };
  private readonly listeners = new Set<() => void>();
  private readonly phones = new Set<(message: PhoneMessage) => void>();
  private readonly chats = new Set<(message: ChatMessage) => void>();
  private readonly records = new Set<(change: RecordChange | undefined) => void>();

  constructor(private readonly options: SocketOptions) {}

  get status(): Connection {
    return this.connection;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  start(): void {
    if (this.connection.phase !== 'idle') return;
    this.set({ phase: 'connecting', since: this.now() });
    this.connect();
  }

  stop(): void {
    this.drop();
    clearTimeout(this.retry);
    this.retry = undefined;
    this.attempt = 0;
    this.set({ phase: 'idle' });
  }

  /** Listens to what the server says to this browser as a phone. */
  onPhone(listener: (message: PhoneMessage) => void): () => void {
    this.phones.add(listener);
    return () => this.phones.delete(listener);
  }

  /** Listens to what the server tells of the chat. */
  onChat(listener: (message: ChatMessage) => void): () => void {
    this.chats.add(listener);
    return () => this.chats.delete(listener);
  }

  /** Listens to changes of the site's records; `undefined` after a gap, in which any may have changed. */
  onRecord(listener: (change: RecordChange | undefined) => void): () => void {
    this.records.add(listener);
    return () => this.records.delete(listener);
  }

  /** Says something as a phone; false when the server cannot be reached now. */
  send(message: PhoneRequest): boolean {
    if (this.connection.phase !== 'live' || !this.wire) return false;
    this.wire.send(JSON.stringify(message));
    return true;
  }

  /** Tries at once, as when the browser says the network is back. */
  hurry(): void {
    if (this.retry === undefined) return;
    clearTimeout(this.retry);
    this.retry = undefined;
    this.connect();
  }

  private connect(): void {
    let wire: Wire;
    try {
      wire = this.options.open();
    } catch {
      this.again();
      return;
    }
    this.wire = wire;
    this.asked = false;
    this.listenForSilence();
    wire.onmessage = (event) => {
      if (this.wire === wire) this.hear(event.data);
    };
    wire.onclose = (event) => {
      if (this.wire !== wire) return;
      this.drop();
      this.again();
      if (event.code === SESSION_ENDED || event.code === RIGHTS_CHANGED) this.options.onRefused?.();
    };
  }

  private hear(data: unknown): void {
    this.listenForSilence();
    const message = parse(data);
    if (!message) {
      this.askAgain();
      return;
    }
    if (message.type === 'ping') return;
    if (message.type === 'mine') {
      this.options.store.takeMine(message.calls);
      return;
    }
    if (message.type === 'phone') {
      for (const listener of this.phones) listener(message.message);
      return;
    }
    if (message.type === 'chat') {
      for (const listener of this.chats) listener(message.message);
      return;
    }
    if (message.type === 'changed') {
      for (const listener of this.records) listener(message);
      return;
    }
    if (message.type === 'snapshot') this.options.clock.correct(message.serverTime);
    const taken = this.options.store.take(message);
    if (taken === 'gap') {
      this.askAgain();
      return;
    }
    if (message.type === 'snapshot') {
      this.asked = false;
      this.attempt = 0;
      const { wire } = this;
      // Whoever is told that the connection is back renders what hangs below it, too: of a large site the rows come first.
      this.options.store.whenTold(() => this.wire === wire && this.arrive(message.rights));
    }
  }

  /** The state is there: whoever shows the connection learns it. */
  private arrive(rights: Rights | undefined): void {
    const was = this.connection.phase;
    this.set({ phase: 'live' });
    if (Array.isArray(rights?.permissions)) this.options.onRights?.(rights);
    if (was === 'lost') for (const listener of this.records) listener(undefined);
  }

  /** One resync is in flight at a time; deltas that follow a gap are gaps too until the snapshot comes. */
  private askAgain(): void {
    if (this.asked) return;
    this.asked = true;
    this.wire?.send('{"type":"resync"}');
  }

  private again(): void {
    if (this.connection.phase === 'live') this.set({ phase: 'lost', since: this.now() });
    const delay = retryDelay(this.attempt++, this.options.random ?? Math.random);
    this.retry = setTimeout(() => {
      this.retry = undefined;
      this.connect();
    }, delay);
  }

  private listenForSilence(): void {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => {
      this.drop();
      this.again();
    }, SILENCE);
  }

  private drop(): void {
    clearTimeout(this.silence);
    const wire = this.wire;
    this.wire = undefined;
    if (!wire) return;
    wire.onmessage = null;
    wire.onclose = null;
    wire.close(1000);
  }

  private now(): number {
    return (this.options.now ?? Date.now)();
  }

  private set(next: Connection): void {
    this.connection = next;
    for (const listener of this.listeners) listener();
  }
}

/** A message for the phone, told apart from those for the store. */
interface ForPhone {
  type: 'phone';
  message: PhoneMessage;
}

/** A message for the chat. */
interface ForChat {
  type: 'chat';
  message: ChatMessage;
}

function parse(data: unknown): ServerMessage | ForPhone | ForChat | RecordChange | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    const message = JSON.parse(data) as Partial<ServerMessage> | null;
    const phone = message && phoneMessage(message);
    if (phone) return { type: 'phone', message: phone };
    const chat = message && chatMessage(message);
    if (chat) return { type: 'chat', message: chat };
    const change = message && changeMessage(message);
    if (change) return change;
    if (message?.type === 'ping') return { type: 'ping' };
    if (message?.type === 'mine') return Array.isArray(message.calls) ? (message as ServerMessage) : { type: 'ping' }; // carries no number: nothing to ask for again
    if (message?.type === 'snapshot' && typeof message.seq === 'number' && message.state) return message as ServerMessage;
    if (message?.type === 'delta' && typeof message.seq === 'number') return message as ServerMessage;
  } catch {
    return undefined;
  }
  return undefined;
}
