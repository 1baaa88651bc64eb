// One record of every noun, and what the API's description says of their fields.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const frontend = fileURLToPath(new URL('..', import.meta.url));
const api = JSON.parse(readFileSync(new URL('../packages/wire/openapi.json', import.meta.url), 'utf8'));
const resolve = (schema) => (schema?.$ref ? resolve(api.components.schemas[schema.$ref.split('/').pop()]) : schema);

/** Nouns of the API by their names, with the schema of their records. */
export const nouns = Object.keys(api.paths).flatMap((path) => {
  const [, noun] = /^\/api\/v1\/([\w-]+)\/blank$/.exec(path) ?? [];
  if (!noun) return [];
  const ref = api.paths[path].get.responses[200].content['application/json'].schema.$ref;
  return [{ noun, schema: ref.split('/').pop() }];
});

/** A record of each noun, in an order in which what refers to others comes after them. */
export const records = () => ({
  statuses: { name: '離席中', color: '#f59f00', icon: 'coffee' },
  roles: { name: '研修担当', permissions: ['floor.see', 'agents.view'] },
  agents: { login: 'mitsuo', name: '三男', nickname: 'みつお', extension: '2099', password: 'Passw0rd1', pin: '1234', role: 'agent' },
  devices: { name: 'desk', user: 'desk99', password: 'a-long-sip-secret', mac: '80:5e:c0:12:34:56' },
  groups: { name: '受注', extension: '3099', display: '受注', color: '#e8590c' },
  transfers: { name: '携帯', number: '09012345678' },
  trunks: { name: 'carrier', host: '127.0.0.1:5999', inboundFrom: ['127.0.0.9/32'], backup: ['127.0.0.8:5999'], proxy: '127.0.0.7:5999', register: { user: 'line1', authUser: 'line1', password: 'secret-of-line' } },
  numbers: { number: '0312349999', name: '代表', displayInbound: '通販', displayOutbound: '通販', prefix: '7', popupRing: 'https://crm.example/?n={number}', popupAnswer: 'https://crm.example/?a={number}' },
  ivrs: { name: '案内', extension: '4099', buttons: { enabled: true, keys: { 1: { kind: 'hangup', cause: 'busy' } } }, schedule: { enabled: true, dates: ['2026-12-31'], rows: [{ from: '09:00', to: '18:00', weekdays: ['mon'], toDestination: { cause: 'busy', kind: 'hangup' } }] } },
  formats: { name: '顧客', fields: [{ key: 'name', name: '氏名', type: 'text', position: 1 }, { key: 'rank', name: 'ランク', type: 'list', choices: ['A', 'B'] }] },
  fields: { name: '契約', of: 'customer', type: 'list', choices: ['有', '無'] },
  rejected: { number: '0501112222', note: '迷惑' },
  barred: { number: '0990123456', note: '情報料' },
  callers: { number: '0312341111', name: 'お得意様', priority: 5 },
  holidays: { date: '2026-12-30', name: '年末' },
});

/** Every text that can be given to a record: its path, `fields[].name`. A map's values stand under `{}`. */
export function texts(schemaName) {
  const out = [];
  const walk = (schema, path, seen) => {
    const at = resolve(schema);
    if (!at || schema.readOnly || at.readOnly || seen.filter((s) => s === at).length > 0) return;
    const types = [at.type].flat();
    if (types.includes('string') && !at.enum && !at.format) out.push(path);
    if (at.items) walk(at.items, `${path}[]`, [...seen, at]);
    if (typeof at.additionalProperties === 'object') walk(at.additionalProperties, `${path}.{}`, [...seen, at]);
    for (const [name, prop] of Object.entries(at.properties ?? {})) walk(prop, path ? `${path}.${name}` : name, [...seen, at]);
  };
  walk(api.components.schemas[schemaName], '', []);
  return out;
}

/** Whether the field of a path is never told again. */
export const secret = (path) => /(^|\.)(password|pin)$/.test(path);

/** The parts of a path: names, 0 for a list's first, '1' for a map's key. */
export const partsOf = (path) => path.replaceAll('[]', '.[]').split('.').map((part) => (part === '[]' ? 0 : part === '{}' ? '1' : part));

/** What a record holds at a path. */
export const at = (record, path) => partsOf(path).reduce((value, part) => value?.[part], record);

/** The value of the first field of a path so that it holds `value` there, otherwise as in `record`. */
export function withAt(record, path, value) {
  const [first, ...rest] = partsOf(path);
  const put = (old, [part, ...more]) => {
    if (part === undefined) return value;
    const copy = typeof part === 'number' ? [...(Array.isArray(old) ? old : [])] : { ...(old ?? {}) };
    copy[part] = put(copy[part], more);
    return copy;
  };
  return { [first]: put(record[first], rest) };
}

/** What the console's forms judge by: the kit's own rules over the API's limits. */
export async function forms() {
  const script = execFileSync(`${frontend}node_modules/.bin/esbuild`, ['--bundle', '--format=esm', '--loader=ts', `--alias:@yobirin/wire=${frontend}packages/wire/src/index.ts`], {
    input: "export { brokenRule, sentence, mayBeEmpty } from './packages/kit/src/record/rules'; export { limits } from './packages/wire/src/limits';", cwd: frontend, encoding: 'utf8',
  });
  return import(`data:text/javascript;base64,${Buffer.from(script).toString('base64')}`);
}
