// What the roles see: menus and pages, addresses typed by hand, and the requests behind them.
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
  for (const role of ['agent', 'supervisor']) await admin.json('POST', '/agents', { login: role, name: role, password: 'Passw0rd1', role });
  const own = await admin.json('POST', '/roles', { name: '番号係', permissions: ['numbers.view', 'numbers.edit', 'directory.read'] });
  await admin.json('POST', '/agents', { login: 'clerk', name: 'clerk', password: 'Passw0rd1', role: own.id });
  browser = await chromium.launch({ executablePath: EXECUTABLE, args: ARGS });
});
after(async () => {
  await browser?.close();
  await site?.stop();
});

/** Pages of the console with what opens them, as the contract of the screens says. */
const PAGES = {
  '/history': 'calls.see-own', '/realtime': 'floor.see-all', '/voicemail': 'voicemail.see', '/archives': 'archives.take', '/admin/agents': 'agents.view', '/admin/groups': 'groups.view', '/admin/devices': 'devices.view', '/admin/numbers': 'numbers.view', '/admin/trunks': 'trunks.view',
  '/admin/transfers': 'transfers.view', '/admin/formats': 'formats.view', '/admin/fields': 'formats.view', '/admin/statuses': 'statuses.view', '/admin/roles': 'roles.view', '/admin/ivrs': 'routing.see', '/admin/codes': 'routing.see',
  '/admin/holidays': 'routing.see', '/admin/rejected': 'lists.view', '/admin/barred': 'lists.view', '/admin/callers': 'lists.view', '/admin/settings': 'settings.see',
};
const EDITS = { agents: 'agents.edit', groups: 'groups.edit', devices: 'devices.edit', numbers: 'numbers.edit', trunks: 'trunks.edit', transfers: 'transfers.edit', statuses: 'statuses.edit', roles: 'roles.edit', barred: 'lists.edit' };

