// What goes wrong while somebody administers: another one is faster or deletes, the server is killed, the network goes, the
// session is taken away. What was typed is there afterwards.
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
  for (const login of ['tanaka', 'suzuki']) await admin.json('POST', '/agents', { login, name: login, password: 'Passw0rd1', role: 'administrator' });
  browser = await chromium.launch({ executablePath: EXECUTABLE, args: ARGS });
});
after(async () => {
  await browser?.close();
  await site?.stop();
});

/** An administrator with a browser of its own, at a page. Uncaught errors on it fail the test. */
async function seat(t, login, where, password = login === 'admin' ? ADMIN : 'Passw0rd1') {
  const context = await browser.newContext({ locale: 'ja', viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.stack));
  page.setDefaultTimeout(60_000);
  t.after(async () => {
    if (process.env.YOBIRIN_SHOTS) await page.screenshot({ path: `${process.env.YOBIRIN_SHOTS}/fault-${login}-${t.name.slice(0, 12).replaceAll(/\W+/g, '-')}.png` });
    await context.close();
    assert.deepEqual(errors, []);
  });
  await page.goto(site.url + where);
  await enter(page, login, password);
  return page;
}

async function enter(page, login, password = 'Passw0rd1') {
  await page.locator('input[name=username]').fill(login);
  await page.locator('input[name=password]').fill(password);
  await page.keyboard.press('Enter');
  await page.locator('#page').waitFor();
}

const field = (page, name) => page.locator(`#record-form [name="${name}"]`);
const isLive = (page) => page.getByTitle('切断', { exact: true }).waitFor({ state: 'detached' });
let count = 0;
const group = (more = {}) => admin.json('POST', '/groups', { name: `受注${++count}`, extension: String(3000 + count), ...more });
const stored = (id) => admin.json('GET', `/groups/${id}`);

test('two edit the same group: whoever is slower chooses field by field, and nothing is lost', async (t) => {
  const { id, name } = await group({ display: '前' });
  const [first, second] = await Promise.all([seat(t, 'tanaka', `/admin/groups/${id}`), seat(t, 'suzuki', `/admin/groups/${id}`)]);
  await field(first, 'name').fill(`${name} 田中`);
  await field(first, 'timeout').fill('111');
  await field(second, 'name').fill(`${name} 鈴木`);
  await field(second, 'ringTime').fill('22');
  await field(second, 'display').fill('後');
  await first.keyboard.press('Control+s');
  await first.getByText(`「${name} 田中」を保存しました`).waitFor();
  await second.getByText('tanakaさんがこの項目を変更しました。').waitFor();
  assert.deepEqual([await field(second, 'name').inputValue(), await field(second, 'ringTime').inputValue()], [`${name} 鈴木`, '22']);
  await second.keyboard.press('Control+s');
  const dialog = second.getByRole('dialog');
  await dialog.getByText('tanakaさんが先に').waitFor();
  const go = dialog.getByRole('button', { name: '選んだ内容で保存' });
  assert.equal(await go.isDisabled(), true, 'the name has to be chosen');
  await dialog.getByText(`${name} 鈴木`, { exact: true }).click();
  await go.click();
  await second.getByText(`「${name} 鈴木」を保存しました`).waitFor();
  const now = await stored(id);
  assert.deepEqual([now.name, now.timeout, now.ringTime, now.display], [`${name} 鈴木`, 111, 22, '後']);
  await eventually('the other sees it', async () => (await field(first, 'ringTime').inputValue()) === '22');
  const { items } = await admin.json('GET', `/groups/${id}/history`);
  assert.deepEqual(items.map((h) => [h.actorName, h.fields.map((f) => f.field).sort().join()]), [['suzuki', 'display,name,ringTime'], ['tanaka', 'name,timeout'], [items[2].actorName, items[2].fields.map((f) => f.field).sort().join()]]);
});

test('saving at the same moment: one is faster, the other is asked', async (t) => {
  const { id, name } = await group();
  const [first, second] = await Promise.all([seat(t, 'tanaka', `/admin/groups/${id}`), seat(t, 'suzuki', `/admin/groups/${id}`)]);
  await field(first, 'display').fill('一');
  await field(second, 'display').fill('二');
  await Promise.all([first.keyboard.press('Control+s'), second.keyboard.press('Control+s')]);
  const asked = await Promise.any([first, second].map((page) => page.getByRole('dialog').waitFor().then(() => page)));
  const value = asked === first ? '一' : '二';
  await asked.getByRole('dialog').getByRole('button', { name: 'すべて自分の変更' }).click();
  await asked.getByRole('dialog').getByRole('button', { name: '選んだ内容で保存' }).click();
  await asked.getByText(`「${name}」を保存しました`).waitFor();
  assert.deepEqual([(await stored(id)).display, (await stored(id)).version], [value, 3]);
});

