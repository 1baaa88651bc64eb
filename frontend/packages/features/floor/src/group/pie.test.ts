import type { AgentRow, AgentState } from '@yobirin/live';
import { describe, expect, it } from 'vitest';
import { slicesOf, stateIn } from './pie';

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

  it('count every member once', () => {
    const agents = [agent('a', 'available'), agent('b', 'available', 'lunch'), agent('c', 'paused', 'lunch', 'lunch'), agent('d', 'offline'), { ...agent('e', 'talking'), groups: [] }];
    const slices = slicesOf(agents, 'g');
    expect(slices.map((s) => [s.key, s.count])).toEqual([['available', 1], ['paused.lunch', 2], ['offline', 1]]);
  });
});
