import { describe, expect, it } from 'vitest';
import { en } from './en';
import { ENGLISH_ONE } from './en-one';
import { ja } from './ja';
import { preferredLanguage } from './setup';

const holes = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1]).sort();

describe('languages', () => {
  it('have the same keys with the same holes', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(ja).sort());
    for (const key of Object.keys(ja) as (keyof typeof ja)[]) expect(holes(en[key]), key).toEqual(holes(ja[key]));
  });
  it('say what is one as one', () => {
    for (const key of Object.keys(ENGLISH_ONE) as (keyof typeof ENGLISH_ONE)[]) {
      expect(holes(en[key]), key).toContain('count');
      expect(ENGLISH_ONE[key], key).not.toBe(en[key]);
      for (const hole of holes(ENGLISH_ONE[key]!)) expect(holes(en[key]), key).toContain(hole);
    }
  });
  it('are chosen by memory, then by browser, then Japanese', () => {
    expect(preferredLanguage('en', ['ja'])).toBe('en');
    expect(preferredLanguage(null, ['fr-FR', 'en-GB', 'ja'])).toBe('en');
    expect(preferredLanguage(null, ['ja-JP'])).toBe('ja');
    expect(preferredLanguage('xx', ['de'])).toBe('ja');
  });
});
