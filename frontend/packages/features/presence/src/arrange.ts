import { AGENT_STATES, byExtension } from '@yobirin/kit';
import type { AgentRow, AgentState } from '@yobirin/live';

/** Agents by extension, so that nobody moves while one looks for a name. */
export function presentAgents(agents: Iterable<AgentRow>, group: string, search: string, state?: AgentState): AgentRow[] {
  const words = search.normalize('NFKC').trim().toLowerCase();
  return [...agents]
    .filter((a) => !group || a.groups.some((g) => g.id === group))
    .filter((a) => !state || a.state === state)
    .filter((a) => !words || `${a.nickname}\n${a.name}\n${a.extension}`.normalize('NFKC').toLowerCase().includes(words))
    .sort(byExtension);
}

/** How many agents of a group are in each state; states that nobody is in are left out. */
export function countStates(agents: Iterable<AgentRow>, group: string): [AgentState, number][] {
  const counts = new Map<AgentState, number>();
  for (const a of agents) if (!group || a.groups.some((g) => g.id === group)) counts.set(a.state, (counts.get(a.state) ?? 0) + 1);
  return AGENT_STATES.flatMap((state) => (counts.has(state) ? [[state, counts.get(state)!] as [AgentState, number]] : []));
}
