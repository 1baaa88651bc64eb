// What an administrator sets does what the screen says, and the screen says what is set.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { ARGS, EXECUTABLE } from './browser.mjs';
import { ADMIN, eventually, Site } from './site-rig.mjs';

let site;
let browser;
let admin;
before(async () => {
  site = await Site.start();
  admin = await site.person();
  browser = await chromium.launch({ executablePath: EXECUTABLE, args: ARGS });
});
after(async () => {
  await browser?.close();
  await site?.stop();
});

async function open(t, login, password, where) {
  const context = await browser.newContext({ locale: 'ja', viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.stack));
  page.on('response', (response) => response.status() === 403 && errors.push(`${response.request().method()} ${response.url()} is refused on ${page.url()}`));
  page.setDefaultTimeout(60_000);
  t.after(async () => {
    await context.close();
    assert.deepEqual(errors, []);
  });
  await page.goto(site.url + where);
  await page.locator('input[name=username]').fill(login);
  await page.locator('input[name=password]').fill(password);
  await page.keyboard.press('Enter');
  await page.locator('#page').waitFor();
  return page;
}

/** A second of silence: 8 kHz, mono, 16 bit. */
function silence() {
  const wav = Buffer.alloc(44 + 16_000);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + 16_000, 4);
  wav.write('WAVEfmt ', 8);
  for (const [at, of, bytes] of [[16, 16, 4], [20, 1, 2], [22, 1, 2], [24, 8000, 4], [28, 16_000, 4], [32, 2, 2], [34, 16, 2], [40, 16_000, 4]]) wav.writeUIntLE(of, at, bytes);
  wav.write('data', 36);
  return wav;
}

test('a destination shows whether a message is taken, and a history has the order that was chosen', async (t) => {
  const form = new FormData();
  form.set('name', '時間外');
  form.set('file', new Blob([silence()], { type: 'audio/wav' }), 'closed.wav');
  const uploaded = await fetch(`${site.url}/api/v1/audios`, { method: 'POST', headers: { Authorization: `Bearer ${admin.token}` }, body: form });
  assert.equal(uploaded.status, 201, await uploaded.clone().text());
  const audio = (await uploaded.json()).id;
  const number = await admin.json('POST', '/numbers', { number: '0312345678', route: { kind: 'audio', audio, voicemail: true } });
  const page = await open(t, 'admin', ADMIN, `/admin/numbers/${number.id}`);
  const message = page.getByRole('switch', { name: '再生後に留守電を録音する' });
  await message.waitFor();
  assert.equal(await message.isChecked(), true, 'what is set is shown');
  await message.focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Control+s');
  const read = async () => (await admin.json('GET', `/numbers/${number.id}`)).route;
  await eventually('the message to be off', async () => !(await read()).voicemail);
  assert.deepEqual(await read(), { kind: 'audio', audio }, 'and nothing else has changed');

  await admin.json('PATCH', '/me', { historyOrder: 'oldest' });
  await page.reload();
  await page.getByRole('tab', { name: '変更履歴' }).click();
  const order = page.getByRole('combobox', { name: '変更履歴の表示順' });
  const first = page.getByRole('tabpanel').getByRole('listitem').first();
  await first.getByText('作成').waitFor();
  assert.equal(await order.inputValue(), 'oldest');
  await order.selectOption('newest');
  await first.getByText('変更', { exact: true }).waitFor();
  await eventually('the choice to be kept', async () => (await admin.json('GET', '/me/profile')).settings.historyOrder === 'newest');
});

test('who may unlock logins alone has the page of locks, and boxes of a role bring what its screens need', async (t) => {
  const role = await admin.json('POST', '/roles', { name: '解除係', permissions: ['login.unlock', 'directory.read'] });
  await admin.json('POST', '/agents', { login: 'keeper', name: '解除', password: 'Passw0rd1', role: role.id });
  const kept = await open(t, 'keeper', 'Passw0rd1', '/admin/locks');
  await kept.getByRole('heading', { name: 'ロック' }).waitFor();
  assert.equal(new URL(kept.url()).pathname, '/admin/locks');

  const page = await open(t, 'admin', ADMIN, '/admin/roles/new');
  await page.getByRole('textbox', { name: '権限名' }).fill('番号係');
  await page.getByRole('checkbox', { name: '電話番号：編集' }).check();
  await page.keyboard.press('Control+s');
  const made = await eventually('the role to be made', async () => (await admin.json('GET', '/roles?q=番号係')).items[0]);
  assert.deepEqual([...made.permissions].sort(), ['directory.read', 'numbers.edit', 'numbers.view']);
});
