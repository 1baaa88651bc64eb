// Makes packages/wire/src/schema.ts from packages/wire/openapi.json, which a test of the server keeps current
// (server/internal/web TestDescription). With --check it only says whether the file is current.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const source = fileURLToPath(new URL('../packages/wire/openapi.json', import.meta.url));
const target = fileURLToPath(new URL('../packages/wire/src/schema.ts', import.meta.url));
const made = `/** Written by "npm run wire" from openapi.json. Do not edit. */\n${astToString(await openapiTS(pathToFileURL(source)))}`;
if (!process.argv.includes('--check')) {
  writeFileSync(target, made);
} else if (readFileSync(target, 'utf8') !== made) {
  console.error('packages/wire/src/schema.ts is not what openapi.json says: run "npm run wire"');
  process.exit(1);
}
