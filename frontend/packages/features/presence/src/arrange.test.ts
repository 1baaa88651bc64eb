import type { AgentRow } from '@yobirin/live';
import { describe, expect, it } from 'vitest';
import { isPresent, presenceOrder, stateOf } from './arrange';

const presentAgents = (agents: AgentRow[], ...wanted: Parameters<typeof isPresent>) => agents.filter(isPresent(...wanted)).sort(presenceOrder);

const agent = (id: string, extension: string, state: AgentRow['state'], groups: string[], nickname = id): AgentRow => ({
  id, name: `${id}の名前`, nickname, extension, state, since: 0, groups: groups.map((g) => ({ id: g })),
});
const all = [agent('b', '2002', 'talking', ['g1']), agent('a', '2001', 'available', ['g1', 'g2'], 'ｻﾄｳ'), agent('c', '2010', 'available', ['g2'])];

describe('presence', () => {
  it('lists by extension, of one group, by any width of the name', () => {
    expect(presentAgents(all, '', '').map((a) => a.id)).toEqual(['a', 'b', 'c']);
    expect(presentAgents(all, 'g2', '').map((a) => a.id)).toEqual(['a', 'c']);
    expect(presentAgents(all, '', 'サトウ').map((a) => a.id)).toEqual(['a']);
    expect(presentAgents(all, '', '２０１０').map((a) => a.id)).toEqual(['c']);
    expect(presentAgents(all, '', '', 'talking').map((a) => a.id)).toEqual(['b']);
  });
  it('counts the states of a group', () => {
    expect(all.flatMap(stateOf(''))).toEqual(['talking', 'available', 'available']);
    expect(all.flatMap(stateOf('g2'))).toEqual(['available', 'available']);
  });
  it('takes who is paused in the group for paused there, and there alone', () => {
    const paused: AgentRow = { ...agent('d', '2011', 'available', []), groups: [{ id: 'g1', statusId: 'lunch' }, { id: 'g2' }] };
    expect(['', 'g1', 'g2'].map((group) => stateOf(group)(paused))).toEqual([['available'], ['paused'], ['available']]);
    expect(presentAgents([...all, paused], 'g1', '', 'paused')).toEqual([paused]);
    expect(presentAgents([...all, paused], 'g2', '', 'paused')).toEqual([]);
  });
});
