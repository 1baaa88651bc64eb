// Fails the build when the first load of the console is over its limit (gzip, entry JS and CSS).
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import path from 'node:path';

const LIMIT = 150 * 1024;
const dist = fileURLToPath(new URL('../../server/internal/web/dist/', import.meta.url));
const html = readFileSync(path.join(dist, 'index.html'), 'utf8');
const manifest = JSON.parse(readFileSync(path.join(dist, '.vite/manifest.json'), 'utf8'));

const gz = (file) => gzipSync(readFileSync(path.join(dist, file)), { level: 9 }).length;
const kb = (n) => `${(n / 1024).toFixed(1).padStart(6)} KB`;

/** Files the browser loads before anything is shown: whatever index.html names. */
const first = [...new Set([...html.matchAll(/(?:src|href)="\/([^"]+\.(?:js|css))"/g)].map((m) => m[1]))];
/** What a page adds to the first load: its chunk with everything that it imports statically. */
function closure(key, seen = new Set()) {
  const chunk = manifest[key];
  if (!chunk) return seen;
  for (const file of [chunk.file, ...(chunk.css ?? [])]) {
    if (seen.has(file)) continue;
    seen.add(file);
  }
  for (const next of chunk.imports ?? []) if (!seen.has(manifest[next]?.file)) closure(next, seen);
  return seen;
}

let total = 0;
console.log('first load (gzip)');
for (const file of first) {
  const size = gz(file);
  total += size;
  console.log(`${kb(size)}  ${file}`);
}
console.log(`${kb(total)}  of ${kb(LIMIT).trim()}`);
console.log('added by each lazy part');
for (const [key, chunk] of Object.entries(manifest)) {
  if (!chunk.isDynamicEntry) continue;
  const added = [...closure(key)].filter((file) => !first.includes(file));
  console.log(`${kb(added.reduce((sum, file) => sum + gz(file), 0))}  ${key}`);
}
/** Everything loaded until the floor can be used by who logs in, in one language. */
const keys = ['src/shell/shell.tsx', '../../packages/features/floor/src/floor-page.tsx', '../../packages/kit/src/i18n/ja.ts'];
const floor = new Set([...first, ...keys.flatMap((key) => [...closure(key)])]);
console.log(`until the floor is usable\n${kb([...floor].reduce((sum, file) => sum + gz(file), 0))}  ${floor.size} files`);
if (total > LIMIT) {
  console.error(`first load is ${kb(total - LIMIT).trim()} over its limit`);
  process.exit(1);
}
