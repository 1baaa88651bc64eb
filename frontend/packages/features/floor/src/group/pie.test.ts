import { sinceIn, stateIn, type AgentRow, type AgentState } from '@yobirin/live';
import { describe, expect, it } from 'vitest';
import { agentOrderIn } from '../arrange';
import { slicesOf } from './pie';

const agent = (id: string, state: AgentState, here?: string | null, statusId?: string): AgentRow => ({ id, name: id, nickname: id, extension: id, state, statusId, since: 0, groups: [{ id: 'g', statusId: here ?? null }, { id: 'h' }] });

describe('statuses of a group', () => {
  it('are those in the group: who is paused there is paused, who talks talks', () => {
    expect(stateIn(agent('a', 'available', 'lunch'), 'g')).toEqual({ state: 'paused', status: 'lunch' });
    expect(stateIn(agent('a', 'available', ''), 'g')).toEqual({ state: 'paused', status: '' });
    expect(stateIn(agent('a', 'talking', 'lunch'), 'g')).toEqual({ state: 'talking' });
    expect(stateIn(agent('a', 'paused', 'lunch', 'away'), 'g')).toEqual({ state: 'paused', status: 'lunch' });
    expect(stateIn(agent('a', 'offline', 'lunch'), 'g')).toEqual({ state: 'offline' });
    expect(stateIn(agent('a', 'available', 'lunch'), 'h')).toEqual({ state: 'available' });
  });

  it('are ordered by what they are there, longest in it first', () => {
    const paused = { ...agent('a', 'available', 'lunch'), since: 5, groups: [{ id: 'g', statusId: 'lunch', since: 9 }] };
    const free = { ...agent('b', 'available'), since: 7 };
    const away = { ...agent('c', 'paused', 'lunch', 'lunch'), since: 6 };
    expect([sinceIn(paused, 'g'), sinceIn(paused, undefined), sinceIn(free, 'g'), sinceIn(away, 'g')]).toEqual([9, 5, 7, 6]);
    expect([paused, free, away].sort(agentOrderIn('g')).map((a) => a.id)).toEqual(['c', 'a', 'b']);
    expect([away, free, paused].sort(agentOrderIn(undefined)).map((a) => a.id)).toEqual(['c', 'a', 'b']);
  });

  it('count every member once', () => {
    const agents = [agent('a', 'available'), agent('b', 'available', 'lunch'), agent('c', 'paused', 'lunch', 'lunch'), agent('d', 'offline'), { ...agent('e', 'talking'), groups: [] }];
    const slices = slicesOf(agents, 'g');
    expect(slices.map((s) => [s.key, s.count])).toEqual([['available', 1], ['paused.lunch', 2], ['offline', 1]]);
  });
});
