import { en, ja } from '@yobirin/kit/texts';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const DESKTOP = fileURLToPath(new URL('../../../../../desktop/', import.meta.url));
/** How Go writes a trouble's code: Trouble{Code: "x"}, trouble("x", …), codes that are chosen before, what the proxy refuses, and functions that name one. */
const CODES = [/\bCode\s*[:=]\s*"([a-z][a-z0-9_-]*)"/g, /\b\w*[tT]rouble\("([a-z][a-z0-9_-]*)"/g, /\bcode\s*:?=\s*"([a-z][a-z0-9_-]*)"/g, /\brefuse\(w, [\w.]+, "([a-z][a-z0-9_-]*)"/g, /\breturn "([a-z]+_[a-z0-9_]+)"$/gm];
/** Not said to anybody. */
const UNSAID = new Set(['none']);
/** Said by the login, in words of its own. */
const AT_LOGIN = new Set([...readFileSync(fileURLToPath(new URL('../../session/src/login/fault.ts', import.meta.url)), 'utf8').matchAll(/\bcase '([a-z_]+)'/g)].map(([, code]) => code!));

/** Every code in the app's Go, with the files that use it. */
function codes(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const file of readdirSync(DESKTOP, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.go') || file.endsWith('_test.go')) continue;
    const text = readFileSync(path.join(DESKTOP, file), 'utf8');
    for (const pattern of CODES) for (const [, code] of text.matchAll(pattern)) if (!UNSAID.has(code!) && !AT_LOGIN.has(code!)) found.set(code!, [...(found.get(code!) ?? []), file]);
  }
  return found;
}

describe('troubles of the app', () => {
  it('all have words in both languages', () => {
    const all = codes();
    expect(all.size).toBeGreaterThan(40);
    const mute = [...all].filter(([code]) => !(`trouble.${code}` in ja) || !(`trouble.${code}` in en)).map(([code, files]) => `${code} (${files.join(', ')})`);
    expect(mute).toEqual([]);
  });
  it('that the server can refuse a command for have words too', () => {
    for (const code of ['not-in-call', 'not-now', 'no-such-number', 'not-allowed', 'not-recorded']) expect(Object.keys(ja)).toContain(`trouble.${code}`);
  });
});
