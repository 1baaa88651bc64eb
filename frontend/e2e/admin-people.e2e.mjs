// Groups, devices, transfers, roles, formats and custom fields in a real browser against the demo, in both languages.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { logIn, PASSWORD, start, stop, visit, WITHOUT_DEMO, still, serious } from './browser.mjs';

const { ja } = await texts('ja');
const { en } = await texts('en');
const run = String(process.pid % 10_000).padStart(4, '0');

let base;
before(async () => {
  if (!WITHOUT_DEMO) base = await start();
});
after(stop);

/** The screen's own words, so that a test presses what is there and not what once was. */
async function texts(language) {
  const all = {};
  for (const area of ['record', 'agents', 'groups', 'devices', 'transfers', 'roles', 'formats', 'permissions']) {
    const source = readFileSync(new URL(`../packages/kit/src/i18n/${language}-${area}.ts`, import.meta.url), 'utf8');
    for (const [, key, single, double] of source.matchAll(/^ {2}'([^']+)': (?:'((?:[^'\\]|\\.)*)'|"([^"]*)"),$/gm)) all[key] = (single ?? double).replace(/\\'/g, "'");
  }
  return { [language]: (key, holes = {}) => Object.entries(holes).reduce((text, [name, value]) => text.replaceAll(`{{${name}}}`, value), all[key] ?? assert.fail(`no text ${key}`)) };
}

let cookie;

/** The site's API as the administrator, beside the page: what a test made is taken away when its page is closed. */
async function api(method, where, body) {
  const call = (path, options) => fetch(`${base}/api/v1/${path}`, options);
  cookie ??= (await call('session', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ id: 'admin', password: PASSWORD }) })).headers.getSetCookie().map((c) => c.split(';')[0]).join('; ');
  const answer = await call(where, { method, headers: { Cookie: cookie, 'Content-Type': 'application/json', 'If-Match': '*' }, body: body === undefined ? undefined : JSON.stringify(body) });
  const text = await answer.text();
  const isJSON = /json/.test(answer.headers.get('content-type') ?? '');
  return { status: answer.status, body: isJSON ? JSON.parse(text) : text };
}

/** An administrator at a page. What is `made` is taken away again. */
async function open(t, locale, path) {
  const page = await visit(t, locale, path, async (p) => p.addInitScript((language) => localStorage.setItem('yobirin.language', language), locale));
  await logIn(page);
  const made = [];
  t.after(async () => {
    for (const where of made.reverse()) assert.equal((await api('DELETE', where)).status, 204, where);
  });
  const go = async (to) => {
    await page.evaluate(() => sessionStorage.clear());
    await page.goto(new URL(to, page.url()).href);
    await page.getByRole('heading', { level: 1 }).waitFor();
  };
  await page.getByRole('heading', { level: 1 }).waitFor();
  return { page, go, made, say: locale === 'ja' ? ja : en };
}

const field = (page, name) => page.locator(`#record-form [name="${name}"]`);
const hint = (page, text) => page.locator('#record-form').getByText(text, { exact: true });

/** Saves by keys, and waits until the record has an address of its own; gives its id. */
async function saveNew(page, noun) {
  await page.keyboard.press('Control+s');
  await page.waitForURL(new RegExp(`/admin/${noun}/0[0-9a-f-]{35}`));
  return new URL(page.url()).pathname.split('/').at(-1);
}

async function saved(page, say, name) {
  await page.keyboard.press('Control+s');
  await page.getByText(say('record.saved', { name }), { exact: true }).last().waitFor();
  await page.getByText(say('record.unsaved'), { exact: true }).waitFor({ state: 'detached' });
}

const clean = async (page, name) => assert.deepEqual(await serious(page), [], name);

/** A table's row by its name. */
const row = (page, name) => page.locator(`[role=row][aria-label="${name}"]`);

