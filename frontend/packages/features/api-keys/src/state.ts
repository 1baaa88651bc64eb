import type { ApiKey } from '@yobirin/wire';

export type KeyState = 'live' | 'soon' | 'expired' | 'revoked' | 'dead';
const SOON = 14 * 24 * 3600 * 1000;

/** How a key stands at `now`. */
export function stateOf(key: Pick<ApiKey, 'revoked' | 'expires' | 'dead'>, now: number): KeyState {
  if (key.revoked) return 'revoked';
  const ends = key.expires ? Date.parse(key.expires) : undefined;
  if (ends !== undefined && ends <= now) return 'expired';
  if (key.dead) return 'dead';
  return ends !== undefined && ends - now < SOON ? 'soon' : 'live';
}

export const EXPIRIES = ['30', '90', '365', 'never'] as const;
export type Expiry = (typeof EXPIRIES)[number];

/** When a key that is made now ends. */
export const endOf = (expiry: Expiry, now: number): string | undefined => (expiry === 'never' ? undefined : new Date(now + Number(expiry) * 24 * 3600 * 1000).toISOString());
