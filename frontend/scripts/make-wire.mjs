// Makes what packages/wire/src has from the server: schema.ts and limits.ts from packages/wire/openapi.json, which a
// test of the server keeps current (server/internal/web TestDescription), and rules.json, what is said of a value that
// breaks a rule, as a copy of the server's. With --check it only says whether the files are current.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import { limitsOf } from './wire-limits.mjs';

const file = (path) => fileURLToPath(new URL(path, import.meta.url));
const source = file('../packages/wire/openapi.json');
const api = JSON.parse(readFileSync(source, 'utf8'));
const made = {
  'schema.ts': `/** Written by "npm run wire" from openapi.json. Do not edit. */\n${astToString(await openapiTS(pathToFileURL(source)))}`,
  'limits.ts': [
    '/** Written by "npm run wire" from openapi.json. Do not edit. */',
    '',
    '/** What a field may hold. */',
    'export interface FieldLimit {',
    '  minLength?: number;',
    '  maxLength?: number;',
    '  minimum?: number;',
    '  maximum?: number;',
    '  minItems?: number;',
    '  maxItems?: number;',
    '  enum?: readonly (string | number)[];',
    '  pattern?: string;',
    '  /** Of the rule that says what the pattern wants: `pattern.<name>`. */',
    '  patternName?: string;',
    '  required?: boolean;',
    '  readOnly?: boolean;',
    '}',
    '',
    '/** By the name of the record\'s schema, then by field: "name", "acw.release", "members[].level". */',
    `export const limits: Readonly<Record<string, Readonly<Record<string, FieldLimit>>>> = {`,
    ...Object.entries(limitsOf(api)).flatMap(([name, fields]) => [`  ${name}: {`, ...Object.entries(fields).map(([at, limit]) => `    ${JSON.stringify(at)}: ${JSON.stringify(limit)},`), '  },']),
    '};',
    '',
  ].join('\n'),
  'rules.json': readFileSync(file('../../server/internal/web/rules.json'), 'utf8'),
};
let stale = false;
for (const [name, text] of Object.entries(made)) {
  const target = file(`../packages/wire/src/${name}`);
  if (!process.argv.includes('--check')) {
    writeFileSync(target, text);
  } else if (current(target) !== text) {
    console.error(`packages/wire/src/${name} is not what the server says: run "npm run wire"`);
    stale = true;
  }
}
if (stale) process.exit(1);

function current(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
