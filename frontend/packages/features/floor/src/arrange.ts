import { AGENT_STATES, byExtension } from '@yobirin/kit';
import type { AgentRow, AgentState, GroupRow, LiveCallRow, WaitingRow } from '@yobirin/live';

const rank = Object.fromEntries(AGENT_STATES.map((state, i) => [state, i])) as Record<AgentState, number>;

/** Agents by state, longest in state first; only those of `group` when it is given. */
export function arrangeAgents(agents: Iterable<AgentRow>, group?: string): AgentRow[] {
  return [...agents]
    .filter((a) => group === undefined || a.groups.some((g) => g.id === group))
    .sort((a, b) => rank[a.state] - rank[b.state] || a.since - b.since || byExtension(a, b));
}

/** How many agents are in each state. */
export function countStates(agents: readonly AgentRow[]): Map<AgentState, number> {
  const counts = new Map<AgentState, number>();
  for (const agent of agents) counts.set(agent.state, (counts.get(agent.state) ?? 0) + 1);
  return counts;
}

/** Waiting calls, longest first. */
export function arrangeWaiting(waiting: Iterable<WaitingRow>, group?: string): WaitingRow[] {
  return [...waiting].filter((w) => group === undefined || w.group === group).sort((a, b) => a.since - b.since || a.position - b.position);
}

const SCALES = [60, 120, 300, 600, 1800];

/** Seconds at which a waiting bar is full: a minute, and more only when somebody waits longer. */
export function scaleOf(longest: number): number {
  return SCALES.find((full) => longest < full) ?? 3600;
}

/**
 * Calls in the order in which they began: ids sort by time. Calls that wait have a list of their own, and a
 * supervisor who listens is shown with the call that it listens to.
 */
export function arrangeCalls(calls: Iterable<LiveCallRow>, group?: string): LiveCallRow[] {
  return [...calls]
    .filter((c) => c.state !== 'ended' && c.state !== 'waiting' && !c.watching && (group === undefined || c.group === group))
    .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

export type Totals = Pick<GroupRow, 'answered' | 'abandoned' | 'overflow' | 'timeout' | 'callback' | 'kept' | 'arrivals' | 'waiting' | 'longestWaitSince'> & {
  members: number;
  online: number;
  talking: number;
  available: number;
  paused: number;
};

/**
 * Sums of the groups. Calls add up; agents do not, because one agent is a member of many groups: they are
 * counted once, among the agents that belong to any of the groups. Ringing counts as talking.
 */
export function totalOf(groups: readonly GroupRow[], agents: Iterable<AgentRow>): Totals {
  const total: Totals = { answered: 0, abandoned: 0, overflow: 0, timeout: 0, callback: 0, kept: 0, arrivals: 0, waiting: 0, members: 0, online: 0, talking: 0, available: 0, paused: 0 };
  const ids = new Set<string>();
  for (const g of groups) {
    ids.add(g.id);
    total.answered += g.answered;
    total.abandoned += g.abandoned;
    total.overflow += g.overflow;
    total.timeout += g.timeout;
    total.callback += g.callback ?? 0;
    total.kept += g.kept ?? 0;
    total.arrivals += g.arrivals;
    total.waiting += g.waiting;
    if (g.longestWaitSince) total.longestWaitSince = Math.min(total.longestWaitSince ?? Infinity, g.longestWaitSince);
  }
  for (const a of agents) {
    if (!a.groups.some((g) => ids.has(g.id))) continue;
    total.members++;
    if (a.state !== 'offline') total.online++;
    if (a.state === 'talking' || a.state === 'ringing' || a.state === 'holding') total.talking++;
    else if (a.state === 'available') total.available++;
    else if (a.state === 'paused' || a.state === 'acw') total.paused++;
  }
  return total;
}
