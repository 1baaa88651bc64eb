import type { Key } from '@yobirin/kit';

/** Fields with a few values, and where their words are. */
const WORDS = {
  role: ['role', 'agent', 'supervisor', 'administrator'],
  language: ['lang', 'ja', 'en'],
  popupTarget: ['me.personal.popupTarget', 'tab', 'browser'],
  secondLogin: ['me.personal.secondLogin', 'ring-all', 'newest', 'refuse'],
  historyOrder: ['record', 'newest', 'oldest'],
} as const satisfies Record<string, readonly string[]>;

/** What a field's value is called in the history; a role of the site's own is named by reference. */
export function valueText(field: string, value: unknown, t: (key: Key) => string): string | undefined {
  const [family, ...values]: readonly unknown[] = field in WORDS ? WORDS[field as keyof typeof WORDS] : [];
  return values.includes(value) ? t(`${String(family)}.${String(value)}` as Key) : undefined;
}
