import { http } from './client';
import { take } from './problem';
import type { components } from './schema';

type Schemas = components['schemas'];
export type Setup = Schemas['Setup'];
export type SetupStep = Schemas['SetupStep'];

/** GET /setup: how far the site is set up, each step as it stands now. */
export const getSetup = (signal?: AbortSignal) => take(http.GET('/api/v1/setup', { signal }));
/** POST /site/sample: fills an empty site. Throws `site_not_empty`. */
export const loadSample = () => take(http.POST('/api/v1/site/sample', {}));
/** PUT /me/layout/welcome: whether the first steps are shown to oneself. */
export const dismissWelcome = (dismissed: boolean) => take(http.PUT('/api/v1/me/layout/{key}', { params: { path: { key: 'welcome' } }, body: { dismissed } as never }));
