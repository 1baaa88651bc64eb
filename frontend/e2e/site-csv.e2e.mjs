// CSV files as they really come: marks, other encodings, missing columns, open quotes, formulas, and very many rows.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Site } from './site-rig.mjs';

let site;
let admin;
before(async () => {
  site = await Site.start();
  admin = await site.person();
});
after(() => site?.stop());

const bringIn = (noun, body, dryRun = false, query = '') => admin.ask('POST', `/${noun}/import?dryRun=${dryRun}${query}`, typeof body === 'string' ? Buffer.from(body) : body, { 'Content-Type': 'text/csv' });
const total = async (noun, q = '') => (await admin.json('GET', `/${noun}?limit=1&q=${encodeURIComponent(q)}`)).total;
const BOM = '\ufeff';
/** "login,name\nsjis1,表示\n" in CP932, whose 表 ends with a backslash. */
const cp932 = Buffer.concat([Buffer.from('login,name\r\nsjis1,'), Buffer.from([0x95, 0x5c, 0x8e, 0xa6]), Buffer.from('\r\n')]);
/** Rank 1 of NEC's and IBM's own rows, which plain Shift JIS does not have: ① and 髙. */
const nec = Buffer.concat([Buffer.from('login,name\r\nsjis2,'), Buffer.from([0x87, 0x40, 0xfb, 0xfc]), Buffer.from('\r\n')]);

test('encodings: with a mark, UTF-16 of both kinds, CP932 with what only it has', async () => {
  const names = {};
  for (const [login, file] of Object.entries({
    mark1: `${BOM}login,name\r\nmark1,印\r\n`,
    wide1: Buffer.from(`${BOM}login\tname\r\nwide1\t広\r\n`, 'utf16le'),
    wide2: Buffer.from(`${BOM}login,name\r\nwide2,逆\r\n`, 'utf16le').swap16(),
    sjis1: cp932,
    sjis2: nec,
    linux1: 'login,name\nlinux1,改行\n',
    noend1: 'login,name\r\nnoend1,終',
    quote1: 'login,name,nickname\r\n"quote1","山田, ""太郎""","あだ名"\r\n',
  })) {
    const got = await bringIn('agents', file);
    assert.deepEqual([got.status, got.json?.created, got.json?.refused ?? []], [200, 1, []], `${login}: ${got.bytes}`);
    names[login] = (await admin.json('GET', `/agents?q=${login}`)).items[0].name;
  }
  assert.deepEqual(names, { mark1: '印', wide1: '広', wide2: '逆', sjis1: '表示', sjis2: '①髙', linux1: '改行', noend1: '終', quote1: '山田, "太郎"' });
});