for (const login of ['agent', 'supervisor', 'clerk'])
  test(`${login}: menus, addresses and requests by the role's permissions`, async (t) => {
    const context = await browser.newContext({ locale: 'ja', viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    const errors = [];
    page.on('pageerror', (error) => errors.push(error.stack));
    // A screen that asks for what its viewer may not see is no calm screen.
    page.on('response', (response) => response.status() === 403 && errors.push(`${response.request().method()} ${response.url()} is refused on ${page.url()}`));
    page.setDefaultTimeout(60_000);
    t.after(async () => {
      await context.close();
      assert.deepEqual(errors, []);
    });
    await page.goto(site.url);
    await page.locator('input[name=username]').fill(login);
    await page.locator('input[name=password]').fill('Passw0rd1');
    await page.keyboard.press('Enter');
    await page.locator('#page').waitFor();
    const rest = await site.person(login, 'Passw0rd1');
    const may = new Set((await rest.json('GET', '/session')).permissions);
    assert.equal(may.has('agents.edit'), false, 'none of them is an administrator');

    // Only what opens is offered: every link of every tab leads to a page that stays.
    const offered = new Set();
    for (const tab of await page.getByRole('navigation').getByRole('link').evaluateAll((all) => all.map((a) => a.getAttribute('href')))) {
      await page.goto(site.url + tab);
      await page.locator('#page').waitFor();
      for (const href of await page.getByRole('link').evaluateAll((all) => all.map((a) => a.getAttribute('href')))) offered.add(href);
    }
    for (const [path, needs] of Object.entries(PAGES)) {
      await page.goto(site.url + path);
      await page.locator('#page').waitFor();
      await page.locator('#page h1, #page [role=table], #page table, #page [role=search]').first().waitFor();
      const stays = new URL(page.url()).pathname === path;
      assert.equal(stays, may.has(needs), `${path} needs ${needs}`);
      assert.equal(offered.has(path), may.has(needs), `the menu has ${path}`);
      assert.equal(await page.getByRole('alert').count(), 0, `${path}: nothing is alarming`);
    }
    // A record by its address, seen only or not at all; what is refused on the screen is refused behind it.
    for (const [noun, edit] of Object.entries(EDITS)) {
      const view = PAGES[`/admin/${noun}`];
      const list = await rest.ask('GET', `/${noun}`);
      assert.equal(list.status, may.has(view) ? 200 : 403, `GET ${noun}`);
      const made = await rest.ask('POST', `/${noun}`, {});
      assert.equal(made.status, may.has(edit) ? 422 : 403, `POST ${noun}: ${made.bytes}`);
      const [first] = (await admin.json('GET', `/${noun}?limit=1`)).items;
      for (const [method, path] of [['PATCH', `/${noun}/${first?.id ?? '01900000-0000-7000-8000-000000000001'}`], ['DELETE', `/${noun}/01900000-0000-7000-8000-000000000001`], ['POST', `/${noun}/bulk`], ...(noun === 'trunks' ? [] : [['POST', `/${noun}/import`]])]) {
        const got = await rest.ask(method, path, path.endsWith('bulk') ? { ids: [], action: 'delete' } : {}, { 'If-Match': '*' });
        if (!may.has(edit)) assert.deepEqual([got.status, got.json?.code], [403, 'not_allowed'], `${method} ${path}: ${got.bytes}`);
      }
      if (!may.has(view)) continue;
      if (!first) continue;
      await page.goto(`${site.url}/admin/${noun}/${first.id}`);
      await page.locator('#record-form').waitFor();
      if (!may.has(edit)) assert.equal(await page.locator('#record-form input[name]:not([readonly]):not(:disabled):not([type=hidden]):not([type=radio])').count(), 0, `${noun} can only be read`);
    }
    for (const [path, needs] of [['/audit', 'audit.see'], ['/sessions', 'sessions.see'], ['/settings', 'settings.see'], ['/calls', 'calls.see-own']]) assert.equal((await rest.ask('GET', path)).status, may.has(needs) ? 200 : 403, path);
    if (login !== 'agent') return;
    // Rights that come while one looks on: the menu has them without a login.
    const me = (await admin.json('GET', '/agents?q=agent')).items.find((a) => a.login === 'agent');
    let live = false;
    page.on('websocket', (socket) => socket.on('framereceived', () => (live = true)));
    await page.goto(`${site.url}/history`);
    await eventually('the live socket to speak', () => live);
    await admin.json('PATCH', `/agents/${me.id}`, { role: 'supervisor' }, { 'If-Match': '*' });
    await eventually('the supervisor’s tab, after a look or a login', async () => {
      if (await page.locator('input[name=username]').count()) {
        await page.locator('input[name=username]').fill(login);
        await page.locator('input[name=password]').fill('Passw0rd1');
        await page.keyboard.press('Enter');
        await page.locator('#page').waitFor();
      }
      return (await page.getByRole('link', { name: 'SV', exact: true }).count()) > 0;
    });
  });

/** Somebody's page that has been logged in to. */
async function open(t, login, password = 'Passw0rd1', locale = 'ja') {
  const context = await browser.newContext({ locale, viewport: { width: 1280, height: 800 } });
  await context.addInitScript((language) => localStorage.setItem('yobirin.language', language), locale);
  const page = await context.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.stack));
  page.on('response', (response) => response.status() === 403 && errors.push(`${response.request().method()} ${response.url()} is refused on ${page.url()}`));
  page.setDefaultTimeout(60_000);
  t.after(async () => {
    await context.close();
    assert.deepEqual(errors, []);
  });
  await page.goto(site.url);
  await page.locator('input[name=username]').fill(login);
  await page.locator('input[name=password]').fill(password);
  await page.keyboard.press('Enter');
  await page.locator('#page').waitFor();
  return page;
}

/** Permissions that had no page of their own once: what they open, in words of the page. */
const ALONE = {
  'audio.see': { path: '/admin/audios', also: '/admin/prompts', shows: '音声ファイル' },
  'recordings.keys': { path: '/admin/settings', shows: '暗号鍵' },
  'voicemail.see': { path: '/voicemail', shows: '留守電履歴' },
  'login.unlock': { path: '/admin/locks', shows: 'ロック' },
};

for (const [permission, { path, also, shows }] of Object.entries(ALONE))
  test(`${permission} alone has its page, which asks for nothing else`, async (t) => {
    const login = permission.replaceAll(/[^a-z]/g, '').slice(0, 15);
    const role = await admin.json('POST', '/roles', { name: permission, permissions: [permission] });
    await admin.json('POST', '/agents', { login, name: login, password: 'Passw0rd1', role: role.id });
    const page = await open(t, login.toUpperCase()); // a login is found in any case
    await page.waitForURL(`${site.url}${path}`);
    await page.locator('#page').getByText(shows).first().waitFor();
    if (!also) return;
    await page.getByRole('link').and(page.locator(`[href="${also}"]`)).click();
    await page.waitForURL(`${site.url}${also}`);
    await page.getByRole('table').waitFor();
    assert.equal(await page.getByRole('combobox').count(), 0, 'what is played is told and not changed');
  });

