import type { AgentRow, AgentState } from '@yobirin/live';

/** A slice of the statuses' circle: agents in a state, of the paused ones those with the same status. */
export interface Slice {
  key: string;
  state: AgentState;
  /** Of the paused: empty for a pause without a status. */
  status?: string;
  count: number;
}

const ORDER: readonly AgentState[] = ['available', 'ringing', 'talking', 'holding', 'acw', 'paused', 'error', 'offline'];

/** What an agent is in a group: paused there, though free elsewhere, is paused. */
export function stateIn(agent: AgentRow, group: string): { state: AgentState; status?: string } {
  const here = agent.groups.find((g) => g.id === group);
  const busy = agent.state !== 'available' && agent.state !== 'paused' && agent.state !== 'acw';
  if (busy) return { state: agent.state };
  if (typeof here?.statusId === 'string') return { state: 'paused', status: here.statusId };
  return agent.state === 'available' ? { state: 'available' } : { state: agent.state, status: agent.statusId ?? '' };
}

/** The members of a group by what they are in it. */
export function slicesOf(agents: Iterable<AgentRow>, group: string): Slice[] {
  const slices = new Map<string, Slice>();
  for (const agent of agents) {
    if (!agent.groups.some((g) => g.id === group)) continue;
    const { state, status } = stateIn(agent, group);
    const key = status === undefined ? state : `${state}.${status}`;
    const slice = slices.get(key) ?? { key, state, ...(status === undefined ? {} : { status }), count: 0 };
    slice.count++;
    slices.set(key, slice);
  }
  return [...slices.values()].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || b.count - a.count || (a.key < b.key ? -1 : 1));
}
