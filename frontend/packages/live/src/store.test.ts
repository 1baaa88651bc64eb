import { describe, expect, it } from 'vitest';
import { isPaused, type AgentRow, type Delta, type LiveCallRow, type Snapshot } from './rows';
import { Counted } from './counted';
import { Ordered } from './ordered';
import { LiveStore } from './store';

const agent = (id: string, since = 1): AgentRow => ({ id, name: id, nickname: id, extension: '1', state: 'available', since, groups: [] });
const snapshot = (seq: number, ...ids: string[]): Snapshot => ({
  type: 'snapshot', seq, serverTime: 1, state: { agents: Object.fromEntries(ids.map((id) => [id, agent(id)])) },
});
const delta = (seq: number, rest: Omit<Delta, 'type' | 'seq'>): Delta => ({ type: 'delta', seq, ...rest });

describe('isPaused', () => {
  it.each([
    [{ id: 'g', statusId: null }, false], [{ id: 'g' }, false], [{ id: 'g', statusId: '' }, true],
    [{ id: 'g', statusId: 's1' }, true], [{ id: 'g', paused: true, statusId: null }, true], [undefined, false],
  ])('%j: %s', (membership, paused) => {
    expect(isPaused(membership)).toBe(paused);
  });
});

describe('LiveStore', () => {
  it('follows the calls of the reader, and tells which have ended', () => {
    const store = new LiveStore((run) => run());
    const changed: number[] = [];
    const ended: string[] = [];
    const call = (id: string, state: LiveCallRow['state']) => ({ id, direction: 'in', state, since: 1, parties: [] }) as unknown as LiveCallRow;
    store.subscribe('mine', () => changed.push(store.get('mine').size));
    store.onLeave((collection, id) => ended.push(`${collection} ${id}`));
    store.takeMine([call('a', 'talking'), call('b', 'ringing')]);
    const before = store.get('mine').get('a');
    expect(before?.from).toEqual({});
    store.takeMine([call('a', 'talking'), call('b', 'ringing')]); // nothing new
    expect(changed).toEqual([2]);
    store.takeMine([call('a', 'talking'), call('b', 'talking')]);
    expect(store.get('mine').get('a')).toBe(before);
    store.take(snapshot(7, 'x')); // is about others
    store.takeMine([call('b', 'talking')]);
    expect(ended).toEqual(['mine a']);
    expect(changed).toEqual([2, 2, 1]);
    store.clear();
    expect(store.get('mine').size).toBe(0);
    expect(ended).toEqual(['mine a']);
  });

  it('takes a snapshot, then deltas in order', () => {
    const store = new LiveStore((run) => run());
    expect(store.ready).toBe(false);
    expect(store.take(snapshot(7, 'a', 'b'))).toBe('applied');
    expect(store.take(delta(8, { set: { agents: { c: agent('c') } }, del: { agents: ['a'] } }))).toBe('applied');
    expect([...store.get('agents').keys()]).toEqual(['b', 'c']);
    expect(store.ready).toBe(true);
  });

  it.each([1, 2, 3, 20])('tells who follows it every %i deltas what changed, as sorting anew would', (every) => {
    const store = new LiveStore((run) => run());
    const byId = (a: AgentRow, b: AgentRow) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
    const ordered = new Ordered(byId, (a: AgentRow) => a.since % 3 > 0);
    const counted = new Counted((a: AgentRow) => [a.since % 3]);
    store.take(snapshot(1, 'a', 'b', 'c'));
    for (let seq = 2; seq < 200; seq++) {
      const [id, other] = [`r${(seq * 7) % 13}`, `r${(seq * 5) % 11}`];
      store.take(delta(seq, { set: { agents: { [id]: agent(id, seq), ...(seq % 4 === 0 ? { [other]: agent(other, seq) } : {}) } }, del: seq % 3 === 0 ? { agents: [other, 'never'] } : {} }));
      if (seq === 120) store.take(snapshot(seq, 'a', 'z'));
      if (seq % every > 0) continue;
      const rows = [...store.get('agents').values()];
      expect(ordered.of(store.get('agents'))).toEqual(rows.filter((a) => a.since % 3 > 0).sort(byId));
      for (const kind of [0, 1, 2]) expect(counted.of(store.get('agents')).get(kind) ?? 0).toBe(rows.filter((a) => a.since % 3 === kind).length);
    }
  });

  it('reports a gap and leaves the state untouched', () => {
    const store = new LiveStore((run) => run());
    expect(store.take(delta(1, {}))).toBe('gap');
    store.take(snapshot(7, 'a'));
    const before = store.get('agents');
    expect(store.take(delta(9, { del: { agents: ['a'] } }))).toBe('gap');
    expect(store.get('agents')).toBe(before);
    expect(store.take(delta(7, { del: { agents: ['a'] } }))).toBe('ignored');
    expect(store.get('agents')).toBe(before);
    expect(store.take(delta(8, {}))).toBe('applied');
  });

  it('keeps the identity of what did not change', () => {
    const store = new LiveStore((run) => run());
    store.take(snapshot(1, 'a', 'b'));
    const groups = store.get('groups');
    const b = store.get('agents').get('b');
    store.take(delta(2, { set: { agents: { a: agent('a', 9) } } }));
    expect(store.get('groups')).toBe(groups);
    expect(store.get('agents').get('b')).toBe(b);
    expect(store.get('agents').get('a')?.since).toBe(9);
  });

  it('tells listeners of changed collections once per turn', () => {
    const turns: (() => void)[] = [];
    const store = new LiveStore((run) => turns.push(run));
    store.take(snapshot(1, 'a'));
    turns.shift()?.();
    let agents = 0;
    let groups = 0;
    store.subscribe('agents', () => agents++);
    store.subscribe('groups', () => groups++);
    store.take(delta(2, { set: { agents: { a: agent('a', 2) } } }));
    store.take(delta(3, { set: { agents: { a: agent('a', 3) } } }));
    expect(turns).toHaveLength(1);
    turns.shift()?.();
    expect([agents, groups]).toEqual([1, 0]);
  });

  it('completes what a row leaves out', () => {
    const store = new LiveStore((run) => run());
    const bare = { id: 'a', name: 'A', state: 'offline', since: 1, groups: null } as unknown as AgentRow;
    store.take({ type: 'snapshot', seq: 1, serverTime: 1, state: { agents: { a: bare } } });
    expect(store.get('agents').get('a')).toMatchObject({ groups: [], extension: '', nickname: '' });
    store.take(delta(2, { set: { calls: { c: { id: 'c', from: null } as never } } }));
    expect(store.get('calls').get('c')).toMatchObject({ from: {}, to: {} });
  });

  it('tells which rows left, by delta and by snapshot', () => {
    const store = new LiveStore((run) => run());
    const left: string[] = [];
    store.onLeave((collection, id) => left.push(`${collection}/${id}`));
    store.take(snapshot(1, 'a', 'b', 'c'));
    store.take(delta(2, { del: { agents: ['a', 'never'] } }));
    store.take(snapshot(5, 'c'));
    expect(left).toEqual(['agents/a', 'agents/b']);
  });

  it('shows a snapshot collection by collection, is ready with the last, and loses nothing that comes meanwhile', () => {
    const turns: (() => void)[] = [];
    const store = new LiveStore((run) => turns.push(run), (run) => turns.push(run));
    const seen: string[] = [];
    store.onReady(() => seen.push(`ready ${store.ready}`));
    for (const c of ['statuses', 'groups', 'agents'] as const) store.subscribe(c, () => seen.push(`${c} ${[...store.get(c).keys()].join()}`));
    store.take({ type: 'snapshot', seq: 1, serverTime: 1, state: { agents: { a: agent('a'), b: agent('b') }, groups: { g: { id: 'g' } as never }, statuses: { s: { id: 's' } as never } } });
    store.whenTold(() => seen.push('told'));
    turns.shift()?.();
    expect([seen, store.ready, store.get('agents').size]).toEqual([['statuses s'], false, 0]);
    expect(store.take(delta(2, { set: { agents: { c: agent('c') }, statuses: { t: { id: 't' } as never } }, del: { agents: ['a'] } }))).toBe('applied');
    while (turns.length > 0) turns.shift()?.();
    expect(seen).toEqual(['statuses s', 'groups g', 'statuses s,t', 'agents b,c', 'ready true', 'told']);
    let now = false;
    store.whenTold(() => (now = true));
    expect(now).toBe(true);
  });

  it('is not ready again when it is emptied while a snapshot is shown', () => {
    const turns: (() => void)[] = [];
    const store = new LiveStore((run) => turns.push(run), (run) => turns.push(run));
    store.take(snapshot(1, 'a'));
    turns.shift()?.();
    store.clear();
    while (turns.length > 0) turns.shift()?.();
    expect([store.ready, store.get('agents').size]).toEqual([false, 0]);
  });
});
