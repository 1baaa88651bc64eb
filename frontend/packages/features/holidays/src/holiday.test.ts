import { expect, test } from 'vitest';
import { dayOfText, monthOf } from './holiday';

test('days as people write them', () => {
  expect(dayOfText('2026/1/2', 2020)).toBe('2026-01-02');
  expect(dayOfText('１２/３１', 2026)).toBe('2026-12-31');
  expect(dayOfText('2026-02-29', 2026)).toBeUndefined();
  expect(dayOfText('x', 2026)).toBeUndefined();
});

test('a month begins under its weekday', () => {
  const november = monthOf(2026, 10); // the first is a Sunday
  expect(november[0]).toBe('2026-11-01');
  expect(november).toHaveLength(30);
  expect(monthOf(2028, 1).filter(Boolean)).toHaveLength(29);
  expect(monthOf(2026, 7).findIndex(Boolean)).toBe(6);
});
