import type { ChoiceNoun } from '@yobirin/kit/record';
import type { Place } from './ivr';

/** Kinds of places that have a list of their own to search in, in the order they are offered. */
export const NOUNS = { group: 'groups', agent: 'agents', ivr: 'ivrs', audio: 'audios', transfer: 'transfers' } as const satisfies Record<string, ChoiceNoun>;
export type NamedKind = keyof typeof NOUNS;

export const isNamed = (kind: string | undefined): kind is NamedKind => kind !== undefined && kind in NOUNS;

/** How a call can be ended. */
export const ENDS = ['busy', 'normal'] as const;

/** A place as a choice's value: "group:0190…", "extension:123", "hangup:busy". '' when none is set. */
export function codeOf(place: Place | undefined): string {
  const kind = place?.kind;
  if (!place || !kind) return '';
  if (isNamed(kind)) return `${kind}:${place[kind] ?? ''}`;
  if (kind === 'extension') return `extension:${place.extension ?? ''}`;
  if (kind === 'conference') return `conference:${place.conference ?? ''}`;
  if (kind === 'hangup') return `hangup:${place.cause || 'busy'}`;
  return `${kind}:`;
}

/** The place of a choice's value. */
export function placeOf(code: string | null): Place | undefined {
  if (!code) return undefined;
  const [kind, target] = [code.slice(0, code.indexOf(':')), code.slice(code.indexOf(':') + 1)];
  if (kind === 'conference') return { kind, conference: Number(target) };
  if (kind === 'hangup') return { kind, cause: target };
  return { kind, [kind]: target };
}

/** The record that a place is. */
export const idOf = (place: Place | undefined): string | undefined => (isNamed(place?.kind) ? place[place.kind] : undefined);

/** What typed digits may mean: an extension, and a conference room while there are few. */
export function dialed(words: string): string[] {
  const digits = words.normalize('NFKC').trim();
  if (!/^[1-9]\d{0,7}$/.test(digits)) return [];
  return [...(digits.length > 1 ? [`extension:${digits}`] : []), ...(digits.length < 3 ? [`conference:${digits}`] : [])];
}
