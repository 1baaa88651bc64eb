import { describe, expect, it } from 'vitest';
import { comboAria, comboOf, comboText, isComposing, withKey } from './keys';

const press = (key: string, more: object = {}) => ({ key, code: '', altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, isComposing: false, keyCode: 0, ...more });

describe('key combinations', () => {
  it('are named alike wherever the modifiers stand', () => {
    expect(comboOf(press('F3'), false)).toBe('F3');
    expect(comboOf(press('F3', { shiftKey: true }), false)).toBe('Shift+F3');
    expect(comboOf(press('k', { code: 'KeyK', ctrlKey: true }), false)).toBe('Mod+K');
    expect(comboOf(press('k', { code: 'KeyK', metaKey: true }), true)).toBe('Mod+K');
    expect(comboOf(press('k', { code: 'KeyK', ctrlKey: true }), true)).toBe('K');
    expect(comboOf(press('a', { code: 'KeyA' }), false)).toBe('A');
  });
  it('go by the place of the key where Alt writes another letter', () => {
    expect(comboOf(press('∂', { code: 'KeyD', altKey: true }), true)).toBe('Alt+D');
    expect(comboOf(press('¡', { code: 'Digit1', altKey: true }), true)).toBe('Alt+1');
  });
  it('are written for people and for screen readers', () => {
    expect(comboText('Mod+K', false)).toBe('Ctrl+K');
    expect(comboText('Mod+K', true)).toBe('⌘K');
    expect(comboText('Shift+F3', true)).toBe('⇧F3');
    expect(comboAria('Mod+K', false)).toBe('Control+K');
    expect(withKey('保留', 'F3')).toBe('保留 (F3)');
    expect(withKey('保留', undefined)).toBe('保留');
  });
  it('are no keys while an input method composes', () => {
    expect(isComposing(press('F7', { isComposing: true }))).toBe(true);
    expect(isComposing(press('Process', { keyCode: 229 }))).toBe(true);
    expect(isComposing(press('F7'))).toBe(false);
  });
});
