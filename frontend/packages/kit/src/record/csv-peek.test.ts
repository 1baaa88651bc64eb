import { expect, test } from 'vitest';
import { decode, guess, peek, rowsOf } from './csv-peek';

test('rows as spreadsheets write them: quotes, CRLF, a mark at the beginning, tabs, empty rows', () => {
  expect(rowsOf('\ufeffa,"b ""c"", d"\r\n\r\n"1\n2",3')).toEqual([['a', 'b "c", d'], ['1\n2', '3']]);
  expect(rowsOf('a\tb\n1\t2\n')).toEqual([['a', 'b'], ['1', '2']]);
});

test('UTF-8, UTF-16 and CP932 are told apart', async () => {
  expect(decode(new Uint8Array([0x94, 0xd4, 0x8d, 0x86]))).toBe('番号');
  expect(decode(new Uint8Array([0xff, 0xfe, 0x6a, 0x75, 0x0a, 0x00])).replace('\ufeff', '')).toBe('番\n'.replace('番', '\u756a'));
  expect(decode(new TextEncoder().encode('番号'))).toBe('番号');
  const long = new Blob(Array.from({ length: 40_000 }, (_, i) => `0312345${i},あ\n`));
  const rows = await peek(long);
  expect(rows).toHaveLength(20);
  expect(rows[19]).toEqual(['031234519', 'あ']);
});

test('the column of numbers is found by its name, or by what it holds', () => {
  const wanted = [{ name: 'number', words: '電話番号' }, { name: 'note', words: 'メモ' }];
  expect(guess([['メモ', '電話番号'], ['x', '0312345678']], wanted)).toEqual({ header: true, names: ['note', 'number'] });
  expect(guess([['山田', '03-1234-5678'], ['鈴木', '０９０１２３４５６７８']], wanted)).toEqual({ header: false, names: ['', 'number'] });
  expect(guess([['Name', 'Tel'], ['Yamada', '0312345678']], wanted)).toEqual({ header: true, names: ['', 'number'] });
});
