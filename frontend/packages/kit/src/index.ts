export * from './formats';
export * from './i18n';
export * from './parts';
export { LanguageSwitch } from './parts/language-switch';
export * from './shell';
export * from './state';
export * from './viewer';
