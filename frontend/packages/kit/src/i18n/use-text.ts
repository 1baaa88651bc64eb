import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Key, Language } from './ja';
import { hasText } from './setup';

/** The words for a code of the server; a code newer than this page is shown as it is. */
export function codeText(family: 'cause' | 'outcome' | 'sound' | 'why' | 'route' | 'command' | 'refusal', code: string, t: Text): string {
  const key = `${family}.${code}`;
  if (hasText(key)) return t(key);
  // What a phone itself has told is wrong with it has the words of the phone's troubles.
  const trouble = `trouble.${code}`;
  return family === 'cause' && hasText(trouble) ? t(trouble) : code;
}

export type Text = (key: Key, values?: Record<string, string | number>) => string;

/** The texts of the current language; a component that calls it renders again when the language changes. */
export function useText(): { t: Text; language: Language } {
  const { t, i18n } = useTranslation();
  const text = useCallback<Text>((key, values) => t(key, values ?? {}), [t]);
  return { t: text, language: i18n.language as Language };
}
