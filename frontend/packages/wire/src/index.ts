export * from './access';
export * from './chat';
export * from './me';
export * from './client';
export * from './floor';
export { Problem, UNREACHABLE, asProblem } from './problem';
export type { components, paths } from './schema';
