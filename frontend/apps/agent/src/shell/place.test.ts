import { describe, expect, it } from 'vitest';
import { placeOf } from './place';

const server = 'https://call.example.jp';

describe('popup pages', () => {
  it('are tabs only when they are pages of this site that the app has', () => {
    expect(placeOf('https://call.example.jp/history/c_1', server)).toEqual({ kind: 'page', path: '/history/c_1' });
    expect(placeOf('https://call.example.jp/elsewhere', server)).toEqual({ kind: 'browser', url: 'https://call.example.jp/elsewhere' });
    expect(placeOf('https://call.example.jp.evil.example/history', server)).toMatchObject({ kind: 'browser' });
    expect(placeOf('https://call.example.jp@evil.example/history', server)).toMatchObject({ kind: 'browser' });
    expect(placeOf('http://call.example.jp/history', server)).toMatchObject({ kind: 'browser' });
    expect(placeOf('https://crm.example.com/?tel=0312345678', server)).toEqual({ kind: 'browser', url: 'https://crm.example.com/?tel=0312345678' });
  });
  it('are nothing else than web pages', () => {
    for (const url of ['javascript:alert(1)', 'file:///etc/passwd', 'data:text/html,x', 'tel:110', 'http://', '']) {
      expect(placeOf(url, ''), url).toEqual({ kind: 'nowhere' });
    }
  });
});
