import { AGENT_STATES, byExtension } from '@yobirin/kit';
import { isPaused, sinceIn, stateIn, type AgentRow, type AgentState, type GroupRow, type LiveCallRow, type ParkedRow, type WaitingRow } from '@yobirin/live';

const rank = Object.fromEntries(AGENT_STATES.map((state, i) => [state, i])) as Record<AgentState, number>;

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Agents by state, longest in state first. */
export const agentOrder = (a: AgentRow, b: AgentRow) => rank[a.state] - rank[b.state] || a.since - b.since || byExtension(a, b) || byId(a, b);

/** The same by what they are in a group. */
export function agentOrderIn(group: string | undefined): (a: AgentRow, b: AgentRow) => number {
  if (group === undefined) return agentOrder;
  return (a, b) => rank[stateIn(a, group).state] - rank[stateIn(b, group).state] || sinceIn(a, group) - sinceIn(b, group) || byExtension(a, b) || byId(a, b);
}

/** Whether an agent is a member of a group, or there is no group to be a member of. */
export const isIn = (agent: AgentRow, group: string | undefined) => group === undefined || agent.groups.some((g) => g.id === group);

/** Groups as people know them. */
export const groupOrder = (a: GroupRow, b: GroupRow) => byExtension(a, b) || byId(a, b);

/** Waiting calls, longest first. */
export const waitingOrder = (a: WaitingRow, b: WaitingRow) => a.since - b.since || a.position - b.position || (a.call < b.call ? -1 : a.call > b.call ? 1 : 0);

/** Parked calls by their slots. */
export const parkedOrder = (a: ParkedRow, b: ParkedRow) => a.slot - b.slot || (a.call < b.call ? -1 : a.call > b.call ? 1 : 0);

const SCALES = [60, 120, 300, 600, 1800];

/** Seconds at which a waiting bar is full: a minute, and more only when somebody waits longer. */
export function scaleOf(longest: number): number {
  return SCALES.find((full) => longest < full) ?? 3600;
}

/** Calls in the order in which they began: ids sort by time. */
export const callOrder: (a: LiveCallRow, b: LiveCallRow) => number = byId;

/** Whether a call is in progress: those that wait have a list of their own, and who listens is shown with the call that it listens to. */
export const inProgress = (call: LiveCallRow) => call.state !== 'ended' && call.state !== 'waiting' && !call.watching;

export type Totals = Pick<GroupRow, 'answered' | 'abandoned' | 'overflow' | 'timeout' | 'callback' | 'kept' | 'arrivals' | 'waiting' | 'longestWaitSince'> & Record<Head, number>;

/**
 * Sums of the groups. Calls add up; agents do not, because one agent is a member of many groups: they are counted
 * once, among the agents that belong to any of the groups. Of one group it is what the server counts, which knows who
 * is paused in it; of several, who is free in any of them is free. Ringing counts as talking.
 */
export function totalOf(groups: readonly GroupRow[], heads: Heads): Totals {
  const total: Totals = { answered: 0, abandoned: 0, overflow: 0, timeout: 0, callback: 0, kept: 0, arrivals: 0, waiting: 0, members: 0, online: 0, talking: 0, available: 0, paused: 0 };
  for (const g of groups) {
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
  const [only] = groups;
  if (groups.length === 1 && only) return { ...total, members: only.members, online: only.online, talking: only.talking, available: only.available, paused: only.paused };
  const of = (head: Head) => heads.get(head) ?? 0;
  return { ...total, members: of('members'), online: of('online'), talking: of('talking'), available: of('available'), paused: of('paused') };
}

export type Head = 'members' | 'online' | 'talking' | 'available' | 'paused';
/** How many agents there are of each kind. */
export type Heads = ReadonlyMap<Head, number>;

/** As what an agent counts; made once, for ten thousand are counted at a time. */
const OFFLINE: readonly Head[] = ['members'];
const TALKING: readonly Head[] = ['members', 'online', 'talking'];
const PAUSED: readonly Head[] = ['members', 'online', 'paused'];
const AVAILABLE: readonly Head[] = ['members', 'online', 'available'];
const UNREACHABLE: readonly Head[] = ['members', 'online'];

/** As what an agent counts among those of some groups; nothing when it is in none of them. */
export function headOf(groups: ReadonlySet<string>): (agent: AgentRow) => readonly Head[] {
  return (agent) => {
    let member = false;
    let free = false;
    for (const place of agent.groups) {
      if (!groups.has(place.id)) continue;
      member = true;
      free ||= !isPaused(place);
    }
    if (!member) return [];
    if (agent.state === 'offline') return OFFLINE;
    if (agent.state === 'talking' || agent.state === 'ringing' || agent.state === 'holding') return TALKING;
    if (agent.state === 'paused' || agent.state === 'acw') return PAUSED;
    if (agent.state === 'available') return free ? AVAILABLE : PAUSED;
    return UNREACHABLE;
  };
}
