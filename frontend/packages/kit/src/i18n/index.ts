export { type Key, type Language } from './ja';
export { hasText, isLanguage, LANGUAGES, startI18n, switchLanguage } from './setup';
export { codeText, useText, type Text } from './use-text';
