// Whatever is typed: every text of every noun with what has broken other programs, and every limit on both sides.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { at, forms, nouns, partsOf, records, secret, texts, withAt } from './site-nouns.mjs';
import { Site } from './site-rig.mjs';

let site;
let admin;
let english;
const made = {};
before(async () => {
  site = await Site.start();
  admin = await site.person();
  await admin.json('POST', '/agents', { login: 'boss', name: 'Boss', password: 'Passw0rd1', role: 'administrator', language: 'en' });
  english = await site.person('boss', 'Passw0rd1', 'en');
  for (const [noun, record] of Object.entries(records())) made[noun] = await admin.json('POST', `/${noun}`, record);
});
after(() => site?.stop());

/** Changes a record whatever its version is. */
const patch = (who, noun, change) => who.ask('PATCH', `/${noun}/${made[noun].id}`, change, { 'If-Match': '*' });

test('there is a record of every noun to try', () => {
  assert.deepEqual(nouns.map((n) => n.noun).sort(), Object.keys(made).sort());
});

const HOSTILE = {
  image: '<img src=x onerror="window.__xss=1">',
  script: '"><script>window.__xss=1</script>',
  address: 'javascript:window.__xss=1',
  template: '${window.__xss=1}{{constructor.constructor("window.__xss=1")()}}',
  sql: "'; DROP TABLE agents; --",
  override: 'abc\u202Edcba',
  hidden: 'a\u200Bb\u2060c\uFEFF',
  long: '長'.repeat(10_000),
  nul: 'a\u0000b',
  bell: 'a\u0007\u001b[31mb',
  lines: 'a\r\nb: c',
  surrogate: 'a\uD800b',
  path: '../../../../etc/passwd',
};

const bare = (record) => Object.fromEntries(Object.entries(record).filter(([field]) => !['version', 'live', 'warnings'].includes(field)));
const read = (noun) => admin.json('GET', `/${noun}/${made[noun].id}`);
/** What must not stand in any text: it hides, or turns around what stands beside it. */
const hides = /[\u0000-\u001f\u200b\u202e\ufeff]/;

const DESTINATION = /^(overflow|timeoutTo|default|unknownTo|route)\.|^buttons\.keys\.|\.toDestination\./;

