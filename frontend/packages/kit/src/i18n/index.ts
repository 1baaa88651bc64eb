export { type Key, type Language } from './ja';
export { hasText, isLanguage, LANGUAGES, preferredLanguage, startI18n, switchLanguage } from './setup';
export { useText, type Text } from './use-text';
