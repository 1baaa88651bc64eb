import type { CallPage, CallQuery, CallRow } from '@yobirin/wire';

/** Filters of W-HIST-1 as they stand in the URL. */
export const FILTERS = ['from', 'to', 'direction', 'result', 'outcome', 'rang', 'number', 'q', 'agent', 'group', 'phoneNumber', 'min', 'max', 'sort'] as const;
export type Filter = (typeof FILTERS)[number];
export type Filters = Partial<Record<Filter, string>>;

export const NEWEST_FIRST = '-startedAt';
/** Orders the server offers. */
const SORTS = [NEWEST_FIRST, 'startedAt', '-talkSeconds', '-waitSeconds'];

/** How a visit to a group ends (C-Q-6), as the group table counts it. */
export const OUTCOMES = ['answered', 'abandoned', 'overflow', 'timeout', 'callback'] as const;

/** One choice for what became of a call, and of its visit to a group. */
export const resultChosen = ({ result, outcome }: Filters): string | undefined => (outcome ? `group.${outcome}` : result);

/** The filters for a choice of it. */
export function resultOf(choice: string | undefined): Pick<Filters, 'result' | 'outcome'> {
  const [, outcome] = choice?.split('group.') ?? [];
  return outcome === undefined ? { result: choice, outcome: undefined } : { result: undefined, outcome };
}

/** Reads the URL's filters as a query; what is not a time, length or known word is left out, not sent. */
export function queryOf(filters: Filters): CallQuery {
  const query: CallQuery = {
    from: moment(filters.from),
    to: moment(filters.to),
    direction: oneOf(filters.direction, ['in', 'out', 'internal']),
    result: oneOf(filters.result, ['answered', 'missed']),
    outcome: oneOf(filters.outcome, OUTCOMES),
    rang: oneOf(filters.rang, ['missed', 'elsewhere', 'direct']),
    number: filters.number,
    q: filters.q,
    agent: filters.agent,
    group: filters.group,
    phoneNumber: filters.phoneNumber,
    minSeconds: seconds(filters.min),
    maxSeconds: seconds(filters.max),
    sort: oneOf(filters.sort, SORTS),
  };
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));
}

/** True when any filter narrows the list; an order does not. */
export function isNarrowed(filters: Filters): boolean {
  return Object.keys(queryOf(filters)).some((key) => key !== 'sort');
}

/** What a person typed into the one box for numbers and names: digits are a number, all else is a name. */
export function searchOf(text: string | undefined, digits: (text: string) => string): Pick<Filters, 'number' | 'q'> {
  if (text === undefined) return { number: undefined, q: undefined };
  if (!/^[\d０-９+*#()\s　ー‐−－-]+$/.test(text)) return { number: undefined, q: text };
  return { number: digits(text) || undefined, q: undefined };
}

const moment = (text?: string) => (text && !Number.isNaN(Date.parse(text)) ? new Date(text).toISOString() : undefined);
const seconds = (text?: string) => (text && /^\d{1,6}$/.test(text) ? text : undefined);
const oneOf = (text: string | undefined, words: readonly string[]) => (text !== undefined && words.includes(text) ? text : undefined);

/**
 * Puts a fresh first page over the loaded pages: rows of it replace their old selves, new ones go on top. When
 * more calls came in than one page holds there would be a hole, so the loaded pages are dropped.
 */
export function freshen(pages: readonly CallPage[], fresh: CallPage): CallPage[] {
  const loaded = new Set(pages.flatMap((page) => page.items.map((row) => row.id)));
  const overlap = fresh.items.some((row) => loaded.has(row.id));
  if (pages.length === 0 || !overlap) return [fresh];
  const now = new Map(fresh.items.map((row) => [row.id, row]));
  const added = fresh.items.filter((row) => !loaded.has(row.id));
  return pages.map((page, i) => {
    const items = page.items.map((row) => now.get(row.id) ?? row);
    return i === 0 ? { ...page, items: [...added, ...items] } : { ...page, items };
  });
}

/**
 * All loaded rows, each once. By start they are put in order here too: calls enter the history when they end, so a fresh row may
 * belong below rows that are already shown.
 */
export function rowsOf(pages: readonly CallPage[], sort = NEWEST_FIRST): CallRow[] {
  const seen = new Set<string>();
  const rows = pages.flatMap((page) => page.items).filter((row) => !seen.has(row.id) && seen.add(row.id));
  if (sort !== NEWEST_FIRST && sort !== 'startedAt') return rows;
  const way = sort === NEWEST_FIRST ? -1 : 1;
  const at = new Map(rows.map((row) => [row.id, Date.parse(row.startedAt)]));
  return rows.sort((a, b) => way * ((at.get(a.id) ?? 0) - (at.get(b.id) ?? 0)));
}
