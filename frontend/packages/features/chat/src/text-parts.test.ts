import { describe, expect, it } from 'vitest';
import { partsOf } from './text-parts';

const ID = '019aa0f1-2b3c-7d4e-8f50-123456789abc';
const kinds = (text: string) => partsOf(text).map((p) => (p.kind === 'text' ? p.text : `[${p.kind} ${p.text}]`));

describe('the pieces of a text', () => {
  it('keep every character', () => {
    for (const text of ['', 'a\nb', `見て call:${ID}、https://example.jp/a?b=c。`, '<img src=x onerror=alert(1)>', `xcall:${ID}`])
      expect(partsOf(text).map((p) => p.text).join('')).toBe(text);
  });
  it('find references between any letters but latin ones', () => {
    expect(kinds(`見てcall:${ID}です`)).toEqual(['見て', `[ref call:${ID}]`, 'です']);
    expect(kinds(`CUSTOMER:${ID.toUpperCase()}`)).toEqual([`[ref CUSTOMER:${ID.toUpperCase()}]`]);
    expect(partsOf(`Case:${ID.toUpperCase()}`)).toEqual([{ kind: 'ref', text: `Case:${ID.toUpperCase()}`, noun: 'case', id: ID }]);
    for (const none of [`recall:${ID}`, `call:${ID}0`, `call:${ID.slice(1)}`, `phone:${ID}`, 'call:']) expect(kinds(none)).toEqual([none]);
  });
  it('find addresses without the end of the sentence', () => {
    expect(kinds('見て→https://example.jp/a-b?x=1#y。')).toEqual(['見て→', '[link https://example.jp/a-b?x=1#y]', '。']);
    expect(kinds('(http://a.example/b).')).toEqual(['(', '[link http://a.example/b]', ').']);
  });
  it('take nothing for an address that could do something', () => {
    for (const bad of ['javascript:alert(1)', 'data:text/html,x', 'https://user:pw@example.jp/', 'http://']) expect(kinds(bad)).toEqual([bad]);
  });
});
