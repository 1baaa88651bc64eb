import { HIGHEST_LEVEL, LOWEST_LEVEL, type Member } from './group';

/** Who can be a member, as the server's choices tell it. */
export interface Agent {
  id: string;
  name: string;
  nickname?: string;
  extension?: string;
}

export type Order = 'level' | 'name' | 'extension';

/** Text as it is searched: without case, and full width as half. */
const plain = (text: string) => text.normalize('NFKC').toLowerCase();

/** Agents whose name, nickname or extension holds every word. */
export function found<A extends Agent>(agents: readonly A[], words: string): readonly A[] {
  const parts = plain(words).split(/\s+/).filter(Boolean);
  if (parts.length === 0) return agents;
  return agents.filter((agent) => {
    const text = plain(`${agent.name}\n${agent.nickname ?? ''}\n${agent.extension ?? ''}`);
    return parts.every((part) => text.includes(part));
  });
}

/** Members with agents put in at a level, or taken out. Who is in already stays as it is. */
export function withAgents(members: readonly Member[], agents: readonly string[], on: boolean, level: number): Member[] {
  const which = new Set(agents);
  if (!on) return members.filter((m) => !which.has(m.agent));
  const there = new Set(members.map((m) => m.agent));
  return [...members, ...agents.filter((id) => !there.has(id)).map((agent) => ({ agent, level }))];
}

/** Members with a level set for some of them. */
export const withLevel = (members: readonly Member[], agents: ReadonlySet<string>, level: number): Member[] => members.map((m) => (agents.has(m.agent) ? { ...m, level } : m));

/** A level as it was typed; undefined for what is none. */
export function levelOf(text: string): number | undefined {
  const digits = text.normalize('NFKC').trim();
  if (!/^\d{1,2}$/.test(digits)) return undefined;
  const level = Number(digits);
  return level >= LOWEST_LEVEL && level <= HIGHEST_LEVEL ? level : undefined;
}

/** Rows of members in an order; those of one level by extension, then by name. */
export function ordered<R extends Agent & { level: number }>(rows: readonly R[], by: Order, down: boolean, language: string): R[] {
  const words = new Intl.Collator(language, { numeric: true });
  const last = (text: string | undefined) => text || '\uffff';
  const byExtension = (a: R, b: R) => words.compare(last(a.extension), last(b.extension));
  const byName = (a: R, b: R) => words.compare(a.name, b.name);
  const first = by === 'level' ? (a: R, b: R) => a.level - b.level : by === 'name' ? byName : byExtension;
  const sign = down ? -1 : 1;
  return [...rows].sort((a, b) => sign * first(a, b) || byExtension(a, b) || byName(a, b));
}

/** How many members each level has, lowest level first. */
export function levels(members: readonly Member[]): [level: number, count: number][] {
  const counts = new Map<number, number>();
  for (const { level } of members) counts.set(level, (counts.get(level) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => a - b);
}
