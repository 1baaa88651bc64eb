import { Counted, type AgentRow, type AgentState, type GroupRow, type LiveCallRow } from '@yobirin/live';
import { describe, expect, it } from 'vitest';
import { agentOrder, callOrder, headOf, inProgress, isIn, scaleOf, totalOf } from './arrange';

const agent = (id: string, state: AgentState, since: number, ...groups: string[]): AgentRow => ({
  id, name: id, nickname: id, extension: id, state, since, groups: groups.map((g) => ({ id: g })),
});
const group = (id: string, rest: Partial<GroupRow> = {}): GroupRow => ({
  id, name: id, extension: '1', color: '#000', answered: 1, abandoned: 2, overflow: 3, timeout: 4, callback: 2, kept: 1, arrivals: 10, members: 2, online: 2, talking: 1, available: 1, paused: 0, waiting: 5, ...rest,
});

const heads = (agents: AgentRow[], ...groups: string[]) => new Counted(headOf(new Set(groups))).of(new Map(agents.map((a) => [a.id, a])));

describe('floor', () => {
  it('puts agents by state, longest first, within a group', () => {
    const all = [agent('a', 'available', 5, 'g'), agent('b', 'talking', 9, 'g'), agent('c', 'talking', 3, 'g'), agent('d', 'error', 8, 'h')];
    expect([...all].sort(agentOrder).map((a) => a.id)).toEqual(['d', 'c', 'b', 'a']);
    expect(all.filter((a) => isIn(a, 'g')).map((a) => a.id)).toEqual(['a', 'b', 'c']);
  });

  it('counts an agent of two groups once and sums the calls', () => {
    const agents = [agent('a', 'ringing', 1, 'g', 'h'), agent('b', 'available', 1, 'g'), agent('c', 'offline', 1, 'h'), agent('x', 'talking', 1), agent('p', 'acw', 1, 'h')];
    const total = totalOf([group('g', { longestWaitSince: 70 }), group('h', { longestWaitSince: 50 })], heads(agents, 'g', 'h'));
    expect(total).toMatchObject({ answered: 2, abandoned: 4, overflow: 6, timeout: 8, callback: 4, kept: 2, arrivals: 20, waiting: 10, longestWaitSince: 50 });
    expect(total).toMatchObject({ members: 4, online: 3, talking: 1, available: 1, paused: 1 });
    expect(totalOf([], heads(agents)).longestWaitSince).toBeUndefined();
  });

  it('takes the heads of one group from the server, who knows who is paused in it', () => {
    const only = totalOf([group('g', { members: 7, online: 6, talking: 3, available: 1, paused: 2 })], heads([agent('a', 'available', 1, 'g')], 'g'));
    expect(only).toMatchObject({ members: 7, online: 6, talking: 3, available: 1, paused: 2, answered: 1 });
  });

  it('counts who is paused in all of several groups as paused, and who is free in one as available', () => {
    const member = (id: string, ...places: [group: string, paused: boolean][]): AgentRow => ({ ...agent(id, 'available', 1), groups: places.map(([g, paused]) => ({ id: g, paused })) });
    const groups = [group('g'), group('h')];
    const agents = [member('a', ['g', true], ['h', true]), member('b', ['g', true], ['h', false]), member('c', ['g', true], ['elsewhere', false]), member('d', ['elsewhere', false])];
    expect(totalOf(groups, heads(agents, 'g', 'h'))).toMatchObject({ members: 3, online: 3, available: 1, paused: 2 });
  });

  it('keeps calls in the order of their beginning and leaves out ended, waiting and listening ones', () => {
    const call = (id: string, state: LiveCallRow['state']): LiveCallRow => ({ id, state, direction: 'in', from: {}, to: {}, since: 0, parties: [] });
    const listens: LiveCallRow = { ...call('c4', 'talking'), watching: { leg: 'l', agent: 'a', mode: 'monitor' } };
    expect([listens, call('c3', 'talking'), call('c1', 'ringing'), call('c2', 'ended'), call('c0', 'waiting')].filter(inProgress).sort(callOrder).map((c) => c.id)).toEqual(['c1', 'c3']);
  });

  it('scales the bars by the longest wait, in steps', () => {
    expect([0, 59, 60, 119, 301, 1799, 9999].map(scaleOf)).toEqual([60, 60, 120, 120, 600, 1800, 3600]);
  });
});
