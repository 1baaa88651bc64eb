/** What an app needs before its first page: theme and language. */
export { ThemeProvider } from './theme/provider';
export { startI18n } from './i18n';
export { hasText, LANGUAGES, switchLanguage, useText, type Key } from './i18n';
export { LanguageSwitch } from './parts/language-switch';
