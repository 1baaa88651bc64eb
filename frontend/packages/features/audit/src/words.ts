import { formatPhone, hasText, type Key, type Text } from '@yobirin/kit';
import type { AuditRow } from '@yobirin/wire';
import { NOUNS } from './actions';

/** Names of agents by id, as many as are known. */
export type Names = ReadonlyMap<string, { name: string }>;

/** The ids of agents that a row speaks of. */
export function agentsOf(row: AuditRow): string[] {
  return [row.kind === 'agent' ? row.object : undefined, row.detail?.['agent'], row.detail?.['of']].filter((id): id is string => !!id && isId(id));
}

const isId = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

/** Who acted, in words. */
export function actorText(row: AuditRow, t: Text): string {
  if (row.actorName) return row.actorName;
  if (row.actor) return t('audit.someone');
  return t(row.via === 'system' ? 'audit.system' : 'audit.nobody');
}

/** What it was done to: its title, its name, or how it is called. */
export function objectText(row: AuditRow, names: Names, t: Text): string {
  const detail = row.detail ?? {};
  const title = detail['title'] || detail['name'] || (row.kind === 'trunk' ? detail['trunk'] : '');
  if (row.kind === 'codes') return '';
  if (title && row.kind === 'code') return named(`codes.feature.${title}`, title, t);
  if (title) return title;
  if (row.kind === 'agent' && row.object) return names.get(row.object)?.name ?? detail['login'] ?? '';
  if (detail['login']) return detail['login'];
  return row.object && !isId(row.object) ? row.object : '';
}

/** What the list says elsewhere, or what is of no use to people. */
const TOLD = new Set(['title', 'session', 'thread', 'sha256', 'batch']);

/** What else is to be known, as names and values, in an order that does not change. */
export function detailParts(row: AuditRow, names: Names, t: Text, all = false): { key: string; name: string; value: string }[] {
  const said = objectText(row, names, t);
  return Object.entries(row.detail ?? {})
    .filter(([key, value]) => value !== '' && (all || (!TOLD.has(key) && value !== said && !(key === 'call' && isId(value)) && !(key === 'device' && isId(value)))))
    .map(([key, value]) => ({ key, name: named(`audit.of.${key}`, key, t), value: valueText(row, key, value, names, t) }));
}

/** The same in one line. */
export const detailText = (row: AuditRow, names: Names, t: Text): string =>
  detailParts(row, names, t)
    .map(({ name, value }) => t('part.said', { what: name, detail: value }))
    .join(' · ');

function valueText(row: AuditRow, key: string, value: string, names: Names, t: Text): string {
  switch (key) {
    case 'fields':
      return value.split(', ').map((field) => fieldText(row.kind ?? '', field, t)).join(t('part.comma'));
    case 'agent':
    case 'of':
      return names.get(value)?.name ?? value;
    case 'number':
      return formatPhone(value) || value;
    case 'what':
      return named(`record.what.${value}`, value, t);
    case 'mode':
      return named(`audit.mode.${value}`, value, t);
    case 'client':
      return named(`audit.via.${value}`, value, t);
    case 'scopes':
      return value.split(' ').map((scope) => named(`permission.${scope}`, scope, t)).join(t('part.comma'));
    default:
      return value;
  }
}

/** A field by the name that the form of its noun gives it. */
function fieldText(kind: string, field: string, t: Text): string {
  return named(kind === 'codes' ? `codes.feature.${field}` : `${NOUNS[kind] ?? kind}.${field}`, field, t);
}

function named(key: string, otherwise: string, t: Text): string {
  return hasText(key) ? t(key as Key) : otherwise;
}
