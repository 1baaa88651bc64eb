import type { ChatMessage, ChatText } from '@yobirin/live';
import type { ChatDraft, ChatPage, ChatReference, ChatThread, ChatUpload } from '@yobirin/wire';
import {
  atEnd, EMPTY_DRAFT, joinTouching, MAX_FILES, mergeThread, PAGE, sortThreads, withLast, withNew, withNewer, withOlder,
  type Attachment, type Draft, type Pending, type Talk, type Thread,
} from './model';
import { Outbox } from './outbox';
import { References } from './references';

/** What the store asks of the server. */
export interface ChatApi {
  threads(): Promise<ChatThread[]>;
  open(agent: string): Promise<ChatThread>;
  messages(thread: string, query: { before?: number; after?: number; limit?: number }): Promise<ChatPage>;
  send(thread: string, draft: ChatDraft): Promise<ChatText>;
  read(thread: string, seq: number): Promise<unknown>;
  typing(thread: string): Promise<unknown>;
  upload(thread: string, file: File): Promise<ChatUpload>;
  resolve(refs: string[]): Promise<ChatReference[]>;
}

export interface ChatState {
  /** False before the first list. */
  loaded: boolean;
  failed?: string;
  threads: readonly Thread[];
  /** The conversation that is shown. */
  open?: string;
  talks: ReadonlyMap<string, Talk>;
  pending: readonly Pending[];
  /** Who is writing, by conversation. */
  typing: ReadonlyMap<string, readonly string[]>;
  drafts: ReadonlyMap<string, Draft>;
}

export interface StoreOptions {
  api: ChatApi;
  /** The agent who looks. */
  self: string;
  selfName: string;
  judge: (error: unknown) => { again: boolean; detail: string };
  /** Somebody else's message has come. */
  onArrival?: (message: ChatText, thread: Thread | undefined) => void;
  /** Keeps what is being written beyond a reload. */
  keep?: (thread: string, draft: Draft) => void;
  kept?: (thread: string) => Draft | undefined;
}

/** How long somebody is shown to be writing after the last word of it. */
const TYPING = 6000;
const TYPING_EVERY = 3000;
const READ_AFTER = 150;
/** With more unread messages than this a conversation opens where they begin. */
const FEW = 30;

const EMPTY_TALK: Talk = { items: [], older: false, last: 0, reads: new Map(), loading: false };

/** The chat of one agent: what the server told, what is being written, and what is on its way. */
export class ChatStore {
  state: ChatState = { loaded: false, threads: [], talks: new Map(), pending: [], typing: new Map(), drafts: new Map() };
  readonly references: References;
  private readonly outbox: Outbox;
  private readonly listeners = new Set<() => void>();
  private readonly typers = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly reading = new Map<string, { seq: number; timer: ReturnType<typeof setTimeout> }>();
  private typed = 0;
  private turn = 0;
  private watched: string | undefined;
  private listing: Promise<void> | undefined;

