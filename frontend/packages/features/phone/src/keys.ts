/** A combination as it is written in tooltips and in aria-keyshortcuts: "F3", "Shift+F3", "Alt+D", "Mod+K". */
export type Combo = string;

/** Makes one available in all groups. */
export const ALL_AVAILABLE_COMBO: Combo = 'Alt+W';

const MAC = typeof navigator !== 'undefined' && /Mac/i.test(navigator.platform);
const MAC_SIGNS: Record<string, string> = { Mod: '⌘', Shift: '⇧', Alt: '⌥' };

/** The part of a KeyboardEvent that is looked at. */
export interface Pressed {
  key: string;
  code: string;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  isComposing: boolean;
  keyCode: number;
}

/** True while an input method composes: then every key is its own. */
export const isComposing = (event: Pick<Pressed, 'isComposing' | 'keyCode'>): boolean => event.isComposing || event.keyCode === 229;

/** The combination that was pressed. Letters go by their place on the keyboard when Alt changes what they write. */
export function comboOf(event: Pressed, mac = MAC): Combo {
  const letter = /^(?:Key|Digit)(\w)$/.exec(event.code)?.[1];
  const key = letter && (event.altKey || event.ctrlKey || event.metaKey) ? letter : event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const mod = mac ? event.metaKey : event.ctrlKey;
  return [mod && 'Mod', event.altKey && 'Alt', event.shiftKey && 'Shift', key].filter(Boolean).join('+');
}

/** How the combination is written for people: Ctrl+K, ⌘K. */
export function comboText(combo: Combo, mac = MAC): string {
  const parts = combo.split('+');
  return mac ? parts.map((p) => MAC_SIGNS[p] ?? p).join('') : parts.map((p) => (p === 'Mod' ? 'Ctrl' : p)).join('+');
}

/** For aria-keyshortcuts. */
export const comboAria = (combo: Combo, mac = MAC): string => combo.replace('Mod', mac ? 'Meta' : 'Control');

/** A name with its key, for tooltips: 保留 (F3). */
export const withKey = (name: string, combo: Combo | undefined): string => (combo ? `${name} (${comboText(combo)})` : name);
