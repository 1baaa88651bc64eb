import { byExtension } from '@yobirin/kit';
import type { AgentRow, AgentState, GroupRow } from '@yobirin/live';

/** Somebody whom one can call or hand a call to. */
export interface Target {
  id: string;
  /** What is dialed. */
  to: string;
  name: string;
  agent?: AgentRow;
  group?: GroupRow;
}

/** Who can answer now comes first: the same order as one would ask for. */
const NEARNESS: Record<AgentState, number> = { available: 0, acw: 1, paused: 2, holding: 3, talking: 3, ringing: 3, error: 4, offline: 5 };
const MOST = 30;

export const fold = (text: string): string => text.normalize('NFKC').toLowerCase().trim();

/** Whether the text is meant as a number: digits and what people write between them. */
export const isNumber = (text: string): boolean => /\d/.test(fold(text)) && /^(?:tel:|callto:|sip:)?[\d+*#()\-.\s]+$/.test(fold(text));

interface Floor {
  agents: Iterable<AgentRow>;
  groups: Iterable<GroupRow>;
  /** Oneself, who is nobody's target. */
  self: string;
}

/** Colleagues and groups that fit the text: every word in name, nickname or extension. */
export function findTargets(text: string, { agents, groups, self }: Floor, withGroups: boolean): Target[] {
  const words = fold(text).split(/\s+/).filter(Boolean);
  const fits = (...fields: string[]) => {
    const all = fold(fields.join('\n'));
    return words.every((word) => all.includes(word));
  };
  const people = [...agents]
    .filter((a) => a.id !== self && a.extension && fits(a.name, a.nickname, a.extension))
    .sort((a, b) => NEARNESS[a.state] - NEARNESS[b.state] || byExtension(a, b))
    .map((agent): Target => ({ id: agent.id, to: agent.extension, name: agent.nickname || agent.name, agent }));
  const teams = withGroups
    ? [...groups].filter((g) => g.extension && fits(g.name, g.extension)).sort(byExtension).map((group): Target => ({ id: group.id, to: group.extension, name: group.name, group }))
    : [];
  // Of many colleagues the nearest are listed, so that groups keep their places.
  return [...people.slice(0, Math.max(MOST / 2, MOST - teams.length)), ...teams].slice(0, MOST);
}
