import type { CallRecord } from '@yobirin/wire';

/** Calls that a call went on in, or that went on in it. */
export interface Joined {
  to?: string;
  by: string[];
}

/** What the record at a call's end says of other calls; while it goes on, what its legs did. A supervisor's own call is none of them. */
export function joinedOf(record: CallRecord): Joined {
  const end = record.events.find((e) => e.kind === 'ended')?.data?.['record'];
  if (typeof end === 'object' && end !== null) {
    const { joinedTo, joinedBy } = end as { joinedTo?: unknown; joinedBy?: unknown };
    return { to: typeof joinedTo === 'string' ? joinedTo : undefined, by: Array.isArray(joinedBy) ? joinedBy.filter((id) => typeof id === 'string') : [] };
  }
  const others = record.events.filter((e) => e.kind === 'legJoined' && e.data?.['why'] !== 'supervise').map((e) => e.data?.['from']);
  return { by: [...new Set(others.filter((id) => typeof id === 'string'))] };
}

/** When a call began: its identifier is a UUIDv7, which holds the milliseconds. */
export function startOf(id: string): number | undefined {
  const at = Number.parseInt(id.replace('-', '').slice(0, 12), 16);
  return id[14] === '7' && Number.isFinite(at) ? at : undefined;
}
