import type { Fields } from './patch';

/** What was typed into a form and not saved: it outlives a login that ended, not the browser's tab. */
export interface Draft {
  /** Of the record that it began from. */
  version: number;
  before: Record<string, unknown>;
  values: Record<string, unknown>;
}

/** Where the draft of one viewer for one record is kept. */
export const draftKey = (viewer: string, noun: string, id: string): string => `yobirin.draft.${viewer}.${noun}.${id}`;

/** Keeps the changed fields but no secrets; nothing changed takes the draft away. */
export function keepDraft(key: string, base: Fields, values: Fields, changed: readonly string[], secrets: ReadonlySet<string>): void {
  const fields = changed.filter((field) => !secrets.has(field));
  try {
    if (fields.length === 0) {
      sessionStorage.removeItem(key);
      return;
    }
    const of = (record: Fields) => Object.fromEntries(fields.map((field) => [field, record[field]]));
    const draft: Draft = { version: Number(base['version'] ?? 0), before: of(base), values: of(values) };
    sessionStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // Without storage the draft lives as long as the form does.
  }
}

/** The draft that was kept, if it can be read. */
export function readDraft(key: string): Draft | undefined {
  try {
    const read: unknown = JSON.parse(sessionStorage.getItem(key) ?? 'null');
    if (typeof read !== 'object' || read === null) return undefined;
    const { version, before, values } = read as Partial<Draft>;
    return typeof version === 'number' && isFields(before) && isFields(values) ? { version, before, values } : undefined;
  } catch {
    return undefined;
  }
}

/** Takes it away. */
export function dropDraft(key: string): void {
  try {
    sessionStorage.removeItem(key);
  } catch {
    // There was none.
  }
}

const isFields = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