for (const [locale, words] of Object.entries({ ja: { undo: '元に戻す', save: '保存', history: '変更履歴', builtIn: '標準に戻す' }, en: { undo: 'Undo', save: 'Save', history: 'History', builtIn: 'Reset' } }))
  test(`feature codes and prompts are taken back by the button of their message (${locale})`, async (t) => {
    const sound = Buffer.alloc(44 + 16_000);
    sound.write('RIFF', 0);
    sound.writeUInt32LE(36 + 16_000, 4);
    sound.write('WAVEfmt ', 8);
    for (const [at, bytes, value] of [[16, 4, 16], [20, 2, 1], [22, 2, 1], [24, 4, 8000], [28, 4, 16_000], [32, 2, 2], [34, 2, 16]]) sound.writeUIntLE(value, at, bytes);
    sound.write('data', 36);
    sound.writeUInt32LE(16_000, 40);
    const form = new FormData();
    form.append('name', `代わり${locale}`);
    form.append('file', new Blob([sound]), 'x.wav');
    const made = await fetch(`${site.url}/api/v1/audios`, { method: 'POST', headers: { Authorization: `Bearer ${admin.token}` }, body: form });
    assert.equal(made.status, 201);
    const { id } = await made.json();

    const page = await open(t, 'admin', ADMIN, locale);
    await page.goto(`${site.url}/admin/codes`);
    const echo = page.locator('tr[data-feature=echo] input');
    const before = await echo.inputValue();
    await echo.fill('987');
    await page.getByRole('button', { name: words.save, exact: true }).click();
    await page.getByRole('button', { name: words.undo, exact: true }).click();
    await eventually('the code of before', async () => (await echo.inputValue()) === before);
    // It is in the history of the page, with what it had been.
    await page.getByRole('button', { name: new RegExp(words.history) }).click();
    await page.getByRole('dialog').getByText('987').first().waitFor();
    await page.keyboard.press('Escape');

    const path = `/prompts/${locale}/voicemail-start`;
    const put = await admin.ask('PUT', path, { audio: id });
    assert.ok(put.status < 300 && put.headers.get('Undo'), `answer ${put.status}`);
    await page.goto(`${site.url}/admin/prompts`);
    const row = page.getByRole('row').filter({ hasText: 'voicemail-start' });
    const back = row.getByRole('button', { name: words.builtIn, exact: true, disabled: false });
    await back.click();
    await page.getByRole('button', { name: words.undo, exact: true }).click();
    await eventually('the prompt to be replaced again', async () => {
      const { items } = await admin.json('GET', '/prompts?q=voicemail-start');
      return items[0].replaced[locale]?.id === id;
    });
    await admin.ask('DELETE', path);
  });

test('who is paused by a status that is deleted keeps its name, and nobody else can choose it', async (t) => {
  const role = await admin.json('POST', '/roles', { name: '休む人', permissions: ['floor.see', 'status.set-own'] });
  const group = await admin.json('POST', '/groups', { name: '休憩組', extension: '3990' });
  const status = await admin.json('POST', '/statuses', { name: '研修中', color: '#228be6' });
  const [one, two] = await Promise.all(['rest1', 'rest2'].map((login, i) => admin.json('POST', '/agents', { login, name: login, extension: `299${i}`, password: 'Passw0rd1', role: role.id })));
  await admin.json('PATCH', `/groups/${group.id}`, { members: [{ agent: one.id }, { agent: two.id }] }, { 'If-Match': '*' });
  const [first, second] = [await site.person('rest1', 'Passw0rd1'), await site.person('rest2', 'Passw0rd1')];
  const pause = (rest, of) => rest.ask('PUT', `/agents/${of.id}/status`, { scope: 'all', status: status.id });
  await eventually('the floor to know the group', async () => (await pause(first, one)).status < 300);
  const page = await open(t, 'rest1');
  const tags = page.locator('header, [role=banner]').getByText('研修中').first();
  await tags.waitFor();
  assert.equal((await admin.ask('DELETE', `/statuses/${status.id}`, undefined, { 'If-Match': '*' })).status, 204);
  await eventually('the status to be refused', async () => (await pause(second, two)).json?.code === 'status_not_found');
  await tags.waitFor();
  await page.reload();
  await tags.waitFor();
});
