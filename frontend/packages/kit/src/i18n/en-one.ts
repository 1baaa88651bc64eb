import type { Key } from './ja';

/** English where exactly one is counted: i18next takes these by itself for `count: 1`. Japanese has no such forms. */
export const ENGLISH_ONE: Partial<Record<Key, string>> = {
  'access.attempts.hint': 'After {{count}} wrong password a login is locked until somebody unlocks it.',
  'agents.keys.revoke': 'Revoke it',
  'agents.keys.revoked': 'One API key of {{name}} was revoked',
  'agents.keys.sure': 'Revoke one API key of {{name}}?',
  'archives.count': '{{count}} day',
  'archives.unreadable': '{{count}} recording could not be read; index.csv says why',
  'audios.replaceUsed': 'It is used in {{count}} place: that plays the new sound at once.',
  'audios.usedIn': '{{count}} place',
  'groups.maxWaiting.does': 'When no agent is free, {{count}} call waits; the rest overflow.',
  'groups.retentionDays.does': 'Recordings older than {{count}} day are deleted by themselves.',
  'ivrs.diagramOf': 'Diagram of {{name}} ({{count}} way)',
  'notice.times': '{{count}} time',
  'numbers.may.listed': 'The one chosen, and every agent without a list of numbers, can choose it.',
  'numbers.may.only': 'Only the one chosen can choose this number.',
  'seat.partyCount': '{{count}} person in the call',
  'sessions.count': '{{count}} session',
  'settings.archive.days': 'Archives older than {{count}} day are deleted here. Those in S3 stay until their recordings are deleted.',
  'settings.chat.days': 'Messages and files older than {{count}} day are deleted for good.',
  'settings.leave': '{{count}} section is not saved.',
  'settings.retention.days': 'Recordings older than {{count}} day are deleted for good, those beyond a shorter time in the next night. Recordings on hold stay.',
  'settings.sessionIdle.hours': 'After {{count}} hour without a request.',
  'settings.sessionIdle.minutes': 'After {{count}} minute without a request.',
  'voicemail.deleteSure': '{{count}} message and its recording are deleted. This cannot be undone.',
  'voicemail.deleted': '{{count}} message deleted',
  'welcome.lead': '{{count}} step until calls can be taken. What you see here follows by itself.',
};

/** The same, by the keys that i18next looks for. */
export const englishOne = Object.fromEntries(Object.entries(ENGLISH_ONE).map(([key, text]) => [`${key}_one`, text]));
