// Regenerates packages/wire/src/schema.ts from packages/wire/openapi.json (save the server's /openapi.json there).
import { existsSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const source = fileURLToPath(new URL('../packages/wire/openapi.json', import.meta.url));
const target = fileURLToPath(new URL('../packages/wire/src/schema.ts', import.meta.url));
if (!existsSync(source)) {
  console.error(`${source} is missing: save the server's /openapi.json there first.`);
  process.exit(1);
}
const ast = await openapiTS(pathToFileURL(source));
writeFileSync(target, `/** Written by "npm run wire" from openapi.json. Do not edit. */\n${astToString(ast)}`);
