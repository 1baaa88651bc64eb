import type { components } from '@yobirin/wire';

/** A queue and the agents who serve it, as the server tells it. */
export type GroupRecord = components['schemas']['Group'];

/** An agent's place in a group; lower levels are tried first. */
export interface Member {
  agent: string;
  level: number;
}

export const STRATEGIES = ['all', 'longest-idle', 'least-talk-time', 'random', 'round-robin', 'by-level'] as const;

export const LOWEST_LEVEL = 1;
export const HIGHEST_LEVEL = 99;
