import type { ChatText } from '@yobirin/live';
import type { ChatPage, ChatThread } from '@yobirin/wire';
import { describe, expect, it } from 'vitest';
import { atEnd, countUnread, join, joinTouching, mergeThread, MOST, sortThreads, withLast, withNew, withNewer, withOlder, type Talk, type Thread } from './model';
import { message } from './sample';

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => message(from + i));
const talk = (from: number, to: number, last = to): Talk => ({ items: range(from, to), older: from > 1, last, reads: new Map(), loading: false });
const page = (from: number, to: number, more: boolean, lastSeq: number): ChatPage => ({ items: range(from, to) as ChatPage['items'], more, lastSeq, reads: [] });
const seqs = (t: { items: readonly ChatText[] }) => t.items.map((m) => m.seq);
const thread = (id: string, more: Partial<Thread> = {}): Thread => ({ id, kind: 'group', title: id, member: true, lastSeq: 0, readSeq: 0, unread: 0, fresh: false, ...more });

describe('a talk', () => {
  it('joins pages without gap or double', () => {
    expect(join(range(1, 3), range(3, 5)).map((m) => m.seq)).toEqual([1, 2, 3, 4, 5]);
    expect(join(range(4, 5), range(1, 3)).map((m) => m.seq)).toEqual([1, 2, 3, 4, 5]);
    expect(joinTouching(range(1, 3), [message(4)]).map((m) => m.seq)).toEqual([1, 2, 3, 4]);
    expect(joinTouching(range(1, 3), [message(9)]).map((m) => m.seq)).toEqual([1, 2, 3]);
  });
  it('takes what comes next, once', () => {
    const next = withNew(talk(1, 3), message(4));
    expect([seqs(next.talk), next.gap]).toEqual([[1, 2, 3, 4], false]);
    expect(seqs(withNew(next.talk, message(4)).talk)).toEqual([1, 2, 3, 4]);
  });
  it('says when something is missing before what came', () => {
    const next = withNew(talk(1, 3), message(6));
    expect([seqs(next.talk), next.gap, next.talk.last, atEnd(next.talk)]).toEqual([[1, 2, 3], true, 6, false]);
  });
  it('shows nothing new to who reads an older part', () => {
    const next = withNew(talk(1, 3, 50), message(51));
    expect([seqs(next.talk), next.gap, next.talk.last]).toEqual([[1, 2, 3], false, 51]);
  });
  it('lets go of what is far away in both directions', () => {
    let t = talk(301, 350);
    for (let from = 251; from > 0; from -= 50) t = withOlder(t, page(from, from + 49, from > 1, 350));
    expect([t.items.length, t.items[0]!.seq, t.older, atEnd(t)]).toEqual([MOST, 1, false, false]);
    for (let after = 200; after < 350; after += 50) t = withNewer(t, page(after + 1, after + 50, after < 300, 350));
    expect([t.items.length, t.items[MOST - 1]!.seq, t.older, atEnd(t)]).toEqual([MOST, 350, true, true]);
    t = withNew(t, message(351)).talk;
    expect([t.items.length, t.items[MOST - 1]!.seq]).toEqual([MOST, 351]);
  });
});

describe('threads', () => {
  it('stand by their newest message, then those of one’s own, then by name', () => {
    const at = (id: string, ms: number) => thread(id, { last: { ...message(1), at: ms } as Thread['last'] });
    expect(sortThreads([thread('う', { member: false }), thread('い'), at('a', 5), at('b', 9), thread('あ')]).map((t) => t.id)).toEqual(['b', 'a', 'あ', 'い', 'う']);
  });
  it('count what is unread and new', () => {
    const came = withLast(thread('t', { lastSeq: 4, readSeq: 4 }), message(5), 'me', false);
    expect([came.unread, came.fresh, came.last?.text]).toEqual([1, true, 'm5']);
    const own = withLast(came, message(6, 'me'), 'me', false);
    expect([own.unread, own.fresh]).toEqual([0, false]);
    expect(withLast(thread('t'), message(1), 'me', true).fresh).toBe(false);
    expect(countUnread([came, thread('x', { unread: 3 }), thread('y', { unread: 100, fresh: true, member: false })])).toEqual({ count: 4, fresh: true });
  });
  it('do not go back when an older list arrives late', () => {
    const known = thread('t', { lastSeq: 9, readSeq: 9, last: message(9) as Thread['last'] });
    const listed: ChatThread = { ...thread('t'), lastSeq: 7, readSeq: 5, unread: 2, last: message(7) as ChatThread['last'] };
    const merged = mergeThread(known, listed);
    expect([merged.lastSeq, merged.readSeq, merged.unread, merged.last?.seq]).toEqual([9, 9, 0, 9]);
    expect(mergeThread({ ...known, lastSeq: 5, readSeq: 5 }, listed)).toMatchObject({ unread: 2, fresh: true });
  });
});
