import type { ChatFile, ChatText } from '@yobirin/live';
import type { ChatPage, ChatThread } from '@yobirin/wire';

/** A conversation in the list. */
export interface Thread extends ChatThread {
  /** Something came while nobody looked: shown red until it is read. */
  fresh: boolean;
}

/** A part of a conversation without a gap, and what is known around it. */
export interface Talk {
  items: readonly ChatText[];
  /** There are older messages than the first of `items`. */
  older: boolean;
  /** Number of the newest message there is. */
  last: number;
  reads: ReadonlyMap<string, number>;
  /** First message that was unread when the conversation was opened. */
  unreadFrom?: number;
  /** Message to be brought into sight, a number that tells two wishes apart, and whether it is what was looked for. */
  goal?: { seq: number; turn: number; marked?: boolean };
  loading: boolean;
  failed?: string;
}

/** A message that the server has not confirmed yet. */
export interface Pending {
  ref: string;
  thread: string;
  text: string;
  bold: boolean;
  red: boolean;
  files: readonly ChatFile[];
  at: number;
  /** `waiting`: tried in vain, will be tried again · `failed`: refused. */
  status: 'sending' | 'waiting' | 'failed';
  detail?: string;
}

export interface Attachment {
  key: string;
  name: string;
  status: 'uploading' | 'ready' | 'failed';
  file?: ChatFile;
  detail?: string;
}

/** What is being written in a conversation. */
export interface Draft {
  text: string;
  bold: boolean;
  red: boolean;
  files: readonly Attachment[];
}

export const EMPTY_DRAFT: Draft = { text: '', bold: false, red: false, files: [] };
export const PAGE = 50;
/** Messages of one conversation that exist on the page at once: what is further away is loaded again. */
export const MOST = 200;
export const MAX_TEXT = 4000;
export const MAX_FILE = 10 * 1024 * 1024;
export const MAX_FILES = 10;

/** Joins messages that overlap or touch; the same number is the same message. */
export function join(a: readonly ChatText[], b: readonly ChatText[]): readonly ChatText[] {
  if (b.length === 0) return a;
  if (a.length === 0) return b;
  if (a[a.length - 1]!.seq < b[0]!.seq) return [...a, ...b];
  if (b[b.length - 1]!.seq < a[0]!.seq) return [...b, ...a];
  const all = new Map([...a, ...b].map((m) => [m.seq, m]));
  return [...all.values()].sort((x, y) => x.seq - y.seq);
}

/** A page with what came live while it was loaded, unless there is a gap between them. */
export function joinTouching(page: readonly ChatText[], live: readonly ChatText[]): readonly ChatText[] {
  const end = page[page.length - 1]?.seq;
  return end === undefined || live.length === 0 || live[0]!.seq > end + 1 ? page : join(page, live);
}

/** Whether the end of the conversation is there. */
export const atEnd = (talk: Talk) => talk.items.length === 0 || talk.items[talk.items.length - 1]!.seq >= talk.last;

/** The talk with an older page before it; what is too far down is let go. */
export function withOlder(talk: Talk, page: ChatPage): Talk {
  const items = join(page.items, talk.items).slice(0, MOST);
  return { ...talk, items, older: page.more, last: Math.max(talk.last, page.lastSeq), loading: false, failed: undefined };
}

/** The talk with a newer page behind it; what is too far up is let go. */
export function withNewer(talk: Talk, page: ChatPage): Talk {
  const all = join(talk.items, page.items);
  const items = all.slice(-MOST);
  return { ...talk, items, older: talk.older || items.length < all.length, last: Math.max(talk.last, page.lastSeq), loading: false, failed: undefined };
}

/** The talk with a message that has just come; `gap`: messages before it are missing. */
export function withNew(talk: Talk, message: ChatText): { talk: Talk; gap: boolean } {
  const end = talk.items[talk.items.length - 1]?.seq ?? talk.last;
  const last = Math.max(talk.last, message.seq);
  if (message.seq <= end) return { talk: { ...talk, last }, gap: false };
  // Who looks at an older part of the conversation misses nothing; who looks at its end does.
  if (message.seq > end + 1) return { talk: { ...talk, last }, gap: atEnd(talk) };
  const items = [...talk.items, message];
  return { talk: { ...talk, items: items.slice(-MOST), older: talk.older || items.length > MOST, last }, gap: false };
}

const names = new Intl.Collator('ja');

/** Conversations with the newest message first; those without one behind, by name. */
export function sortThreads(threads: Iterable<Thread>): Thread[] {
  return [...threads].sort((a, b) => (b.last?.at ?? 0) - (a.last?.at ?? 0) || Number(b.member) - Number(a.member) || names.compare(a.title, b.title));
}

/** What was listed, joined with what is known from live messages, which may be newer. */
export function mergeThread(before: Thread | undefined, now: ChatThread): Thread {
  if (!before) return { ...now, fresh: false };
  const readSeq = Math.max(before.readSeq, now.readSeq);
  const lastSeq = Math.max(before.lastSeq, now.lastSeq);
  const unread = Math.max(0, lastSeq - readSeq);
  return { ...now, readSeq, lastSeq, unread, last: before.lastSeq > now.lastSeq ? before.last : now.last, fresh: unread > 0 && (before.fresh || now.lastSeq > before.lastSeq) };
}

/** A thread after a message has come. */
export function withLast(thread: Thread, message: ChatText, self: string, seen: boolean): Thread {
  if (message.seq <= thread.lastSeq && thread.last) return thread;
  const readSeq = message.author === self ? Math.max(thread.readSeq, message.seq) : thread.readSeq;
  const lastSeq = Math.max(thread.lastSeq, message.seq);
  const last = { ...message, text: message.text.slice(0, 200), files: undefined };
  return { ...thread, last, lastSeq, readSeq, unread: Math.max(0, lastSeq - readSeq), fresh: message.author === self ? false : thread.fresh || !seen };
}

/** Unread messages of the conversations that ask for attention. */
export function countUnread(threads: Iterable<Thread>): { count: number; fresh: boolean } {
  let count = 0;
  let fresh = false;
  for (const t of threads) {
    if (!t.member) continue;
    count += t.unread;
    fresh ||= t.fresh && t.unread > 0;
  }
  return { count, fresh };
}
