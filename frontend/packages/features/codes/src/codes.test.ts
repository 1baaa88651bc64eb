import { Problem } from '@yobirin/wire';
import { expect, test } from 'vitest';
import { clashesOf, faultsOf, splitDigits } from './codes';

const row = (feature: string, digits: string[], inCall = false) => ({ feature, digits, inCall });

test('codes are written in any usual way', () => {
  expect(splitDigits(' ９９４, 995　994 ')).toEqual(['994', '995']);
  expect(splitDigits('  ')).toEqual([]);
});

test('codes that cannot be told apart are said at both rows; dialed and pressed ones never meet', () => {
  expect(clashesOf([row('whisper', ['994']), row('monitor', ['99']), row('echo', ['8888'])])).toEqual({ whisper: '99', monitor: '994' });
  expect(clashesOf([row('park', ['#7'], true), row('transfer', ['#7'], true), row('slot', ['#7'])])).toEqual({ park: '#7', transfer: '#7' });
  expect(clashesOf([row('join', ['*'], true), row('park', ['*7'], true)])).toEqual({});
  expect(clashesOf([row('join', ['*'], true), row('consult', ['*7'], true)])).toEqual({ join: '*7', consult: '*' });
});

test('faults go to the row of the feature, or of the code that took an extension', () => {
  const rows = [row('slot', ['20']), row('echo', ['9999'])];
  const problem = new Problem(422, { errors: [{ location: 'park slot', message: 'ext', value: '2001' }, { location: 'echo', message: 'clash', value: '9999' }, { location: 'items[1].digits[0]', message: 'shape' }, { location: 'other', message: 'rest' }] } as never);
  expect(faultsOf(problem, rows, 'ja')).toEqual({ rows: { slot: 'ext', echo: 'clash shape' }, rest: ['rest'] });
});
