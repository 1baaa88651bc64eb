import type { AgentRow, AgentState, GroupRow } from '@yobirin/live';
import { describe, expect, it } from 'vitest';
import { gradeOf } from './quality-line';
import { stepped } from './target-box';
import { findTargets, isNumber } from './targets';

const agent = (id: string, name: string, extension: string, state: AgentState): AgentRow => ({ id, name, nickname: name.split(' ')[0]!, extension, state, since: 0, groups: [] });
const agents = [agent('a1', '佐藤 花子', '2001', 'available'), agent('a2', '鈴木 一郎', '2002', 'talking'), agent('a3', '高橋 健', '1003', 'available'), agent('a4', '田中 Mika', '', 'available'), agent('a5', '鈴木 次郎', '2005', 'offline')];
const groups = [{ id: 'g1', name: '受注', extension: '3001' } as GroupRow];
const find = (text: string, wide = false) => findTargets(text, { agents, groups, self: 'a1' }, wide).map((t) => t.to);

describe('whom one can call', () => {
  it('are all but oneself, who can answer first, groups after people', () => {
    expect(find('', true)).toEqual(['1003', '2002', '2005', '3001']);
    expect(find('')).toEqual(['1003', '2002', '2005']);
  });
  it('are found by every word of name or extension, in any width', () => {
    expect(find('鈴木')).toEqual(['2002', '2005']);
    expect(find('鈴木 次')).toEqual(['2005']);
    expect(find('２００')).toEqual(['2002', '2005']);
    expect(find('受注', true)).toEqual(['3001']);
    expect(find('nobody', true)).toEqual([]);
  });
  it('are numbers in any writing, and names are not', () => {
    for (const text of ['03-1234-5678', '（03）1234-5678', '+81 3 1234 5678', '０３１２３４', 'tel:0312345678', '#72']) expect(isNumber(text), text).toBe(true);
    for (const text of ['', '佐藤', '-', 'a1', 'javascript:1']) expect(isNumber(text), text).toBe(false);
  });
});

describe('the arrows', () => {
  it('go round the list and once a round to the field itself', () => {
    expect([stepped(-1, 1, 3), stepped(0, 1, 3), stepped(2, 1, 3), stepped(-1, -1, 3), stepped(0, -1, 3)]).toEqual([0, 1, -1, 2, -1]);
    expect(stepped(-1, 1, 0)).toBe(-1);
  });
});

describe('quality', () => {
  it('is neutral, amber or red', () => {
    expect([0, 1, 5].map((n) => gradeOf('loss', n))).toEqual(['good', 'middle', 'bad']);
    expect([4.2, 3.5, 3].map((n) => gradeOf('mos', n))).toEqual(['good', 'middle', 'bad']);
    expect([199, 200, 400].map((n) => gradeOf('trip', n))).toEqual(['good', 'middle', 'bad']);
  });
});
