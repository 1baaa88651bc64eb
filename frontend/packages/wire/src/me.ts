import { http } from './client';
import { take } from './problem';
import type { components } from './schema';

type Schemas = components['schemas'];
export type Profile = Schemas['LiveProfile'];
export type PersonalChange = Schemas['PersonalChange'];
export type MyDevice = Schemas['MyDevice'];
export type NewDevice = Schemas['NewDevice'];

/** GET /me/profile: oneself, with the numbers one may present and one's settings. */
export const getProfile = (signal?: AbortSignal) => take(http.GET('/api/v1/me/profile', { signal }));
/** PATCH /me: changes what is given. */
export const changeMe = (change: PersonalChange) => take(http.PATCH('/api/v1/me', { body: change }));
/** PUT /me/password: one's other sessions end. Throws `wrong_password`, `weak_password` with a field for each broken rule. */
export const changePassword = (current: string, password: string, revokeKeys = false) => take(http.PUT('/api/v1/me/password', { body: { current, password, ...(revokeKeys ? { revokeKeys } : {}) } }));
/** GET /me/api-keys: one's own keys in force, which a change of the password leaves so. */
export const getMyKeys = (signal?: AbortSignal) => take(http.GET('/api/v1/me/api-keys', { signal })).then((list) => list.items);
/** PUT /me/pin: `current` is the password or the present PIN. */
export const changePIN = (current: string, pin: string) => take(http.PUT('/api/v1/me/pin', { body: { current, pin } }));
/** GET /me/devices: one's own phones as they are now. */
export const getMyDevices = (signal?: AbortSignal) => take(http.GET('/api/v1/me/devices', { signal }));
/** POST /me/devices: makes a desk phone; its password is in this answer only. */
export const addMyDevice = (name: string) => take(http.POST('/api/v1/me/devices', { body: { name } }));
export const removeMyDevice = (id: string) => take(http.DELETE('/api/v1/me/devices/{id}', { params: { path: { id } } }));
