import type { ChatText } from '@yobirin/live';
import type { ChatPage, ChatThread } from '@yobirin/wire';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { message } from './sample';
import { ChatStore, type ChatApi } from './store';

/** A server with two threads in memory. */
class Server implements ChatApi {
  texts: Record<string, ChatText[]> = { t: [], p: [] };
  readSeq: Record<string, number> = {};
  calls: string[] = [];
  down = false;

  private ask(what: string): void {
    this.calls.push(what);
    if (this.down) throw new Error('down');
  }

  write(thread: string, author: string, text = 'x'): ChatText {
    const all = this.texts[thread]!;
    const next = { ...message(all.length + 1, author, thread), text };
    all.push(next);
    return next;
  }

  private thread(id: string): ChatThread {
    const all = this.texts[id]!;
    const readSeq = this.readSeq[id] ?? 0;
    return { id, kind: id === 'p' ? 'agent' : 'group', agent: id === 'p' ? 'other' : undefined, title: id, member: true, lastSeq: all.length, readSeq, unread: all.length - readSeq, last: all[all.length - 1] as ChatThread['last'] };
  }

  async threads() {
    this.ask('threads');
    return Object.keys(this.texts).filter((id) => id === 't' || this.texts[id]!.length > 0).map((id) => this.thread(id));
  }

  async open(agent: string) {
    this.ask(`open ${agent}`);
    return this.thread('p');
  }

  async messages(thread: string, q: { before?: number; after?: number; limit?: number }): Promise<ChatPage> {
    this.ask(`messages ${thread} ${JSON.stringify(q)}`);
    const all = this.texts[thread]!;
    const part = all.filter((m) => (q.after ? m.seq > q.after : m.seq < (q.before ?? Infinity)));
    const items = q.after ? part.slice(0, q.limit) : part.slice(-q.limit!);
    return { items: items as ChatPage['items'], more: items.length < part.length, lastSeq: all.length, reads: [] };
  }

  async send(thread: string, draft: { ref: string; text: string }) {
    this.ask(`send ${draft.text}`);
    const known = this.texts[thread]!.find((m) => m.ref === draft.ref);
    return known ?? Object.assign(this.write(thread, 'me', draft.text), { ref: draft.ref });
  }

  async read(thread: string, seq: number) {
    this.ask(`read ${thread} ${seq}`);
    this.readSeq[thread] = seq;
  }

  async typing(thread: string) {
    this.ask(`typing ${thread}`);
  }

  async upload(_thread: string, file: File) {
    this.ask(`upload ${file.name}`);
    return { id: `f-${file.name}`, name: file.name, type: 'text/plain', size: file.size };
  }

  async resolve(refs: string[]) {
    this.ask(`resolve ${refs.length}`);
    return refs.map((ref) => ({ ref, visible: true, title: 'x' }));
  }
}

function open() {
  const server = new Server();
  const arrivals: string[] = [];
  const store = new ChatStore({
    api: server, self: 'me', selfName: 'Me', judge: (e) => ({ again: true, detail: (e as Error).message }), onArrival: (m) => arrivals.push(m.text),
  });
  const tell = (m: ChatText) => store.hear({ type: 'chat.message', message: m });
  const shown = (thread = 't') => store.state.talks.get(thread)?.items.map((m) => m.seq);
  return { server, store, arrivals, tell, shown };
}

