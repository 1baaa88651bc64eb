// What the roles see: menus and pages, addresses typed by hand, and the requests behind them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { ARGS, EXECUTABLE } from './browser.mjs';
import { eventually, Site } from './site-rig.mjs';

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
