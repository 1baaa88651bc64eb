import { describe, expect, it } from 'vitest';
import { hotkeyOf } from './computer/hotkeys';
import { passwordRules } from './rules';

const broken = (password: string, again = password) => passwordRules(password, again).filter((r) => !r.kept).map((r) => r.key.split('.').pop());

describe('password rules', () => {
  it('are ticked one by one', () => {
    expect(broken('')).toEqual(['length', 'digit', 'upper', 'lower', 'same']);
    expect(broken('Passw0rd')).toEqual([]);
    expect(broken('Passw0rd', 'passw0rd')).toEqual(['same']);
    expect(broken('PASSW0RD')).toEqual(['lower']);
    expect(broken('password')).toEqual(['digit', 'upper']);
    expect(broken('Pass0')).toEqual(['length']);
  });
});

const press = (key: string, more: object = {}) => ({ key, code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : '', altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, ...more });

describe('hot keys', () => {
  it('are combinations, F-keys and media keys', () => {
    expect(hotkeyOf(press('a', { ctrlKey: true, altKey: true }))).toBe('Ctrl+Alt+A');
    expect(hotkeyOf(press('å', { code: 'KeyA', altKey: true }))).toBe('Alt+A');
    expect(hotkeyOf(press('F9'))).toBe('F9');
    expect(hotkeyOf(press('F9', { shiftKey: true }))).toBe('Shift+F9');
    expect(hotkeyOf(press('MediaPlayPause'))).toBe('MediaPlayPause');
  });
  it('are never a modifier alone, nor a key one types with', () => {
    expect(hotkeyOf(press('Control', { ctrlKey: true }))).toBeUndefined();
    expect(hotkeyOf(press('a'))).toBeUndefined();
    expect(hotkeyOf(press('A', { shiftKey: true }))).toBeUndefined();
    expect(hotkeyOf(press(' '))).toBeUndefined();
    expect(hotkeyOf(press('Process'))).toBeUndefined();
  });
});
