import type { components } from '@yobirin/wire';

/** One programmable key, as the server keeps it. What is empty is not there: it would be a change. */
export type PhoneKey = components['schemas']['PhoneKey'];
export type PhoneModel = components['schemas']['PhoneModel'];
export type Feature = Exclude<PhoneKey['feature'], undefined | ''>;

/** What somebody chooses for a key. */
export const SORTS = ['lamp-agent', 'lamp-group', 'park', 'dial', 'pick-up', 'park-call', 'transfer', 'consult', 'join', 'room', 'seat-in', 'seat-out', 'monitor', 'whisper', 'barge', 'campaigns', 'echo', 'who-am-i', 'record', 'none'] as const;
export type Sort = (typeof SORTS)[number];

/** How many keys a phone may be given (server: deskphone.MostKeys). */
export const MOST_KEYS = 60;

const featureOf = (sort: Sort): Feature => (sort === 'park-call' ? 'park' : sort) as Feature;

/** Features that are about somebody. */
const ABOUT_AGENT: readonly Sort[] = ['lamp-agent', 'transfer', 'consult', 'seat-in', 'monitor', 'whisper', 'barge'];
const ABOUT_GROUP: readonly Sort[] = ['lamp-group', 'pick-up'];
/** Features that are pressed into a call. */
const PRESSED: readonly Sort[] = ['park-call', 'transfer', 'consult', 'join'];

/** What a key needs besides. */
export type Needs = 'agent' | 'group' | 'slot' | 'number' | undefined;

export function needsOf(sort: Sort): Needs {
  if (ABOUT_AGENT.includes(sort)) return 'agent';
  if (ABOUT_GROUP.includes(sort)) return 'group';
  if (sort === 'park' || sort === 'room') return 'slot';
  return sort === 'dial' ? 'number' : undefined;
}

/** Whom it is about may be left out: one types it during the call. */
export const mayBeOpen = (sort: Sort): boolean => sort === 'transfer' || sort === 'consult';

export function sortOf(key: PhoneKey): Sort {
  switch (key.kind) {
    case 'lamp':
      return key.group === undefined ? 'lamp-agent' : 'lamp-group'; // '' is one that is not chosen yet
    case 'code':
      return key.feature === 'park' ? 'park-call' : ((key.feature || 'echo') as Sort);
    default:
      return key.kind;
  }
}

/** A key of another sort: of what it said only what it is about and its label stay, where they fit. */
export function resorted(key: PhoneKey, sort: Sort): PhoneKey {
  const needs = needsOf(sort);
  const next: PhoneKey = sort === 'lamp-agent' || sort === 'lamp-group' ? { kind: 'lamp' } : sort === 'park' || sort === 'dial' || sort === 'none' ? { kind: sort } : { kind: 'code', feature: featureOf(sort) };
  if (needs === 'agent' && key.agent) next.agent = key.agent;
  if (needs === 'group') next.group = key.group ?? '';
  if (needs === 'slot') next.slot = key.slot ?? 1;
  if (needs === 'number' && key.number) next.number = key.number;
  if (sort !== 'none' && key.label) next.label = key.label;
  return next;
}

/** A key with some of it changed; what is empty is left out. */
export function changedKey(key: PhoneKey, patch: Partial<PhoneKey>): PhoneKey {
  const sort = sortOf(key);
  const next = { ...key, ...patch };
  if (!next.label) delete next.label;
  if (!next.agent) delete next.agent;
  if (!next.number) delete next.number;
  if (!next.slot) delete next.slot;
  if (!next.group && needsOf(sort) !== 'group') delete next.group;
  return next;
}

export function moved<T>(items: readonly T[], from: number, to: number): T[] {
  const next = [...items];
  const [item] = next.splice(from, 1);
  if (item !== undefined) next.splice(to, 0, item);
  return next;
}

/** What of a phone's keys its file cannot say: keys beyond those that it has, and those that press into a call. */
export function misfits(keys: readonly PhoneKey[], model: PhoneModel | undefined): Map<number, 'room' | 'press'> {
  const out = new Map<number, 'room' | 'press'>();
  if (!model) return out;
  keys.forEach((key, i) => {
    if (key.kind === 'none') return;
    if (i >= model.keys) out.set(i, 'room');
    else if (!model.presses && PRESSED.includes(sortOf(key))) out.set(i, 'press');
  });
  return out;
}
