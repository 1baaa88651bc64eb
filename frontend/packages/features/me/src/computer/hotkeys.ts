/** The part of a KeyboardEvent that is looked at. */
interface Pressed {
  key: string;
  code: string;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
}

const NAMES: Record<string, string> = { ' ': 'Space', ArrowUp: 'Up', ArrowDown: 'Down', ArrowLeft: 'Left', ArrowRight: 'Right' };

/**
 * A global hot key as the seat wants it, "Ctrl+Alt+A" or "F9"; undefined while only modifiers are down, or for a key
 * alone that one types with.
 */
export function hotkeyOf(event: Pressed): string | undefined {
  if (['Control', 'Alt', 'Shift', 'Meta', 'AltGraph', 'Process', 'Dead', 'Unidentified'].includes(event.key)) return undefined;
  const mods = [event.ctrlKey && 'Ctrl', event.altKey && 'Alt', event.shiftKey && 'Shift', event.metaKey && 'Super'].filter(Boolean) as string[];
  const place = /^(?:Key|Digit)(\w)$/.exec(event.code)?.[1];
  const key = place ?? NAMES[event.key] ?? (event.key.length === 1 ? event.key.toUpperCase() : event.key);
  const free = /^(F\d{1,2}|Media\w+)$/.test(key);
  return free || event.ctrlKey || event.altKey || event.metaKey ? [...mods, key].join('+') : undefined;
}
