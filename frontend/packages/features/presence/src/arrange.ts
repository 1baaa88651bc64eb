import { byExtension } from '@yobirin/kit';
import { stateIn, type AgentRow, type AgentState } from '@yobirin/live';

/** Agents by extension, so that nobody moves while one looks for a name. */
export const presenceOrder = (a: AgentRow, b: AgentRow) => byExtension(a, b) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

const isIn = (agent: AgentRow, group: string) => !group || agent.groups.some((g) => g.id === group);

/** Whether an agent is of a group, in a state and of a name that is looked for; what is empty is any. */
export function isPresent(group: string, search: string, state?: AgentState): (agent: AgentRow) => boolean {
  const words = search.normalize('NFKC').trim().toLowerCase();
  return (a) => isIn(a, group) && (!state || stateIn(a, group || undefined).state === state) && (!words || `${a.nickname}\n${a.name}\n${a.extension}`.normalize('NFKC').toLowerCase().includes(words));
}

/** The state in which an agent of a group counts. */
export const stateOf = (group: string) => (agent: AgentRow): readonly AgentState[] => (isIn(agent, group) ? [stateIn(agent, group || undefined).state] : []);
