import { http } from './client';
import { take } from './problem';
import type { components } from './schema';

export type Bar = components['schemas']['LiveBar'];
export type Bars = components['schemas']['LiveBars'];

/** GET /floor/groups/{id}/bars: a group's figures of the last 24 hours by five minutes; empty ones are left out. */
export const getBars = (id: string, signal?: AbortSignal) => take(http.GET('/api/v1/floor/groups/{id}/bars', { params: { path: { id }, query: { hours: 24 } }, signal }));
/** PUT /groups/{id}/members/{agent}: another skill level, 1 to 99. */
export const setLevel = (group: string, agent: string, level: number) =>
  take(http.PUT('/api/v1/groups/{id}/members/{agent}', { params: { path: { id: group, agent } }, body: { level } }));
/** GET /me/layout/{key}: how one arranged a screen; empty when not at all. */
export const getLayout = (key: string, signal?: AbortSignal) => take(http.GET('/api/v1/me/layout/{key}', { params: { path: { key } }, signal }));
/** PUT /me/layout/{key}: at most 16 KB; `{}` forgets it. */
export const keepLayout = (key: string, value: Readonly<Record<string, unknown>>) => take(http.PUT('/api/v1/me/layout/{key}', { params: { path: { key } }, body: value as Record<string, never> }));
