// Fails the build when the first load of the console or of the agent app is over its limit (gzip, entry JS and CSS).
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import path from 'node:path';

/** Per page: where it is built, and the most that may load before its login is shown. The app's comes from the disk. */
const PAGES = {
  console: { dist: '../../server/internal/web/dist/', limit: 150 * 1024 },
  agent: { dist: '../../desktop/internal/assets/dist/', limit: 200 * 1024 },
};
let failed = false;
for (const [name, { dist, limit }] of Object.entries(PAGES)) failed = !check(name, fileURLToPath(new URL(dist, import.meta.url)), limit) || failed;
process.exit(failed ? 1 : 0);

/** Says how much loads when; false when the first load is over its limit. */
function check(name, dist, LIMIT) {
  const html = readFileSync(path.join(dist, 'index.html'), 'utf8');
  const manifest = JSON.parse(readFileSync(path.join(dist, '.vite/manifest.json'), 'utf8'));

  const gz = (file) => gzipSync(readFileSync(path.join(dist, file)), { level: 9 }).length;
  const kb = (n) => `${(n / 1024).toFixed(1).padStart(6)} KB`;

  /** Files the browser loads before anything is shown: whatever index.html names. */
  const first = [...new Set([...html.matchAll(/(?:src|href)="\.?\/([^"]+\.(?:js|css))"/g)].map((m) => m[1]))];
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
  console.log(`${name}: first load (gzip)`);
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
  /** Everything loaded until the first page can be used by who logs in, in one language. */
  const start = name === 'agent' ? '../../packages/features/calls/src/history-page.tsx' : '../../packages/features/floor/src/floor-page.tsx';
  const keys = ['src/root.tsx', 'src/shell/shell.tsx', start, '../../packages/kit/src/i18n/ja.ts'];
  const usable = new Set([...first, ...keys.flatMap((key) => [...closure(key)])]);
  console.log(`until its first page is usable\n${kb([...usable].reduce((sum, file) => sum + gz(file), 0))}  ${usable.size} files`);
  if (total > LIMIT) console.error(`first load of ${name} is ${kb(total - LIMIT).trim()} over its limit`);
  return total <= LIMIT;
}
