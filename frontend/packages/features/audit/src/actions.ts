import { hasText, type Key, type Text } from '@yobirin/kit';

/** Every action that the server notes (a test compares this with its source), by families; what is done to records in general is below. */
export const ACTIONS = {
  login: ['in', 'out', 'wrong', 'locked', 'disabled', 'passwords-off', 'totp-wrong', 'unknown', 'unlocked'],
  password: ['changed', 'wrong', 'locked'],
  totp: ['enabled', 'disabled', 'reset', 'recovery-made', 'wrong'],
  pin: ['in', 'wrong', 'locked', 'changed', 'unlocked'],
  seat: ['in', 'out', 'refused'],
  session: ['ended'],
  'api-key': ['made', 'revoked', 'wrong'],
  me: ['changed'],
  site: ['sampled'],
  call: ['answer', 'hang-up', 'end', 'hold', 'resume', 'mute', 'transfer', 'consult', 'swap', 'complete', 'cancel', 'merge', 'add', 'park', 'press', 'record', 'pause', 'mode'],
  calls: ['exported'],
  monitor: ['started', 'mode', 'ended'],
  emergency: ['called'],
  recording: ['played', 'downloaded', 'deleted', 'paused', 'resumed'],
  hold: ['set', 'lifted'],
  'recording-key': ['made'],
  archive: ['asked', 'made', 'downloaded', 'uploaded', 'deleted'],
  voicemail: ['deleted'],
  'chat-file': ['downloaded'],
  audit: ['exported'],
  device: ['added', 'removed', 'softphone', 'resynced'],
  'phone-link': ['made', 'ended'],
  audio: ['recorded'],
  prompt: ['replaced', 'reset'],
  trunk: ['test'],
} as const satisfies Record<string, readonly string[]>;

/** The kinds of records that are administered; each is created, updated, deleted and exported. */
export const KINDS = ['agent', 'group', 'device', 'number', 'trunk', 'ivr', 'audio', 'transfer', 'status', 'role', 'format', 'field', 'holiday', 'rejected', 'barred', 'caller', 'settings', 'access-settings', 'mail-settings', 'chat-settings', 'archive-settings', 'bucket-settings', 'codes', 'code', 'prompt'] as const;
export const VERBS = ['created', 'updated', 'deleted', 'restored', 'undone', 'exported'] as const;
/** What else actions are done to. */
export const OTHER_KINDS = ['recording', 'key', 'call', 'calls', 'archive', 'chat-file', 'api-key', 'audit', 'site'] as const;

/** Which noun of the API a kind of record is, for links and the names of its fields. */
export const NOUNS: Readonly<Record<string, string>> = {
  agent: 'agents', group: 'groups', device: 'devices', number: 'numbers', trunk: 'trunks', ivr: 'ivrs', audio: 'audios', transfer: 'transfers', status: 'statuses', role: 'roles',
  format: 'formats', field: 'fields', holiday: 'holidays', rejected: 'rejected', barred: 'barred', caller: 'callers',
};

/** An action in words; one newer than this page is shown as it is called. */
export function actionText(action: string, t: Text): string {
  const own = `audit.did.${action}`;
  if (hasText(own)) return t(own);
  const at = action.lastIndexOf('.');
  const kind = `audit.kind.${action.slice(0, at)}`;
  const verb = `audit.verb.${action.slice(at + 1)}`;
  return hasText(kind) && hasText(verb) ? t(verb, { kind: t(kind) }) : action;
}

export const kindText = (kind: string, t: Text): string => word(`audit.kind.${kind}`, kind, t);
export const familyText = (family: string, t: Text): string => word(`audit.family.${family}`, family, t);

function word(key: string, otherwise: string, t: Text): string {
  return hasText(key) ? t(key as Key) : otherwise;
}

/** The choices of the filter: each family as a whole, then its actions. */
export function actionChoices(t: Text): { value: string; label: string; note?: string }[] {
  return Object.entries(ACTIONS).flatMap(([family, verbs]) => [
    ...(verbs.length > 1 ? [{ value: family, label: t('audit.allOf', { name: familyText(family, t) }) }] : []),
    ...verbs.map((verb) => ({ value: `${family}.${verb}`, label: actionText(`${family}.${verb}`, t), note: familyText(family, t) })),
  ]).concat(KINDS.flatMap((kind) => VERBS.map((verb) => ({ value: `${kind}.${verb}`, label: actionText(`${kind}.${verb}`, t), note: kindText(kind, t) }))));
}
