import { QueryClient } from '@tanstack/react-query';
import { expect, it } from 'vitest';
import { atOnce } from './at-once';

it('shows a change everywhere at once, and takes it back', async () => {
  const queries = new QueryClient();
  queries.setQueryData(['rows', 'a'], [1, 2]);
  queries.setQueryData(['rows', 'b'], [2]);
  queries.setQueryData(['other'], [2]);
  let asked: AbortSignal | undefined;
  const slow = queries.fetchQuery({ queryKey: ['rows', 'c'], queryFn: ({ signal }) => ((asked = signal), new Promise<number[]>(() => undefined)) }).catch(() => undefined);
  const back = await atOnce<number[]>(queries, ['rows'], (rows) => rows.filter((row) => row !== 2));
  expect([queries.getQueryData(['rows', 'a']), queries.getQueryData(['rows', 'b']), queries.getQueryData(['rows', 'c']), queries.getQueryData(['other'])]).toEqual([[1], [], undefined, [2]]);
  expect(asked?.aborted).toBe(true); // its answer would be the old one
  await slow;
  back();
  expect([queries.getQueryData(['rows', 'a']), queries.getQueryData(['rows', 'b'])]).toEqual([[1, 2], [2]]);
});
