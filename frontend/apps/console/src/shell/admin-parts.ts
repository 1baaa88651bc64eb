import type { Key } from '@yobirin/kit';
import { ADMIN_PAGES, type AdminPage } from './admin-pages';

interface Part {
  label: Key;
  /** In the order in which they are shown. */
  nouns: readonly string[];
}

/** How the links of 管理設定 are grouped: who works, how calls find them, what is kept, the system itself. */
const PARTS: readonly Part[] = [
  { label: 'nav.people', nouns: ['welcome', 'agents', 'groups', 'devices', 'statuses', 'roles'] },
  { label: 'nav.routing', nouns: ['numbers', 'trunks', 'ivrs', 'audios', 'prompts', 'transfers', 'codes', 'holidays', 'rejected', 'barred', 'callers'] },
  { label: 'nav.data', nouns: ['formats', 'fields'] },
  { label: 'nav.system', nouns: ['settings', 'access', 'sessions', 'locks', 'api-keys', 'audit'] },
];

/** Every page with the label of its part, in order; one that no part names comes last, with the system. */
export function partedPages(): (AdminPage & { part: Key })[] {
  const last = PARTS.length - 1;
  const place = (noun: string): [number, number] => {
    const part = PARTS.findIndex(({ nouns }) => nouns.includes(noun));
    return part < 0 ? [last, Number.MAX_SAFE_INTEGER] : [part, PARTS[part]!.nouns.indexOf(noun)];
  };
  return ADMIN_PAGES.map((page) => ({ ...page, at: place(page.noun) }))
    .sort((a, b) => a.at[0] - b.at[0] || a.at[1] - b.at[1])
    .map(({ at, ...page }) => ({ ...page, part: PARTS[at[0]]!.label }));
}
