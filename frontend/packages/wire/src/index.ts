export * from './access';
export * from './chat';
export * from './me';
export * from './client';
export * from './floor';
export { limits, type FieldLimit } from './limits';
export { ruleTexts } from './rules';
export { Problem, UNREACHABLE, asProblem } from './problem';
export type { components, paths } from './schema';
