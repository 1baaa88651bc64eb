import { expect, it } from 'vitest';
import { valueText } from './value-text';

const key = (k: string) => k;

it('names what is chosen among a few, and leaves the rest as it is', () => {
  expect(valueText('role', 'supervisor', key)).toBe('role.supervisor');
  expect(valueText('language', 'en', key)).toBe('lang.en');
  expect(valueText('secondLogin', 'ring-all', key)).toBe('me.personal.secondLogin.ring-all');
  expect(valueText('historyOrder', 'oldest', key)).toBe('record.oldest');
  expect(valueText('popupTarget', 'tab', key)).toBe('me.personal.popupTarget.tab');
  expect(valueText('role', 'night-shift', key)).toBeUndefined();
  expect(valueText('name', 'en', key)).toBeUndefined();
  expect(valueText('role', null, key)).toBeUndefined();
});
