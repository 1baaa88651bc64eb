/** Both languages at once, for tests: screens load one. */
export { en } from './en';
export { ja } from './ja';
