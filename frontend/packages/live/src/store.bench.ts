// What a floor of 10,000 agents in 200 groups costs the page: `npx vitest bench packages/live`.
import { bench, describe } from 'vitest';
import { Counted } from './counted';
import { Ordered } from './ordered';
import type { AgentRow, Delta, Snapshot } from './rows';
import { LiveStore } from './store';

const AGENTS = 10_000;
const agent = (i: number, since: number): AgentRow => ({
  id: `agent-${i}`, name: `鈴木 太郎${i}`, nickname: `太郎${i}`, extension: String(100_000 + i), state: since % 3 === 0 ? 'talking' : 'available', since,
  groups: [{ id: `group-${i % 200}`, statusId: null }, { id: `group-${(i + 1) % 200}`, statusId: null }],
});
const state = () => ({ agents: Object.fromEntries(Array.from({ length: AGENTS }, (_, i) => [`agent-${i}`, agent(i, i)])) });
const text = JSON.stringify({ type: 'snapshot', seq: 1, serverTime: 1, state: state() });
const order = (a: AgentRow, b: AgentRow) => a.since - b.since || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
const wanted = (a: AgentRow) => a.groups.some((g) => g.id === 'group-7');

describe('10,000 agents', () => {
  bench('a snapshot, read and taken', () => {
    new LiveStore((run) => run()).take(JSON.parse(text) as Snapshot);
  });

  const store = new LiveStore((run) => run());
  store.take(JSON.parse(text) as Snapshot);
  const followers = [new Ordered(order), new Ordered(order, wanted)];
  const counted = new Counted((a: AgentRow) => [a.state]);
  let seq = 1;
  /** Four agents do something else. */
  const move = () => {
    seq++;
    const set = Object.fromEntries([0, 1, 2, 3].map((k) => [`agent-${(seq * 31 + k) % AGENTS}`, agent((seq * 31 + k) % AGENTS, seq)]));
    store.take({ type: 'delta', seq, set: { agents: set } } satisfies Delta);
    return store.get('agents');
  };
  bench('a delta of four agents, taken and followed by two lists and a count', () => {
    const rows = move();
    for (const list of followers) list.of(rows);
    counted.of(rows);
  });

  bench('the same by sorting and counting anew', () => {
    const rows = [...move().values()];
    rows.sort(order);
    rows.filter(wanted).sort(order);
    const counts = new Map<string, number>();
    for (const a of rows) counts.set(a.state, (counts.get(a.state) ?? 0) + 1);
  });
});