/** What is wrong with how a noun takes a text at a path, if anything. */
async function judge(noun, path, was, kind, text) {
  const got = await patch(admin, noun, withAt(was, path, text));
  const field = partsOf(path)[0];
  if (got.status !== 200) {
    const named = got.errors.some((e) => e.location?.split(/[.[]/)[0] === field && /[\u3040-\u30ff\u4e00-\u9fff]/.test(e.message ?? ''));
    return [400, 409, 422].includes(got.status) && named ? 'refused' : `${noun} ${path} ${kind}: ${got.status} ${got.bytes.toString().slice(0, 200)}`;
  }
  const held = at(await read(noun), path);
  const back = secret(path) && partsOf(path).length === 1 ? records()[noun][field] : was[field];
  const restored = await patch(admin, noun, { [field]: back ?? null });
  assert.equal(restored.status, 200, `${noun} ${path} is put back: ${restored.bytes}`);
  if (secret(path)) return 'kept';
  // What a destination of one kind has no use for is let go of.
  if (held === undefined && DESTINATION.test(path)) return 'kept';
  if (held !== text.toWellFormed()) return `${noun} ${path} ${kind}: kept as ${JSON.stringify(held)?.slice(0, 80)}`;
  return hides.test(text) || text.length > 9000 || (/popup/.test(path) && kind === 'address') ? `${noun} ${path} ${kind}: was taken` : 'kept';
}

test('every text of every noun is kept as it is, or refused by its name', async () => {
  const found = [];
  for (const { noun, schema } of nouns) {
    const was = await read(noun);
    for (const path of texts(schema)) for (const [kind, text] of Object.entries(HOSTILE)) found.push(await judge(noun, path, was, kind, text));
    assert.deepEqual(bare(await read(noun)), bare(was), `${noun} is as before`);
  }
  const count = (what) => found.filter((f) => f === what).length;
  console.log(`${count('kept')} kept, ${count('refused')} refused`);
  assert.deepEqual(found.filter((f) => f !== 'kept' && f !== 'refused'), []);
  assert.ok(count('kept') > 100 && count('refused') > 1000);
});

/** Values that break a limit, each in one way. */
function* breaking(limit) {
  const number = limit.minimum !== undefined || limit.maximum !== undefined;
  if (!number && (limit.required || (limit.minLength ?? 0) > 0)) yield '';
  if (limit.minLength > 1) yield 'a'.repeat(limit.minLength - 1);
  if (limit.maxLength !== undefined) yield '長'.repeat(limit.maxLength + 1);
  if (limit.minimum !== undefined) yield limit.minimum - 1;
  if (limit.maximum !== undefined) yield limit.maximum + 1;
  if (limit.minimum !== undefined) yield limit.minimum + 0.5;
  if (limit.enum) yield 'no-such';
  if (limit.pattern) yield* ['あ', 'a b', '<b>', '0'.repeat(300)];
  if (limit.minItems > 0) yield [];
  if (limit.maxItems !== undefined && limit.maxItems <= 1000) yield Array.from({ length: limit.maxItems + 1 }, (_, i) => `127.0.${i >> 8}.${i & 255}`);
}

test('what the forms refuse, the server refuses with the same sentence, in both languages', async () => {
  const { limits, brokenRule, sentence } = await forms();
  const faults = [];
  let tried = 0;
  for (const { noun, schema } of nouns) {
    const was = await read(noun);
    for (const [path, limit] of Object.entries(limits[schema])) {
      const top = limits[schema][path.split(/[.[]/)[0]];
      if (limit.readOnly || top?.readOnly) continue;
      for (const value of breaking(limit)) {
        const broken = brokenRule(limit, value);
        const half = typeof value === 'number' && !Number.isInteger(value);
        if (secret(path) && value === '') continue; // it stays as it was
        if (!broken && !half) continue; // a pattern that takes it
        const where = partsOf(path).reduce((all, part) => (typeof part === 'number' ? `${all}[${part}]` : all ? `${all}.${part}` : part), '');
        for (const [language, who] of [['ja', admin], ['en', english]]) {
          tried++;
          const want = sentence(broken ?? { rule: 'integer', limit: '' }, language);
          const got = await patch(who, noun, withAt(was, path, value));
          const said = got.errors.find((e) => e.location === where)?.message;
          if (got.status !== 422 || !want || said !== want) faults.push(`${noun} ${path} = ${JSON.stringify(value).slice(0, 40)} (${language}): ${got.status} ${JSON.stringify(got.errors).slice(0, 200)}, the form says ${want}`);
        }
      }
    }
    assert.deepEqual(bare(await read(noun)), bare(was), `${noun} is as before`);
  }
  console.log(`${tried} refusals compared`);
  assert.deepEqual(faults, []);
  assert.ok(tried > 200);
});

test('numbers of all sizes and kinds are refused by the name of their field', async () => {
  const faults = [];
  for (const [noun, path] of [['groups', 'timeout'], ['groups', 'members[].level'], ['trunks', 'channels'], ['numbers', 'maxChannels'], ['callers', 'priority'], ['fields', 'position'], ['devices', 'maxContacts']]) {
    const was = await read(noun);
    for (const value of ['1e300', '1e30', '-0.5', '9223372036854775808', '"5"', 'true', '[]', '{}', '[[[[[[]]]]]]']) {
      const body = JSON.stringify(withAt(was, path, 'HERE')).replace('"HERE"', value);
      const got = await patch(admin, noun, body);
      if (![400, 422].includes(got.status) || !got.errors.some((e) => e.location?.startsWith(path.split(/[.[]/)[0]) && e.message)) faults.push(`${noun} ${path} = ${value}: ${got.status} ${got.bytes.toString().slice(0, 200)}`);
    }
  }
  assert.deepEqual(faults, []);
});

test('bodies that are none are refused, and nothing is made', async () => {
  const count = async (noun) => (await admin.json('GET', `/${noun}?limit=1`)).total;
  for (const { noun } of nouns) {
    const before_ = await count(noun);
    for (const [body, type] of [['', 'application/json'], ['{', 'application/json'], ['null', 'application/json'], ['[]', 'application/json'], ['"x"', 'application/json'], ['{"a":'.repeat(5000), 'application/json'], [Buffer.from([0xff, 0xfe, 0x7b, 0x7d]), 'application/json'], ['<a/>', 'text/xml'], ['{"name":1e400}', 'application/json'], [`{"name":"${'x'.repeat(3_000_000)}"}`, 'application/json'], ['{"__proto__":{"x":1},"constructor":1}', 'application/json']]) {
      const got = await admin.ask('POST', `/${noun}`, body, { 'Content-Type': type });
      assert.ok(got.status >= 400 && got.status < 500 && got.json?.code && got.json.detail, `${noun} ${String(body).slice(0, 20)}: ${got.status} ${got.bytes.toString().slice(0, 200)}`);
    }
    assert.equal(await count(noun), before_);
  }
});
