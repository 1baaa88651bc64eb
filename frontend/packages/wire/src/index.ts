export * from './client';
export { Problem, UNREACHABLE, asProblem } from './problem';
export type { components, paths } from './schema';
