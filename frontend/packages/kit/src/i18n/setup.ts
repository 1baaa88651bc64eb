import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Key, Language, Messages } from './ja';

const KEY = 'yobirin.language';
export const LANGUAGES: readonly Language[] = ['ja', 'en'];

const loaders: Record<Language, () => Promise<Messages>> = {
  ja: () => import('./ja').then((m) => m.ja),
  en: async () => {
    const [{ en }, { englishOne }] = await Promise.all([import('./en'), import('./en-one')]);
    return { ...en, ...englishOne };
  },
};

export function isLanguage(value: unknown): value is Language {
  return value === 'ja' || value === 'en';
}

/** The language of this browser's user: the one chosen before, else the browser's own, else Japanese. */
export function preferredLanguage(stored: string | null, browser: readonly string[]): Language {
  if (isLanguage(stored)) return stored;
  for (const tag of browser) {
    const base = tag.toLowerCase().split('-')[0];
    if (isLanguage(base)) return base;
  }
  return 'ja';
}

/** Starts translation; only the language in use is loaded. */
export async function startI18n(): Promise<i18n> {
  const language = preferredLanguage(localStorage.getItem(KEY), navigator.languages ?? []);
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: { [language]: { translation: await loaders[language]() } },
    fallbackLng: false,
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  document.documentElement.lang = language;
  return i18next;
}

/** Switches at once and remembers the choice in this browser. */
export async function switchLanguage(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'translation')) {
    i18next.addResourceBundle(language, 'translation', await loaders[language]());
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  localStorage.setItem(KEY, language);
}

/** True when `key` has a text: keys that come from the server may be newer than this page. */
export function hasText(key: string): key is Key {
  return i18next.exists(key);
}
