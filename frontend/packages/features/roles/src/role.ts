import type { Permission } from '@yobirin/kit';
import type { components } from '@yobirin/wire';

/** What agents may be and do, as the server tells it. */
export type RoleRecord = Omit<components['schemas']['AgentRole'], 'permissions'> & { permissions?: Permission[] | null };

export const BUILTIN = ['agent', 'supervisor', 'administrator'] as const;
export type Builtin = (typeof BUILTIN)[number];

export const isBuiltin = (key: string | undefined): key is Builtin => BUILTIN.some((one) => one === key);

/** How many permissions one set has and the other does not. */
export function distance(a: ReadonlySet<Permission>, b: ReadonlySet<Permission>): { added: number; removed: number } {
  return { added: [...a].filter((p) => !b.has(p)).length, removed: [...b].filter((p) => !a.has(p)).length };
}

/** The role from which fewest permissions differ: most likely what it was copied from. */
export function nearest<R extends { permissions?: readonly Permission[] | null }>(value: readonly Permission[], roles: readonly R[]): R | undefined {
  const own = new Set(value);
  let best: R | undefined;
  let least = Infinity;
  for (const role of roles) {
    const { added, removed } = distance(own, new Set(role.permissions ?? []));
    if (added + removed < least) [best, least] = [role, added + removed];
  }
  return best;
}