  constructor(private readonly options: StoreOptions) {
    this.references = new References((refs) => options.api.resolve(refs));
    this.outbox = new Outbox({
      send: (p) => options.api.send(p.thread, { ref: p.ref, text: p.text, bold: p.bold || undefined, red: p.red || undefined, files: p.files.length > 0 ? p.files.map((f) => f.id) : undefined }),
      judge: options.judge,
      onSent: (message) => this.arrived(message),
      onChange: (pending) => this.set({ pending }),
    });
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  stop(): void {
    this.outbox.stop();
    this.typers.forEach(clearTimeout);
    this.reading.forEach(({ timer }) => clearTimeout(timer));
  }

  /** Lists the conversations anew: at the start, when the connection is back, when one is not known. */
  refresh(): Promise<void> {
    this.listing ??= this.list().finally(() => {
      this.listing = undefined;
    });
    return this.listing;
  }

  private async list(): Promise<void> {
    try {
      const before = new Map(this.state.threads.map((t) => [t.id, t]));
      const now = await this.options.api.threads();
      const opened = this.state.threads.filter((t) => t.kind === 'agent' && !t.last && !now.some((n) => n.id === t.id));
      const current = new Map([...before, ...this.state.threads.map((t) => [t.id, t] as const)]);
      const first = !this.state.loaded;
      const threads = now.map((t) => (first ? { ...mergeThread(current.get(t.id), t), fresh: false } : mergeThread(current.get(t.id), t)));
      this.set({ loaded: true, failed: undefined, threads: sortThreads([...threads, ...opened]) });
    } catch (error) {
      this.set({ failed: this.options.judge(error).detail });
    }
  }

  /** The connection is back: asks for what came meanwhile. */
  async catchUp(): Promise<void> {
    this.outbox.hurry();
    await this.refresh();
    for (const thread of this.state.talks.keys()) {
      if (thread !== this.state.open) this.forget(thread);
    }
    const { open } = this.state;
    if (open) await this.fill(open);
  }

  private forget(thread: string): void {
    const talks = new Map(this.state.talks);
    talks.delete(thread);
    this.set({ talks });
  }

  /** Loads what lies behind the end of a talk, as long as it had the end before. */
  private async fill(thread: string): Promise<void> {
    const talk = this.state.talks.get(thread);
    const end = talk?.items[talk.items.length - 1]?.seq;
    if (!talk || talk.loading) return;
    if (end === undefined) return this.load(thread, {});
    this.put(thread, { loading: true });
    try {
      const page = await this.options.api.messages(thread, { after: end, limit: PAGE });
      this.put(thread, withNewer(this.talk(thread), page));
      if (page.more && this.state.open === thread && this.talk(thread).items.length < PAGE * 2) await this.fill(thread);
    } catch (error) {
      this.put(thread, { loading: false, failed: this.options.judge(error).detail });
    }
  }

  /** Opens the conversation with an agent. */
  async openAgent(agent: string): Promise<void> {
    const known = this.state.threads.find((t) => t.kind === 'agent' && t.agent === agent);
    if (known) return this.open(known.id);
    const thread = await this.options.api.open(agent);
    if (!this.thread(thread.id)) this.set({ threads: sortThreads([...this.state.threads, { ...thread, fresh: false }]) });
    return this.open(thread.id);
  }

  /** Shows a conversation, from its unread messages on, or around one message. */
  async open(thread: string, at?: number): Promise<void> {
    this.set({ open: thread });
    const known = this.thread(thread);
    const talk = this.state.talks.get(thread);
    const unreadFrom = known && known.unread > 0 ? known.readSeq + 1 : undefined;
    if (at === undefined && talk && !talk.failed && atEnd(talk) && (known?.lastSeq ?? 0) <= talk.last) {
      this.put(thread, { unreadFrom, goal: unreadFrom ? { seq: unreadFrom, turn: ++this.turn } : undefined });
      return;
    }
    const seq = at ?? (known && known.unread > FEW ? unreadFrom : undefined);
    const goal = at ?? unreadFrom;
    await this.load(thread, seq === undefined ? {} : { before: Math.max(1, seq - 10) + PAGE }, unreadFrom, goal, at !== undefined);
  }

  private async load(thread: string, query: { before?: number }, unreadFrom?: number, goal?: number, marked?: boolean): Promise<void> {
    this.put(thread, { ...EMPTY_TALK, last: this.thread(thread)?.lastSeq ?? 0, loading: true, unreadFrom });
    try {
      const page = await this.options.api.messages(thread, { ...query, limit: PAGE });
      const talk = this.talk(thread);
      const reads = new Map(page.reads.map((r) => [r.agent, r.seq]));
      this.put(thread, {
        items: joinTouching(page.items, talk.items), older: page.more, last: Math.max(page.lastSeq, this.talk(thread).last), reads, loading: false, failed: undefined,
        goal: goal === undefined ? undefined : { seq: goal, turn: ++this.turn, marked },
      });
    } catch (error) {
      this.put(thread, { loading: false, failed: this.options.judge(error).detail });
    }
  }

  close(): void {
    this.set({ open: undefined });
  }

  /** Goes to the newest message. */
  async newest(thread: string): Promise<void> {
    if (atEnd(this.talk(thread))) return;
    await this.load(thread, {});
  }

  /** Loads more in a direction. */
  async more(thread: string, direction: 'older' | 'newer'): Promise<void> {
    const talk = this.talk(thread);
    if (talk.loading || talk.items.length === 0) return;
    if (direction === 'newer') {
      if (!atEnd(talk)) await this.fill(thread);
      return;
    }
    if (!talk.older) return;
    this.put(thread, { loading: true });
    try {
      const page = await this.options.api.messages(thread, { before: talk.items[0]!.seq, limit: PAGE });
      this.put(thread, withOlder(this.talk(thread), page));
    } catch (error) {
      this.put(thread, { loading: false, failed: this.options.judge(error).detail });
    }
  }

  /** Takes a live message. */
  hear(message: ChatMessage): void {
    switch (message.type) {
      case 'chat.message':
        this.arrived(message.message);
        return;
      case 'chat.read':
        this.wasRead(message.thread, message.agent, message.seq);
        return;
      case 'chat.typing':
        if (message.agent !== this.options.self) this.types(message.thread, message.agent);
    }
  }

  private arrived(message: ChatText): void {
    const { self, onArrival } = this.options;
    const before = this.thread(message.thread);
    if (before && message.seq <= before.lastSeq && this.talk(message.thread).items.some((m) => m.seq === message.seq)) {
      this.outbox.confirm(message.ref);
      return;
    }
    const fresh = !before || message.seq > before.lastSeq;
    if (before) this.setThread(withLast(before, message, self, this.watched === message.thread));
    else void this.refresh();
    const talk = this.state.talks.get(message.thread);
    if (talk) {
      const next = withNew(talk, message);
      this.put(message.thread, next.talk);
      if (next.gap) void this.fill(message.thread);
    }
    this.stopTyping(message.thread, message.author);
    if (message.author === self) this.outbox.confirm(message.ref);
    else if (fresh) onArrival?.(message, this.thread(message.thread));
  }

  private wasRead(id: string, agent: string, seq: number): void {
    const thread = this.thread(id);
    if (agent === this.options.self) {
      if (thread && seq > thread.readSeq) this.setThread({ ...thread, readSeq: seq, unread: Math.max(0, thread.lastSeq - seq), fresh: thread.fresh && seq < thread.lastSeq });
      return;
    }
    const talk = this.state.talks.get(id);
    if (talk && (talk.reads.get(agent) ?? 0) < seq) this.put(id, { reads: new Map(talk.reads).set(agent, seq) });
  }

  /** Somebody looks at a conversation: what comes there is not called new. */
  watch(thread: string | undefined): void {
    this.watched = thread;
  }

  get watching(): string | undefined {
    return this.watched;
  }

  /** A message has been in sight. */
  seen(id: string, seq: number): void {
    const thread = this.thread(id);
    if (!thread || seq <= thread.readSeq) return;
    this.setThread({ ...thread, readSeq: seq, unread: Math.max(0, thread.lastSeq - seq), fresh: false });
    clearTimeout(this.reading.get(id)?.timer);
    const timer = setTimeout(() => {
      this.reading.delete(id);
      this.options.api.read(id, seq).catch(() => undefined); // the next message in sight says it again
    }, READ_AFTER);
    this.reading.set(id, { seq, timer });
  }

  draft(thread: string): Draft {
    return this.state.drafts.get(thread) ?? this.options.kept?.(thread) ?? EMPTY_DRAFT;
  }

  /** Changes what is being written. */
  write(thread: string, change: Partial<Draft>): void {
    const draft = { ...this.draft(thread), ...change };
    this.set({ drafts: new Map(this.state.drafts).set(thread, draft) });
    this.options.keep?.(thread, draft);
    if (change.text && Date.now() - this.typed > TYPING_EVERY) {
      this.typed = Date.now();
      this.options.api.typing(thread).catch(() => undefined);
    }
  }

  /** Uploads files for the message that is being written. */
  attach(thread: string, files: readonly File[]): void {
    for (const file of files) {
      if (this.draft(thread).files.length >= MAX_FILES) return;
      const key = crypto.randomUUID();
      this.write(thread, { files: [...this.draft(thread).files, { key, name: file.name, status: 'uploading' }] });
      const change = (to: Partial<Attachment>) => this.write(thread, { files: this.draft(thread).files.map((f) => (f.key === key ? { ...f, ...to } : f)) });
      this.options.api.upload(thread, file).then(
        (done) => change({ status: 'ready', file: done, name: done.name }),
        (error: unknown) => change({ status: 'failed', detail: this.options.judge(error).detail }),
      );
    }
  }

  detach(thread: string, key: string): void {
    this.write(thread, { files: this.draft(thread).files.filter((f) => f.key !== key) });
  }

  /** Sends what has been written; it is shown at once. False: there is nothing, or a file is still on its way. */
  send(thread: string): boolean {
    const draft = this.draft(thread);
    const files = draft.files.flatMap((f) => (f.file ? [f.file] : []));
    if ((draft.text.trim() === '' && files.length === 0) || draft.files.some((f) => f.status === 'uploading')) return false;
    this.outbox.add({ ref: crypto.randomUUID(), thread, text: draft.text.trimEnd(), bold: draft.bold, red: draft.red, files, at: Date.now(), status: 'sending' });
    this.write(thread, EMPTY_DRAFT);
    this.typed = 0;
    return true;
  }

  retry(ref: string): void {
    this.outbox.retry(ref);
  }

  discard(ref: string): void {
    this.outbox.discard(ref);
  }

  thread(id: string): Thread | undefined {
    return this.state.threads.find((t) => t.id === id);
  }

  private types(thread: string, agent: string): void {
    const key = `${thread} ${agent}`;
    clearTimeout(this.typers.get(key));
    this.typers.set(key, setTimeout(() => this.stopTyping(thread, agent), TYPING));
    const now = this.state.typing.get(thread) ?? [];
    if (!now.includes(agent)) this.set({ typing: new Map(this.state.typing).set(thread, [...now, agent]) });
  }

  private stopTyping(thread: string, agent: string): void {
    const key = `${thread} ${agent}`;
    clearTimeout(this.typers.get(key));
    if (!this.typers.delete(key)) return;
    this.set({ typing: new Map(this.state.typing).set(thread, (this.state.typing.get(thread) ?? []).filter((a) => a !== agent)) });
  }

  private talk(thread: string): Talk {
    return this.state.talks.get(thread) ?? EMPTY_TALK;
  }

  private put(thread: string, change: Partial<Talk>): void {
    this.set({ talks: new Map(this.state.talks).set(thread, { ...this.talk(thread), ...change }) });
  }

  private setThread(thread: Thread): void {
    this.set({ threads: sortThreads(this.state.threads.map((t) => (t.id === thread.id ? thread : t))) });
  }

  private set(change: Partial<ChatState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }
}