for (const locale of ['ja', 'en']) {
  const mark = `${locale}${run}`;

  test(`${locale}: agents of an own role are found; those deleted come back, and it is said what does not`, { skip: WITHOUT_DEMO }, async (t) => {
    const { page, go, made, say } = await open(t, locale, '/admin/agents');
    const role = (await api('POST', 'roles', { name: `担当 ${mark}`, permissions: ['floor.see'] })).body;
    made.push(`roles/${role.id}`);
    const names = [1, 2].map((n) => `戻る${n} ${mark}`);
    for (const [i, name] of names.entries()) made.push(`agents/${(await api('POST', 'agents', { login: `back${i}${mark}`, name, role: role.key })).body.id}`);
    await go('/admin/agents');
    await page.getByRole('search').getByRole('button', { name: say('agents.role'), exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: `担当 ${mark}` }).click();
    await page.getByText(say('record.total', { count: '2' }), { exact: true }).waitFor();
    await page.getByRole('checkbox', { name: say('record.checkLoaded') }).check();

    await page.getByRole('toolbar').getByRole('button', { name: say('record.bulkErase') }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(say('agents.comeBack')).waitFor();
    await clean(page, 'the question before agents are deleted');
    await dialog.getByRole('button', { name: say('record.delete') }).click();
    await row(page, names[0]).waitFor({ state: 'detached' });
    const undo = page.getByRole('status').filter({ hasText: say('record.bulkDeleted', { count: '2' }) }).getByRole('button', { name: say('record.undo') });
    await undo.waitFor();
    await clean(page, 'a message with a button');
    await undo.click();
    const told = page.getByRole('dialog', { name: say('record.undone', { count: '2' }) });
    await told.getByText(say('record.undoSkipped')).waitFor();
    await told.getByText(names[1]).waitFor();
    await clean(page, 'what did not come back');
    await page.keyboard.press('Escape');
    await told.waitFor({ state: 'detached' });
    await row(page, names[0]).waitFor();
    await row(page, names[1]).click();
    await page.getByRole('tab', { name: say('record.history') }).click();
    const history = page.getByRole('tabpanel');
    await history.getByText(say('record.did.restore')).waitFor();
    await history.getByText(say('record.batchUndone')).waitFor();
    await clean(page, 'a history with changes of many');
  });

  test(`${locale}: a group is made, its numbers say what they do, its members have levels`, { skip: WITHOUT_DEMO }, async (t) => {
    const { page, go, made, say } = await open(t, locale, '/admin/groups');
    const name = `窓口 ${mark}`;
    await page.locator('[role=row][tabindex]').first().waitFor();
    await page.keyboard.press('n');
    await field(page, 'name').fill(name);
    await hint(page, say('groups.strategy.longest-idle.does')).waitFor();
    await field(page, 'strategy').selectOption('by-level');
    await hint(page, say('groups.strategy.by-level.does')).waitFor();
    await hint(page, say('groups.maxWaiting.unlimited')).waitFor();
    await field(page, 'maxWaiting').fill('0');
    await hint(page, say('groups.maxWaiting.zero')).waitFor();
    await field(page, 'maxWaiting').fill('７');
    await hint(page, say('groups.maxWaiting.does', { count: '7' })).waitFor();
    await field(page, 'timeout').fill('0');
    await hint(page, say('groups.timeout.zero')).waitFor();
    await hint(page, say('groups.timeoutTo.never')).waitFor();
    await field(page, 'timeout').fill('90');
    const lasting = [say('groups.inMinutes', { count: '1' }), say('groups.inSeconds', { count: '30' })].join(say('groups.between'));
    await hint(page, say('groups.timeout.does', { time: lasting })).waitFor();
    await page.locator('[data-field=overflow] select').first().selectOption('hangup');

    const left = page.getByRole('region', { name: say('groups.everybody') });
    const right = page.getByRole('region', { name: say('groups.chosen'), exact: true });
    await left.getByRole('textbox').fill('200');
    const boxes = left.getByRole('listitem').getByRole('checkbox');
    await boxes.nth(0).focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
    await page.waitForFunction(() => document.activeElement?.dataset.index === '1');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
    await page.waitForFunction(() => document.activeElement?.dataset.index === '2');
    await page.keyboard.press('Space');
    await right.getByText(say('groups.memberCount', { count: '3' })).waitFor();
    await right.getByRole('checkbox', { name: say('groups.allMembers') }).check();
    await right.getByRole('textbox', { name: say('groups.levelForAll') }).fill('4');
    await right.getByRole('button', { name: say('groups.setLevel', { count: '3' }) }).click();
    const level = right.getByRole('listitem').first().getByRole('textbox');
    await level.fill('0');
    await level.blur();
    assert.equal(await level.inputValue(), '4', 'what is no level is forgotten');
    await level.fill('9');
    await level.press('Enter');
    const id = await saveNew(page, 'groups');
    made.push(`groups/${id}`);
    const { body } = await api('GET', `groups/${id}`);
    assert.deepEqual([body.name, body.maxWaiting, body.timeout, body.strategy, body.overflow], [name, 7, 90, 'by-level', { kind: 'hangup', cause: 'busy' }]);
    assert.deepEqual(body.members.map((m) => m.level).sort(), [4, 4, 9]);

    // Nothing means unlimited, and is kept so.
    await field(page, 'maxWaiting').fill('');
    await saved(page, say, name);
    assert.equal((await api('GET', `groups/${id}`)).body.maxWaiting ?? null, null);
    await go(`/admin/groups/${id}`);
    await hint(page, say('groups.maxWaiting.unlimited')).waitFor();
    await right.getByText(say('groups.memberCount', { count: '3' })).waitFor();
    await clean(page, 'a group');
    await page.getByRole('tab', { name: say('record.history') }).click();
    await page.getByRole('tabpanel').getByText(say('groups.unlimited')).waitFor();

    // In use: refused with where.
    const user = await api('POST', 'groups', { name: `使用 ${mark}`, overflow: { kind: 'group', group: id } });
    assert.equal(user.status, 201, JSON.stringify(user.body));
    made.push(`groups/${user.body.id}`);
    await page.getByRole('button', { name: say('record.delete'), exact: true }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: say('record.delete'), exact: true }).click();
    await dialog.getByText(say('record.inUse', { name })).waitFor();
    const place = dialog.getByRole('listitem').filter({ has: page.getByRole('link', { name: `使用 ${mark}` }) });
    await place.getByText(say('groups.overflow')).waitFor();
    assert.equal((await api('GET', `groups/${id}`)).status, 200);
  });

  test(`${locale}: a phone gets a password once, with code and files; registered ones show it`, { skip: WITHOUT_DEMO }, async (t) => {
    const { page, go, made, say } = await open(t, locale, '/admin/devices');
    await page.locator('[role=row][tabindex]').filter({ hasText: say('devices.live.registered') }).first().waitFor();
    await clean(page, 'devices');
    const asked = page.waitForResponse((r) => /\/api\/v1\/devices\?/.test(r.url()), { timeout: 180_000 });
    await asked; // states are asked for again by themselves
    await go('/admin/devices/new');
    await field(page, 'name').fill(`受付 ${mark}`);
    await field(page, 'user').fill(`t${mark}`);
    const mac = `00-15-${locale === 'ja' ? '65' : '66'}-AB-${run.slice(0, 2)}-${run.slice(2)}`;
    await field(page, 'mac').fill(mac);
    await page.keyboard.press('Control+s');
    await page.locator('[data-field=password] [class*=error], [data-field=password] [role=alert], [data-field=password]').getByText(/必須|required/i).first().waitFor();
    await page.getByRole('button', { name: say('devices.password.draw') }).click();
    await page.waitForFunction(() => document.querySelector('input[name=password]').value.length >= 12);
    const password = await field(page, 'password').inputValue();
    const id = await saveNew(page, 'devices');
    made.push(`devices/${id}`);
    const card = page.getByRole('region', { name: say('devices.given') });
    await card.getByText(password, { exact: true }).waitFor();
    await card.getByRole('img', { name: say('devices.qr', { name: `受付 ${mark}` }) }).waitFor();
    await card.getByRole('combobox', { name: say('devices.maker') }).selectOption('yealink');
    const [file] = await Promise.all([page.waitForEvent('download'), card.getByRole('button', { name: say('devices.file'), exact: true }).click()]);
    assert.equal(file.suggestedFilename(), `${mac.replaceAll('-', '').toLowerCase()}.cfg`);
    const written = readFileSync(await file.path(), 'utf8');
    assert.ok(written.includes(`account.1.password = ${password}`) && written.includes(`account.1.user_name = t${mark}`), 'the file has user and password');
    await clean(page, 'a phone that was made');
    await card.getByRole('button', { name: say('devices.noted') }).click();
    await card.waitFor({ state: 'detached' });
    assert.equal(await page.getByText(password).count(), 0);
    await page.reload();
    await page.getByText(say('devices.live.offline.why')).waitFor();
    assert.equal(await card.count(), 0);
    assert.equal((await api('GET', `devices/${id}`)).body.password, undefined);
    // Its keys: the usual ones, one more, moved by keys; what does not fit the model is said. Another phone has the same by a copy.
    const keys = page.getByRole('list', { name: say('devices.keys'), exact: true }).getByRole('listitem');
    await page.getByRole('button', { name: say('devices.keys.usual') }).click();
    await keys.nth(2).waitFor();
    await page.getByRole('button', { name: say('devices.keys.add') }).click();
    await page.getByRole('combobox', { name: say('devices.keys.sortOf', { number: 4 }) }).selectOption('lamp-group');
    await page.keyboard.press('Control+s');
    await keys.nth(3).getByText(/必須|required/i).waitFor();
    await page.getByRole('combobox', { name: say('devices.keys.sortOf', { number: 4 }) }).selectOption('park-call');
    await field(page, 'model').selectOption('X4U');
    await keys.nth(3).getByText(say('devices.keys.misfit.press')).waitFor();
    await page.getByRole('button', { name: say('devices.keys.move', { number: 4 }) }).press('Home');
    await keys.first().getByText(say('devices.keys.misfit.press')).waitFor();
    await clean(page, 'the keys of a phone');
    await saved(page, say, `受付 ${mark}`);
    const stored = (await api('GET', `devices/${id}`)).body;
    assert.deepEqual([stored.model, stored.keys.map((key) => key.feature ?? `${key.kind} ${key.slot}`)], ['X4U', ['park', 'park 1', 'park 2', 'park 3']]);
    await go('/admin/devices/new');
    await page.getByRole('button', { name: say('devices.keys.copy') }).click();
    await page.getByRole('dialog').getByRole('searchbox').fill(`受付 ${mark}`);
    await clean(page, 'whose keys are copied');
    await page.getByRole('dialog').getByRole('button', { name: `受付 ${mark}` }).click();
    await keys.nth(3).waitFor();
    await page.getByRole('button', { name: say('record.discard') }).click();
    await go(`/admin/devices/${id}`);
    await page.getByRole('button', { name: say('devices.resync') }).and(page.locator(':disabled')).waitFor(); // nothing is registered
    // An address of its own, from which it takes its settings; told once, switched off again.
    const link = page.getByRole('region', { name: say('devices.link'), exact: true });
    await link.getByRole('button', { name: say('devices.link.make') }).click();
    await page.getByRole('dialog').getByRole('combobox', { name: say('devices.maker') }).selectOption('panasonic');
    await clean(page, 'what the phone is to be');
    await page.getByRole('dialog').getByRole('button', { name: say('devices.link.make') }).click();
    const address = await page.getByTestId('phone-link').textContent();
    assert.match(address, new RegExp(`/phones/[a-z2-7]{26}/Config${mac.replaceAll('-', '').toUpperCase()}\\.cfg$`));
    await clean(page, 'the address of a phone');
    await page.getByRole('dialog').getByRole('button', { name: say('devices.noted') }).click();
    await link.getByText(say('devices.link.open'), { exact: true }).waitFor();
    await link.getByText(say('devices.link.lastAt.none')).waitFor();
    assert.equal(await page.getByText(address).count(), 0);
    const taken = await fetch(address);
    const settings = await taken.text();
    assert.ok(taken.ok && settings.startsWith('# Panasonic SIP Phone Standard Format File #') && settings.includes(`SIP_AUTHID_1="t${mark}"`), 'the phone takes its settings');
    await page.reload();
    await link.getByText(say('devices.link.lastAt.none')).waitFor({ state: 'detached' });
    await link.getByRole('button', { name: say('devices.link.end') }).click();
    await page.getByRole('dialog').getByRole('button', { name: say('devices.link.end') }).click();
    await link.getByText(say('devices.link.none'), { exact: true }).waitFor();
    assert.equal((await fetch(address)).status, 404);
  });

  test(`${locale}: a role is copied and changed; the usual ones stay; who has it keeps it from being deleted`, { skip: WITHOUT_DEMO }, async (t) => {
    const { page, made, say } = await open(t, locale, '/admin/roles');
    const builtin = (await api('GET', 'roles?builtin=true')).body.items;
    const sv = builtin.find((role) => role.key === 'supervisor');
    await page.locator('[role=row][tabindex]').nth(1).click();
    await page.waitForURL(/\/admin\/roles\/0/);
    await page.goto(new URL(`/admin/roles/${sv.id}`, page.url()).href);
    const table = page.getByRole('table', { name: say('permission.table') });
    await table.waitFor();
    assert.equal(await table.locator('input:enabled').count(), 0, 'a usual role is not changed');
    assert.equal(await page.locator('aside').getByRole('button', { name: say('record.delete'), exact: true }).count(), 0);
    await clean(page, 'a usual role');
    await page.getByRole('button', { name: say('roles.copy'), exact: true }).click();
    await page.waitForURL(/\/admin\/roles\/new/);
    await page.getByText(say('roles.same')).waitFor();
    const box = (action) => table.getByRole('checkbox', { name: say('permission.of', { item: say('permission.item.groups'), action: say(action) }), exact: true });
    const edit = box('permission.edit');
    await edit.check();
    await page.getByText(say('roles.differs', { added: '1', removed: '0' })).waitFor();
    await edit.locator('xpath=..').getByText('+').waitFor();
    // Without sight there is no change.
    await box('permission.view').uncheck();
    assert.equal(await edit.isChecked(), false);
    await edit.check();
    await field(page, 'name').fill(`班長 ${mark}`);
    const id = await saveNew(page, 'roles');
    made.push(`roles/${id}`);
    const { body } = await api('GET', `roles/${id}`);
    assert.deepEqual(body.permissions.filter((p) => !sv.permissions.includes(p)), ['groups.edit']);
    assert.deepEqual(sv.permissions.filter((p) => !body.permissions.includes(p)), []);
    const agent = await api('POST', 'agents', { login: `r${mark}`, name: `役 ${mark}`, password: 'Passw0rd-e2e', role: body.key });
    assert.equal(agent.status, 201, JSON.stringify(agent.body));
    made.push(`agents/${agent.body.id}`);
    await page.getByRole('button', { name: say('record.delete'), exact: true }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: say('record.delete'), exact: true }).click();
    await dialog.getByRole('link', { name: `役 ${mark}` }).waitFor();
  });

  test(`${locale}: fields of a format are added, moved by keys and by the pointer, and judged at their row`, { skip: WITHOUT_DEMO }, async (t) => {
    const { page, made, say } = await open(t, locale, '/admin/formats/new');
    await field(page, 'name').fill(`通販 ${mark}`);
    const row = (n) => page.locator(`[data-row="${n}"]`);
    for (const [i, [label, type]] of [['お名前', 'text'], ['住所', 'text'], ['郵便番号', 'postcode'], ['会員', 'list']].entries()) {
      await page.getByRole('button', { name: say('formats.add') }).click();
      await row(i).locator('input[data-name]').fill(label);
      if (type !== 'text') await row(i).locator('select').first().selectOption(type);
    }
    await row(2).locator('select').nth(1).selectOption({ label: '住所' });
    await page.keyboard.press('Control+s');
    await row(3).locator('textarea').waitFor();
    await page.waitForFunction(() => document.querySelector('[data-row="3"] textarea[aria-invalid=true]') !== null);
    await row(3).locator('textarea').fill('一般\nゴールド\n\n一般\n');
    await row(3).locator('input[data-name]').fill('住所');
    await page.keyboard.press('Control+s');
    await page.waitForFunction(() => document.querySelector('[data-row="3"] input[data-name][aria-invalid=true]') !== null);
    await row(3).locator('input[data-name]').fill('会員');
    // By keys: the last to the top; the handle keeps the focus.
    await row(3).locator('[data-handle]').focus();
    await page.keyboard.press('Home');
    await page.waitForFunction(() => document.activeElement?.closest('[data-row]')?.dataset.row === '0');
    assert.equal(await row(0).locator('input[data-name]').inputValue(), '会員');
    // By the pointer: back below the name.
    await still(page);
    const from = await row(0).locator('[data-handle]').boundingBox();
    const to = await row(1).boundingBox();
    await page.mouse.move(from.x + 8, from.y + 8);
    await page.mouse.down();
    await page.mouse.move(from.x + 8, to.y + to.height * 0.4, { steps: 4 });
    await page.mouse.move(from.x + 8, to.y + to.height - 3, { steps: 4 });
    await page.mouse.up();
    await page.waitForFunction(() => document.querySelector('[data-row="1"] input[data-name]').value === '会員');
    const preview = page.getByRole('img', { name: new RegExp(`^${say('formats.preview')}`) });
    assert.match(await preview.getAttribute('aria-label'), /お名前, 会員, 住所, 郵便番号$/);
    await clean(page, 'a format');
    const id = await saveNew(page, 'formats');
    made.push(`formats/${id}`);
    const { fields } = (await api('GET', `formats/${id}`)).body;
    assert.deepEqual(fields.map((f) => [f.name, f.type, f.position]), [['お名前', 'text', 1], ['会員', 'list', 2], ['住所', 'text', 3], ['郵便番号', 'postcode', 4]]);
    assert.deepEqual(fields[1].choices, ['一般', 'ゴールド']);
    assert.deepEqual(fields[3].address, { prefecture: fields[2].key });
    await row(0).getByText(say('formats.type.text'), { exact: true }).waitFor(); // the type is fixed now
  });

  test(`${locale}: transfers are changed together, and go out and come in as CSV`, { skip: WITHOUT_DEMO }, async (t) => {
    const { page, go, made, say } = await open(t, locale, '/admin/transfers/new');
    await field(page, 'name').fill(`夜間 ${mark} A`);
    await field(page, 'number').fill('110');
    await page.keyboard.press('Control+s');
    await page.waitForFunction(() => document.querySelector('#record-form input[name=number][aria-invalid=true]') !== null);
    await field(page, 'number').fill('０９０-1111-2222');
    made.push(`transfers/${await saveNew(page, 'transfers')}`);
    const second = await api('POST', 'transfers', { name: `夜間 ${mark} B`, number: '09033334444' });
    made.push(`transfers/${second.body.id}`);
    await go(`/admin/transfers?q=${encodeURIComponent(mark)}`);
    await page.locator('[role=row][tabindex]').nth(1).waitFor();
    await page.getByRole('checkbox', { name: say('record.checkLoaded') }).check();
    await page.getByRole('button', { name: say('record.bulkChange') }).click();
    await page.getByRole('menuitem', { name: say('transfers.useCalledNumber') }).click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('input[type=checkbox]').check({ force: true });
    await dialog.getByRole('button', { name: say('record.bulkGo', { count: '2' }) }).click();
    await page.getByText(say('record.bulkDone', { count: '2' })).first().waitFor();
    const mine = async () => (await api('GET', `transfers?q=${encodeURIComponent(mark)}&sort=name`)).body.items;
    assert.deepEqual((await mine()).map((x) => x.useCalledNumber), [true, true]);

    // Taken out, changed by hand, brought in.
    const csv = (await api('GET', `transfers.csv?q=${encodeURIComponent(mark)}`)).body;
    const changed = csv.replace('09033334444', '0455556666') + `\r\n`;
    await go('/admin/transfers');
    await page.getByRole('button', { name: 'CSV' }).click();
    await page.getByRole('menuitem', { name: say('record.csvIn') }).click();
    await dialog.locator('input[type=file]').setInputFiles({ name: 'transfers.csv', mimeType: 'text/csv', buffer: Buffer.from(changed) });
    await dialog.getByText(say('record.csvTried', { file: 'transfers.csv' })).waitFor();
    assert.equal((await mine())[1].number, '09033334444', 'nothing is changed by trying');
    await dialog.getByRole('button', { name: say('record.csvGo', { count: '1' }) }).click();
    await dialog.getByText(say('record.csvDone')).waitFor();
    assert.equal((await mine())[1].number, '0455556666');
  });

  test(`${locale}: a custom field is made, and its place among the others chosen`, { skip: WITHOUT_DEMO }, async (t) => {
    const { page, made, go, say } = await open(t, locale, '/admin/fields');
    for (const [name, position] of [['い', 10], ['ろ', 20]]) made.push(`fields/${(await api('POST', 'fields', { name: `${name} ${mark}`, of: 'case', type: 'text', position })).body.id}`);
    await go('/admin/fields/new');
    await field(page, 'name').fill(`は ${mark}`);
    await page.locator('[data-field=of]').getByText(say('fields.of.case'), { exact: true }).click();
    await field(page, 'type').selectOption('list');
    await field(page, 'choices').fill('可\n不可');
    const order = page.getByRole('region', { name: say('fields.order', { of: say('fields.of.case') }) });
    await order.getByText(`ろ ${mark}`).waitFor();
    await order.getByRole('button', { name: say('fields.down') }).click();
    await order.getByRole('button', { name: say('fields.down') }).click();
    const id = await saveNew(page, 'fields');
    made.push(`fields/${id}`);
    const { body } = await api('GET', `fields/${id}`);
    assert.deepEqual([body.of, body.type, body.choices], ['case', 'list', ['可', '不可']]);
    const names = (await api('GET', 'fields?of=case&sort=position')).body.items.map((f) => f.name).filter((n) => n.endsWith(mark));
    assert.deepEqual(names, [`い ${mark}`, `ろ ${mark}`, `は ${mark}`]);
    await clean(page, 'a custom field');
  });
}
