import type { Language } from '@yobirin/kit';
import { faultText, type ProblemField } from '@yobirin/kit/record';
import { Problem, asProblem } from '@yobirin/wire';

/** A feature and its codes as the server tells them. */
export interface CodeRow {
  feature: string;
  /** None: the feature is off. */
  digits: string[];
  usual?: string;
  /** Pressed during a call, not dialed. */
  inCall?: boolean;
  takes?: 'two-digits' | 'agent' | 'group' | 'target';
}

export interface Table {
  items: CodeRow[];
  etag: string;
}

export async function readCodes(signal?: AbortSignal): Promise<Table> {
  const answer = await fetch('/api/v1/codes', { signal, credentials: 'same-origin' }).catch((error: unknown) => {
    throw asProblem(error);
  });
  const body = (await answer.json().catch(() => ({}))) as { items?: CodeRow[] };
  if (!answer.ok) throw new Problem(answer.status, body as object);
  return { items: body.items ?? [], etag: answer.headers.get('ETag') ?? '' };
}

/** Stores the whole table, if it is still the one that was read, and gives what takes that back. */
export async function storeCodes(rows: readonly CodeRow[], etag: string): Promise<string | undefined> {
  const answer = await fetch('/api/v1/codes', {
    method: 'PUT',
    credentials: 'same-origin',
    headers: { 'Content-Type': 'application/json', ...(etag ? { 'If-Match': etag } : {}) },
    body: JSON.stringify({ items: rows.map(({ feature, digits }) => ({ feature, digits })) }),
  }).catch((error: unknown) => {
    throw asProblem(error);
  });
  if (!answer.ok) throw new Problem(answer.status, (await answer.json().catch(() => ({}))) as object);
  return answer.headers.get('Undo') ?? undefined;
}

/** The codes in a field: several are separated by spaces or commas; full-width keys are keys. */
export const splitDigits = (text: string): string[] => [...new Set(text.normalize('NFKC').split(/[\s,、]+/).filter((part) => part !== ''))];

/** By feature, the code of another one that cannot be told apart from it, so that it is said while one types. The server judges the rest. */
export function clashesOf(rows: readonly CodeRow[]): Record<string, string> {
  const all = rows.flatMap((row) => row.digits.map((digits) => ({ row, digits })));
  const out: Record<string, string> = {};
  for (const a of all) {
    for (const b of all) {
      if (a === b || Boolean(a.row.inCall) !== Boolean(b.row.inCall)) continue;
      if (!a.digits.startsWith(b.digits) && !b.digits.startsWith(a.digits)) continue;
      // * joins only while consulting, where none but the consulting code is known.
      const names = [a.row.feature, b.row.feature];
      if (a.row.inCall && a.row !== b.row && names.includes('join') && !names.includes('consult')) continue;
      out[a.row.feature] ??= b.digits;
    }
  }
  return out;
}

/** Where the server's faults are shown: at the row of their feature, or of the code that is at fault. */
export function faultsOf(problem: Problem, rows: readonly CodeRow[], language: Language): { rows: Record<string, string>; rest: string[] } {
  const out: Record<string, string> = {};
  const rest: string[] = [];
  for (const fault of (problem.body.errors ?? []) as ProblemField[]) {
    const location = fault.location ?? '';
    const text = faultText(fault, language);
    const at = /^items\[(\d+)\]/.exec(location);
    const value = typeof fault.value === 'string' ? fault.value : '';
    const row = at ? rows[Number(at[1])] : (rows.find((r) => r.feature === location) ?? rows.find((r) => !r.inCall && r.digits.some((digits) => value !== '' && value.startsWith(digits))));
    if (!row) rest.push(text);
    else if (!out[row.feature]?.includes(text)) out[row.feature] = out[row.feature] ? `${out[row.feature]} ${text}` : text;
  }
  return { rows: out, rest };
}
