import { stateIn, type AgentRow, type AgentState } from '@yobirin/live';

/** A slice of the statuses' circle: agents in a state, of the paused ones those with the same status. */
export interface Slice {
  key: string;
  state: AgentState;
  /** Of the paused: empty for a pause without a status. */
  status?: string;
  count: number;
}

const ORDER: readonly AgentState[] = ['available', 'ringing', 'talking', 'holding', 'acw', 'paused', 'error', 'offline'];

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
