import type { AgentRow } from '@yobirin/live';
import { expect, test } from 'vitest';
import { nextOf } from './marks';

const agent = (...next: (string | undefined)[]): AgentRow => ({
  id: 'a',
  name: '佐藤',
  nickname: 'さとう',
  extension: '2001',
  state: 'talking',
  since: 0,
  groups: next.map((n, i) => ({ id: String(i), ...(n === undefined ? {} : { next: n }) })),
});

test('the white tag tells a wish only when it is for all groups', () => {
  expect(nextOf(agent('lunch', 'lunch'))).toBe('lunch');
  expect(nextOf(agent('lunch', undefined))).toBeUndefined();
  expect(nextOf(agent('', ''))).toBe('');
  expect(nextOf(agent(undefined, undefined))).toBeUndefined();
  expect(nextOf(agent())).toBeUndefined();
});