test('files that are none are refused as a whole, saying where', async () => {
  const before_ = await total('agents');
  for (const [what, file, rule] of [
    ['nothing', '', 'required'],
    ['only a mark', BOM, 'required'],
    ['an open quote', 'login,name\r\nabc1,"open\r\nabc2,x\r\nabc3,x\r\n', 'csv'],
    ['a quote within', 'login,name\r\nabc1,a"b\r\n', 'csv'],
    ['no encoding', Buffer.from([0x6c, 0x2c, 0x80, 0xff, 0xfe, 0x0a]), 'encoding'],
    ['a picture', Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ', 'base64'), undefined],
    ['a column too many', 'login,name,nonsense\r\nabc1,x,y\r\n', 'unknown'],
    ['a column twice', 'login,name,name\r\nabc1,x,y\r\n', undefined],
    ['too many columns', `${Array.from({ length: 201 }, (_, i) => `c${i}`).join()}\r\n`, 'max_items'],
    ['only another noun’s columns', 'number,note\r\n0312345678,x\r\n', undefined],
  ]) {
    const got = await bringIn('agents', file);
    assert.equal(got.status, 422, `${what}: ${got.status} ${got.bytes.toString().slice(0, 300)}`);
    assert.ok(got.errors.length > 0 && got.errors.every((e) => /[\u3040-\u30ff\u4e00-\u9fff]/.test(e.message)), `${what}: ${got.bytes}`);
    if (rule) assert.equal(got.errors[0].rule, rule, what);
  }
  assert.equal(await total('agents'), before_);
});

test('wrong rows are told by row and column, and the good ones are taken; dry, nothing is', async () => {
  const file = ['login,name,extension,role,language', 'good1,一,2201,agent,ja', 'x,短い,2202,agent,ja', 'good2,,2203,agent,ja', 'good3,三,0123,agent,ja', 'good4,四,2204,king,ja', 'good5,五,2205,agent,fr', 'good1,同じ,2206,agent,ja', 'good6', 'good7,七,2207,agent,ja,much,more', '', '\u202egood8,逆,2208,agent,ja', 'good9,九\u0000,2209,agent,ja', 'good10,十,2210,agent,ja'].join('\r\n');
  for (const dry of [true, false]) {
    const got = await bringIn('agents', file, dry);
    assert.equal(got.status, 200, got.bytes.toString());
    const { refused, created, dryRun } = got.json;
    assert.equal(dryRun ?? false, dry);
    assert.deepEqual([...new Set(refused.map((r) => `${r.row} ${r.column ?? ''}`.trim()))], ['3 login', '4 name', '5 extension', '6 role', '7 language', '8 login', '9', '10', '12 login', '13 name'], JSON.stringify(refused));
    assert.ok(refused.every((r) => /[\u3040-\u30ff\u4e00-\u9fff]/.test(r.message)), JSON.stringify(refused));
    assert.deepEqual([created, await total('agents', 'good')], [2, dry ? 0 : 2]);
  }
});

test('formulas leave as text and come back as they were', async () => {
  const cells = ['=1+1', '+81', '-x', '@SUM(A1)', "'=already", '=HYPERLINK("http://x","y")', '=cmd|" /C calc"!A0', 'plain'];
  for (const [i, name] of cells.entries()) await admin.json('POST', '/statuses', { name, color: '#112233', icon: i ? 'coffee' : '' });
  const out = (await admin.ask('GET', '/statuses.csv')).bytes.toString();
  assert.ok(out.startsWith(BOM));
  for (const line of out.split('\r\n').slice(1)) for (const cell of line.split(',')) assert.doesNotMatch(cell, /^"?[=+\-@]/, line);
  const back = await bringIn('statuses', out);
  assert.deepEqual([back.status, back.json.created, back.json.updated, back.json.refused ?? []], [200, 0, 0, []]);
  const names = (await admin.json('GET', '/statuses?limit=100')).items.map((s) => s.name);
  for (const name of cells) assert.ok(names.includes(name), name);
});

test('twenty thousand rows are taken at once; more than a hundred thousand are refused', async () => {
  const rows = (n, bad = -1) => `number,note\r\n${Array.from({ length: n }, (_, i) => (i === bad ? 'nonsense,x' : `050${String(10_000_000 + i)},${i}`)).join('\r\n')}\r\n`;
  const more = await bringIn('barred', rows(100_001));
  assert.deepEqual([more.status, more.errors[0]?.rule, more.errors[0]?.limit], [422, 'max_items', '100000']);
  const began = Date.now();
  const got = await bringIn('barred', rows(20_000, 500));
  assert.deepEqual([got.status, got.json?.created, got.json?.refused?.map((r) => [r.row, r.column])], [200, 19_999, [[502, 'number']]], got.bytes.toString().slice(0, 400));
  console.log(`20,000 rows in ${Date.now() - began} ms`);
  const all = await bringIn('barred', `number,note\r\n${Array.from({ length: 5000 }, () => 'x,y').join('\r\n')}`);
  assert.equal(all.json.created, 0);
  assert.ok(all.json.refused.length <= 1000 && all.json.refusedMore, `${all.json.refused.length} rows are told`);
  const large = await bringIn('barred', Buffer.alloc(65 << 20, 'a'));
  assert.equal(large.status, 413, large.bytes.toString().slice(0, 200));
});
