import type { components } from '@yobirin/wire';

export type FormatRecord = components['schemas']['Format'];

export const TYPES = ['text', 'number', 'date', 'phone', 'mail', 'long-text', 'list', 'radio', 'checkbox', 'postcode'] as const;
export type FieldType = (typeof TYPES)[number];

/** Keys of the fields that a postcode fills. */
export interface AddressTo {
  prefecture?: string;
  city?: string;
  town?: string;
}

/** One field of a format. What the server leaves out is not there: an empty value would be a change. */
export interface FormatField {
  key: string;
  name: string;
  type: FieldType;
  required?: boolean;
  /** Place on the customer screen; none: not shown there. */
  position?: number;
  choices?: string[];
  address?: AddressTo;
}

/** Types with something to choose from. */
export const chooses = (type: FieldType): boolean => type === 'list' || type === 'radio' || type === 'checkbox';

/** A field with some of it changed; what is empty is left out, and what does not belong to its type. */
export function changedField(field: FormatField, patch: Partial<FormatField>): FormatField {
  const next: FormatField = { ...field, ...patch };
  if (!next.required) delete next.required;
  if (!next.position) delete next.position;
  if (!chooses(next.type) || !next.choices?.length) delete next.choices;
  const address = Object.fromEntries(Object.entries(next.address ?? {}).filter(([, key]) => key));
  if (next.type !== 'postcode' || Object.keys(address).length === 0) delete next.address;
  else next.address = address;
  return next;
}

/** A key that no field has. */
export function freeKey(fields: readonly FormatField[]): string {
  const taken = new Set(fields.map((field) => field.key));
  let n = fields.length + 1;
  while (taken.has(`field_${n}`)) n++;
  return `field_${n}`;
}

/** Fields without one of them, nor what refers to it. */
export function without(fields: readonly FormatField[], at: number): FormatField[] {
  const key = fields[at]?.key;
  return fields
    .filter((_, i) => i !== at)
    .map((field) => (field.address ? changedField(field, { address: Object.fromEntries(Object.entries(field.address).filter(([, to]) => to !== key)) }) : field));
}

/** Fields with a key changed, where others refer to it as well. */
export function withKey(fields: readonly FormatField[], at: number, key: string): FormatField[] {
  const was = fields[at]?.key;
  return fields.map((field, i) => {
    const next = i === at ? { ...field, key } : field;
    return next.address ? changedField(next, { address: Object.fromEntries(Object.entries(next.address).map(([part, to]) => [part, to === was ? key : to])) }) : next;
  });
}

/** Fields with one taken to another place. */
export function moved<T>(items: readonly T[], from: number, to: number): T[] {
  const next = [...items];
  const [item] = next.splice(from, 1);
  if (item !== undefined) next.splice(to, 0, item);
  return next;
}

/** Fields placed on the customer screen as they stand in the list; those that are not shown stay so unless none is. */
export function numbered(fields: readonly FormatField[]): FormatField[] {
  const none = !fields.some((field) => field.position);
  let place = 0;
  return fields.map((field) => (none || field.position ? { ...field, position: ++place } : field));
}

/** Fields with one taken to another place. A screen that stood as the list does goes on doing so. */
export function movedField(fields: readonly FormatField[], from: number, to: number): FormatField[] {
  const asListed = numbered(fields).every((field, i) => field.position === fields[i]?.position);
  const next = moved(fields, from, to);
  return asListed ? numbered(next) : next;
}

/** What the customer screen shows, in its order. */
export const placed = (fields: readonly FormatField[]): FormatField[] => fields.filter((field) => field.position).sort((a, b) => (a.position ?? 0) - (b.position ?? 0));
