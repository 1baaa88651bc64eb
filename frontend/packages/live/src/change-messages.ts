/** What the server tells of the site's records (server: shared/live). It is no part of the floor's state. */
export interface RecordChange {
  type: 'changed';
  /** Plural, as in the path of the API: "agents". */
  noun: string;
  /** Of the record; missing when many were changed at once. */
  id?: string;
  action: 'create' | 'update' | 'delete';
}

/** The message if it is one of a changed record and whole. */
export function changeMessage(message: object): RecordChange | undefined {
  const m = message as Record<string, unknown>;
  const whole = m['type'] === 'changed' && typeof m['noun'] === 'string' && (m['id'] === undefined || typeof m['id'] === 'string');
  return whole && (m['action'] === 'create' || m['action'] === 'update' || m['action'] === 'delete') ? (message as RecordChange) : undefined;
}
