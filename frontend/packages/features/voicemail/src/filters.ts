import type { VoicemailQuery } from '@yobirin/wire';

/** The filters of the messages as they stand in the URL. */
export const FILTERS = ['from', 'to', 'number', 'q', 'audio', 'phoneNumber', 'heard'] as const;
export type Filters = Partial<Record<(typeof FILTERS)[number], string>>;

/** Reads the URL's filters as a query; what is no moment or known word is left out, not sent. */
export function queryOf(filters: Filters): VoicemailQuery {
  const query: VoicemailQuery = {
    from: moment(filters.from),
    to: moment(filters.to),
    number: filters.number,
    q: filters.q,
    audio: filters.audio,
    phoneNumber: filters.phoneNumber,
    heard: filters.heard === 'true' || filters.heard === 'false' ? filters.heard : undefined,
  };
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));
}

const moment = (text?: string) => (text && !Number.isNaN(Date.parse(text)) ? new Date(text).toISOString() : undefined);

/** The parts of a list that requests may take at once. */
export function partsOf<T>(all: readonly T[], size: number): T[][] {
  const parts: T[][] = [];
  for (let i = 0; i < all.length; i += size) parts.push(all.slice(i, i + size));
  return parts;
}
