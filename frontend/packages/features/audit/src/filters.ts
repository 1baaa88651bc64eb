import type { AuditQuery } from '@yobirin/wire';

/** The filters of the audit as they stand in the URL. */
export const FILTERS = ['from', 'to', 'actor', 'action', 'kind', 'object', 'via', 'address', 'q'] as const;
export type Filters = Partial<Record<(typeof FILTERS)[number], string>>;

export const VIAS = ['console', 'app', 'phone', 'api', 'system'] as const;

const ACTION = /^[a-z][a-z-]*(\.[a-z][a-z0-9-]*)?$/;
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Reads the URL's filters as a query; what the server would not take for one is left out, not sent. */
export function queryOf(filters: Filters): AuditQuery {
  const query: AuditQuery = {
    from: moment(filters.from),
    to: moment(filters.to),
    actor: filters.actor && ID.test(filters.actor) ? filters.actor : undefined,
    action: filters.action && ACTION.test(filters.action) ? filters.action : undefined,
    kind: filters.kind && /^[a-z-]{1,64}$/.test(filters.kind) ? filters.kind : undefined,
    object: filters.object?.slice(0, 64),
    via: VIAS.find((via) => via === filters.via),
    address: filters.address?.slice(0, 64),
    q: filters.q?.slice(0, 200).split(/\s+/).slice(0, 10).join(' '),
  };
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined && value !== ''));
}

const moment = (text?: string) => (text && !Number.isNaN(Date.parse(text)) ? new Date(text).toISOString() : undefined);