describe('the chat', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('finds at the login what came before, and calls new only what comes now', async () => {
    const { server, store, arrivals, tell } = open();
    server.write('t', 'other');
    await store.catchUp();
    expect(store.thread('t')).toMatchObject({ unread: 1, fresh: false });
    tell(server.write('t', 'other', 'hello'));
    expect(store.thread('t')).toMatchObject({ unread: 2, fresh: true, last: { text: 'hello' } });
    expect(arrivals).toEqual(['hello']);
    await store.open('t');
    store.seen('t', 2);
    await vi.runAllTimersAsync();
    expect(store.thread('t')).toMatchObject({ unread: 0, fresh: false });
    expect(server.readSeq['t']).toBe(2);
    // What another window of the same agent reads is read here, too.
    tell(server.write('t', 'other'));
    store.hear({ type: 'chat.read', thread: 't', agent: 'me', seq: 3 });
    expect(store.thread('t')).toMatchObject({ unread: 0, fresh: false });
  });
  it('shows an own message once, whichever comes first: the answer or the live message', async () => {
    const { server, store, tell, shown, arrivals } = open();
    await store.catchUp();
    await store.open('t');
    store.write('t', { text: 'one', bold: true });
    expect(store.send('t')).toBe(true);
    expect(store.state.pending).toMatchObject([{ text: 'one', bold: true }]);
    expect(store.draft('t').text).toBe('');
    await vi.advanceTimersByTimeAsync(1);
    tell(server.texts['t']![0]!);
    expect([shown(), store.state.pending, arrivals]).toEqual([[1], [], []]);
    const other = { ...message(2, 'me'), ref: 'elsewhere' };
    tell(other); // from another device of the same agent
    expect([shown(), store.thread('t')?.unread]).toEqual([[1, 2], 0]);
    expect(store.send('t')).toBe(false);
  });
  it('loses nothing while the connection is away', async () => {
    const { server, store, tell, shown } = open();
    tell(server.write('t', 'other'));
    await store.catchUp();
    await store.open('t');
    for (let i = 0; i < 120; i++) server.write('t', 'other');
    server.write('p', 'other', 'secret');
    server.down = true;
    store.write('t', { text: 'mine' });
    store.send('t');
    await vi.advanceTimersByTimeAsync(10);
    expect(store.state.pending).toMatchObject([{ status: 'waiting' }]);
    server.down = false;
    await store.catchUp();
    await vi.advanceTimersByTimeAsync(10);
    expect(store.state.pending).toEqual([]);
    expect(store.thread('p')).toMatchObject({ unread: 1, fresh: false });
    // Two pages are loaded by themselves, the rest as one reads on.
    while (shown()!.length < 122 && shown()!.at(-1)! < 122) await store.more('t', 'newer');
    expect(shown()).toEqual(Array.from({ length: 122 }, (_, i) => i + 1));
    expect(server.texts['t']!.filter((m) => m.text === 'mine')).toHaveLength(1);
  });
  it('fills a gap that a lost live message leaves', async () => {
    const { server, store, tell, shown } = open();
    await store.catchUp();
    await store.open('t');
    tell(server.write('t', 'other'));
    server.write('t', 'other'); // never told
    tell(server.write('t', 'other'));
    await vi.advanceTimersByTimeAsync(1);
    expect(shown()).toEqual([1, 2, 3]);
  });
  it('opens a long unread conversation where the unread begins', async () => {
    const { server, store, shown } = open();
    for (let i = 0; i < 300; i++) server.write('t', 'other');
    server.readSeq['t'] = 100;
    await store.catchUp();
    await store.open('t');
    expect([shown()![0], shown()!.at(-1), store.state.talks.get('t')]).toMatchObject([91, 140, { unreadFrom: 101, goal: { seq: 101 }, older: true, last: 300 }]);
    await store.more('t', 'older');
    await store.more('t', 'newer');
    expect([shown()![0], shown()!.at(-1)]).toEqual([41, 190]);
    await store.newest('t');
    expect([shown()![0], shown()!.at(-1)]).toEqual([251, 300]);
    await store.open('t', 5);
    expect([shown()![0], store.state.talks.get('t')?.goal]).toMatchObject([1, { seq: 5, marked: true }]);
  });
  it('lists a conversation that somebody else begins, and one that oneself opens', async () => {
    const { server, store, tell } = open();
    await store.catchUp();
    tell(server.write('p', 'other', 'hi'));
    await vi.advanceTimersByTimeAsync(1);
    expect(store.thread('p')).toMatchObject({ unread: 1, title: 'p' });
    await store.openAgent('other');
    expect(store.state.open).toBe('p');
    expect(server.calls).not.toContain('open other');
  });
  it('tells of typing while one writes, not too often, and shows it of others for a while', async () => {
    const { server, store, tell } = open();
    await store.catchUp();
    store.write('t', { text: 'a' });
    store.write('t', { text: 'ab' });
    expect(server.calls.filter((c) => c === 'typing t')).toHaveLength(1);
    store.hear({ type: 'chat.typing', thread: 't', agent: 'other' });
    store.hear({ type: 'chat.typing', thread: 't', agent: 'me' });
    expect(store.state.typing.get('t')).toEqual(['other']);
    await vi.advanceTimersByTimeAsync(6001);
    expect(store.state.typing.get('t')).toEqual([]);
    store.hear({ type: 'chat.typing', thread: 't', agent: 'other' });
    tell(server.write('t', 'other'));
    expect(store.state.typing.get('t')).toEqual([]);
  });
  it('sends files when all are uploaded', async () => {
    const { server, store } = open();
    await store.catchUp();
    store.attach('t', [new File(['x'], 'a.txt'), new File(['y'], 'b.txt')]);
    expect(store.send('t')).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(store.draft('t').files.map((f) => f.status)).toEqual(['ready', 'ready']);
    store.detach('t', store.draft('t').files[0]!.key);
    expect(store.send('t')).toBe(true);
    expect(store.state.pending[0]?.files.map((f) => f.name)).toEqual(['b.txt']);
    expect(server.calls).toContain('upload a.txt');
  });
  it('asks for many references at once and once each', async () => {
    const { server, store } = open();
    for (let i = 0; i < 150; i++) store.references.want(`call:${i % 120}`);
    await vi.runAllTimersAsync();
    expect(server.calls).toEqual(['resolve 100', 'resolve 20']);
    expect(store.references.get('call:119')?.visible).toBe(true);
    store.references.want('call:1');
    await vi.runAllTimersAsync();
    expect(server.calls).toHaveLength(2);
  });
});