test('somebody deletes what another one edits: it is said, and can be kept as a new one', async (t) => {
  const { id, name } = await group();
  const page = await seat(t, 'tanaka', `/admin/groups/${id}`);
  await field(page, 'display').fill('残す');
  const other = await seat(t, 'suzuki', '/admin/groups');
  await other.locator('[role=row]', { hasText: name }).first().focus();
  await other.keyboard.press('Delete');
  await other.getByRole('dialog').getByRole('button', { name: '削除' }).click();
  await other.getByText(`「${name}」を削除しました`).waitFor();
  await page.getByText('この項目は削除されました。入力した内容は').waitFor();
  assert.equal(await field(page, 'display').inputValue(), '残す');
  await page.getByRole('button', { name: '新規として保存' }).click();
  await page.waitForURL((url) => /\/admin\/groups\/0/.test(url.pathname) && !url.pathname.endsWith(id));
  const made = await stored(new URL(page.url()).pathname.split('/').at(-1));
  assert.deepEqual([made.name, made.display], [name, '残す']);
});

test('the server is killed while one edits: the form stays, says so, and saves when it is back; a stale tab goes on', async (t) => {
  const { id, name } = await group();
  const page = await seat(t, 'tanaka', `/admin/groups/${id}`);
  const stale = await seat(t, 'suzuki', '/realtime');
  await stale.getByRole('table').getByText(name, { exact: true }).first().waitFor();
  await field(page, 'display').fill('停電前');
  await site.kill();
  await page.getByTitle('切断', { exact: true }).waitFor();
  await page.keyboard.press('Control+s');
  await page.getByRole('alert').getByText('サーバーに接続できません。入力した内容は残っています。').waitFor();
  assert.equal(await field(page, 'display').inputValue(), '停電前');
  await field(page, 'timeout').fill('77');
  await site.run();
  await isLive(page);
  await page.keyboard.press('Control+s');
  await page.getByText(`「${name}」を保存しました`).waitFor();
  assert.deepEqual([(await stored(id)).display, (await stored(id)).timeout], ['停電前', 77]);
  // The tab that nobody touched: it is live again by itself, and pages that were not loaded yet open.
  await isLive(stale);
  const later = await group();
  await stale.getByRole('table').getByText(later.name, { exact: true }).first().waitFor();
  await stale.getByRole('link', { name: '管理設定', exact: true }).first().click();
  await stale.getByRole('link', { name: 'グループ', exact: true }).first().click();
  await stale.locator('[role=row]', { hasText: later.name }).first().waitFor();
});

test('the network goes and comes back: lists follow what was missed, and what is typed stays', async (t) => {
  const { id, name } = await group();
  const page = await seat(t, 'tanaka', `/admin/groups/${id}`);
  await field(page, 'display').fill('圏外');
  await page.context().setOffline(true);
  await page.keyboard.press('Control+s');
  await page.getByRole('alert').getByText('サーバーに接続できません。').waitFor();
  const missed = await group();
  await page.context().setOffline(false);
  await page.locator('[role=row]', { hasText: missed.name }).first().waitFor();
  assert.equal(await field(page, 'display').inputValue(), '圏外');
  await page.keyboard.press('Control+s');
  await page.getByText(`「${name}」を保存しました`).waitFor();
  assert.equal((await stored(id)).display, '圏外');
});

test('a session is ended by another administrator: back to the login, and what was typed comes back after it', async (t) => {
  const { id, name } = await group();
  const page = await seat(t, 'tanaka', `/admin/groups/${id}`);
  await field(page, 'display').fill('途中');
  const { items } = await admin.json('GET', '/sessions');
  const theirs = items.filter((s) => s.agentName === 'tanaka');
  assert.ok(theirs.length > 0, JSON.stringify(items[0]));
  for (const s of theirs) await admin.json('DELETE', `/sessions/${s.id}`);
  await page.locator('input[name=username]').waitFor();
  await enter(page, 'tanaka');
  await page.getByText('前回保存されなかった入力を復元しました。').waitFor();
  assert.equal(await field(page, 'display').inputValue(), '途中');
  await page.keyboard.press('Control+s');
  await page.getByText(`「${name}」を保存しました`).waitFor();
  assert.equal((await stored(id)).display, '途中');
});

test('rights are taken away while one edits: the form can only be read, and nothing breaks', async (t) => {
  const { id } = await group();
  const made = await admin.json('POST', '/agents', { login: `boss${count}`, name: 'boss', password: 'Passw0rd1', role: 'administrator' });
  const page = await seat(t, `boss${count}`, `/admin/groups/${id}`);
  await field(page, 'display').fill('まだ');
  await admin.json('PATCH', `/agents/${made.id}`, { role: 'agent' }, { 'If-Match': '*' });
  // Either the login or a page that an agent may see; never a form that cannot be saved.
  await eventually('the administration is left', async () => (await page.locator('#record-form').count()) === 0);
  assert.equal((await stored(id)).display ?? '', '');
});
