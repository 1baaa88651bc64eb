// The IVR editor on the demo: a menu built from nothing by mouse and by keyboard alone, what happens at given moments,
// what is said about rows that are never used and about circles.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { logIn, start, stop, visit, WITHOUT_DEMO, serious as faults } from './browser.mjs';

const skip = WITHOUT_DEMO;
let base;
before(async () => {
  base = await start();
});
after(stop);

async function open(t, locale, options) {
  // The own language of the administrator is Japanese: this choice is stronger.
  const page = await visit(t, locale, '/admin/ivrs', (p) => p.addInitScript((language) => localStorage.setItem('yobirin.language', language), locale), { reducedMotion: 'reduce', ...options });
  await logIn(page);
  await page.locator('[role=row]').nth(1).waitFor();
  return page;
}

/** An IVR made behind the screen's back; gone after the test. */
async function made(t, page, record) {
  const call = (method, path, body, headers = {}) =>
    page.evaluate(async (o) => {
      const r = await fetch(`/api/v1/ivrs${o.path}`, { method: o.method, headers: { 'Content-Type': 'application/json', ...o.headers }, body: o.body && JSON.stringify(o.body) });
      return { status: r.status, body: await r.json().catch(() => undefined) };
    }, { method, path, body, headers });
  const { status, body } = await call('POST', '', record);
  assert.equal(status, 201, JSON.stringify(body));
  return { ...body, call };
}

const path = (page) => page.getByTestId('path');
/** The way of a call, as the screen tells it. */
const told = async (page) => (await path(page).innerText()).replace(/\s+/g, ' ').trim();
const rows = (page) => page.locator('li[data-row]');
/** Chooses in a picker by typing. */
async function choose(page, label, words, option) {
  const input = page.getByRole('combobox', { name: label, exact: true });
  await input.click();
  await input.fill(words);
  await page.getByRole('option', { name: option }).first().click();
}
const until = (page, words) => page.waitForFunction((text) => document.querySelector('[data-testid=path]')?.textContent.includes(text), words);

test('a menu is built by mouse, and tells at once what it does', { skip }, async (t) => {
  const page = await open(t, 'ja', { viewport: { width: 1280, height: 1200 } });
  const name = `受付 ${Date.now() % 100000}`;
  await page.getByRole('button', { name: '新規作成' }).click();
  await page.locator('#record-form input[name=name]').fill(name);
  await choose(page, '標準ルーティング', '受注', /受注/);
  await until(page, '受注');
  await page.locator('label', { hasText: 'スケジュール' }).click();
  for (let n = 1; n <= 2; n++) await page.getByRole('button', { name: '行を追加' }).click();
  await choose(page, '1行目の振り分け先', '修理', /修理/);
  await choose(page, '2行目の振り分け先', '時間外', /時間外/);
  await page.getByRole('textbox', { name: '2行目の開始' }).fill('12');
  await page.getByRole('textbox', { name: '2行目の終了' }).fill('13:00');

  // The second row is dead where it is, and wins as the first.
  await rows(page).nth(1).getByText('この行は使われません').waitFor();
  assert.equal(await page.getByRole('textbox', { name: '2行目の開始' }).inputValue(), '12:00');
  await page.getByRole('button', { name: /2行目を並べ替える/ }).dragTo(rows(page).nth(0));
  await rows(page).nth(1).getByText('1行目と時間帯が重なっています').waitFor();
  await page.getByText('この行は使われません').waitFor({ state: 'detached' });
  assert.equal(await page.getByRole('textbox', { name: '1行目の開始' }).inputValue(), '12:00');
  await page.keyboard.press('Control+z');
  await rows(page).nth(1).getByText('この行は使われません').waitFor();
  await page.keyboard.press('Control+y');
  await rows(page).nth(1).getByText('1行目と時間帯が重なっています').waitFor();

  // A Monday that is no holiday, by the moment and by the week.
  const moment = page.getByLabel('日時', { exact: true });
  await moment.fill('2027-01-04T12:30');
  await until(page, '1行目');
  assert.match(await told(page), /1行目 時間外$/);
  await moment.fill('2027-01-04T10:30');
  await until(page, '2行目');
  assert.match(await told(page), /2行目 修理/);
  await moment.fill('2027-01-04T18:00');
  await until(page, '標準ルーティング');
  assert.match(await told(page), /標準ルーティング 受注/);

  // On a designated date no row without ★ holds; the calendar takes it, the list shows it.
  await page.locator('#record-form').getByLabel('指定日（★）').fill('2027-01-04');
  await page.keyboard.press('Enter');
  await moment.fill('2027-01-04T12:30');
  await until(page, '標準ルーティング');
  await rows(page).nth(0).getByRole('button', { name: '指定日' }).click();
  await until(page, '1行目 指定日');

  // Buttons: keys as on a phone.
  await page.locator('label', { hasText: 'ボタンルーティング' }).click();
  await page.getByText('どのボタンにも振り分け先がありません。').waitFor();
  await choose(page, '音声ファイル', '代表', /代表メニュー/);
  await choose(page, 'ボタン1の振り分け先', '総合', /総合/);
  await choose(page, 'ボタン#の振り分け先', '2001', /内線 2001/);
  await page.getByText('どのボタンにも振り分け先がありません。').waitFor({ state: 'detached' });
  await moment.fill('2027-01-06T20:00');
  await until(page, '総合');
  await until(page, '#');
  assert.match(await told(page), /1 総合 # .+ 無操作・誤操作 受注/);
  assert.deepEqual(await faults(page), []);

  await page.keyboard.press('Control+s');
  await page.getByText(`「${name}」を保存しました`).waitFor();
  await page.waitForURL(/\/admin\/ivrs\/[0-9a-f-]{36}/);
  const saved = await page.evaluate(async () => (await fetch(`/api/v1${location.pathname.replace('/admin', '')}`)).json());
  assert.deepEqual(saved.schedule.rows.map((r) => [r.from, r.to, r.toDestination.kind, r.designated ?? false]), [['12:00', '13:00', 'audio', true], ['09:00', '18:00', 'group', false]]);
  assert.deepEqual([saved.schedule.dates, Object.keys(saved.buttons.keys).sort(), saved.buttons.keys['#'].kind, saved.default.kind], [['2027-01-04'], ['#', '1'], 'extension', 'group']);

  // A minute of the week that is pressed is the moment that is told of.
  const bar = page.locator('[data-at]').first();
  await bar.click();
  const at = await moment.inputValue();
  const [from, to] = /(\d\d:\d\d)–(\d\d:\d\d)/.exec(await bar.getAttribute('aria-label')).slice(1);
  assert.ok(at.slice(11) >= from && at.slice(11) < to, `${at} within ${from}–${to}`);
});

test('a circle is told with its path where it begins, and saved without a question', { skip }, async (t) => {
  const page = await open(t, 'en');
  const mark = Date.now() % 100000;
  const a = await made(t, page, { name: `A ${mark}` });
  const b = await made(t, page, { name: `B ${mark}`, default: { kind: 'ivr', ivr: a.id } });
  await page.goto(`${base}/admin/ivrs/${a.id}`);
  await page.locator('#record-form input[name=name]').waitFor();
  await page.getByText('Calls end at the busy tone.').waitFor();
  await page.locator('label', { hasText: 'Schedule' }).click();
  await page.getByRole('button', { name: 'Add a row' }).click();
  await choose(page, 'Destination of row 1', `B ${mark}`, `B ${mark}`);
  const words = `A call comes back to where it was: A ${mark} → B ${mark} → A ${mark}`;
  await rows(page).nth(0).getByText(words).waitFor();
  await page.getByRole('region', { name: 'Warnings' }).getByText(words).waitFor();
  await page.getByLabel('Date and time').fill('2027-01-04T10:00');
  await until(page, 'Loop');
  assert.deepEqual(await faults(page), []);
  await page.keyboard.press('Control+s');
  await page.getByText(/A \d+.* saved|saved.*A \d+/i).first().waitFor();
  await page.goto(`${base}/admin/ivrs?q=${encodeURIComponent(`B ${mark}`)}`);
  const row = page.locator(`[role=row][aria-label="B ${mark}"]`);
  await row.waitFor();
  await page.waitForFunction((label) => /1\s*$/.test(document.querySelector(`[role=row][aria-label="${label}"]`)?.textContent ?? ''), `B ${mark}`);
  // The circle is cut, and both can go.
  const fixed = await a.call('PATCH', `/${a.id}`, { schedule: null }, { 'If-Match': '*' });
  assert.equal(fixed.status, 200);
  for (const one of [b, a]) assert.equal((await a.call('DELETE', `/${one.id}`, undefined, { 'If-Match': '*' })).status, 204);
});

/** Presses Tab until the focus is on what `selector` matches. */
async function reach(page, selector, key = 'Tab') {
  for (let i = 0; i < 220; i++) {
    if (await page.evaluate((s) => document.activeElement?.matches(s) ?? false, selector)) return;
    await page.keyboard.press(key);
  }
  assert.fail(`the keyboard does not reach ${selector}`);
}

/** Chooses in the picker that has the focus. */
async function pick(page, words) {
  await page.keyboard.type(words);
  await page.keyboard.press('Enter');
  await page.waitForFunction((text) => document.activeElement?.value?.includes(text) && document.activeElement.getAttribute('aria-expanded') !== 'true', words);
}

for (const [locale, w] of Object.entries({
  ja: { usual: '標準ルーティング', row: (n) => `${n}行目の振り分け先`, day: '土曜日', days: '2行目の曜日', key: 'ボタン1の振り分け先', dead: 'この行は使われません', audio: '音声ファイル' },
  en: { usual: 'Default routing', row: (n) => `Destination of row ${n}`, day: 'Saturday', days: 'Weekdays of row 2', key: 'Destination of key 1', dead: 'This row is never used', audio: 'Audio file' },
})) {
  test(`a menu is built by the keyboard alone (${locale})`, { skip }, async (t) => {
    const page = await open(t, locale);
    const name = `鍵盤 ${locale} ${Date.now() % 100000}`;
    await page.keyboard.press('n');
    await page.locator('#record-form input[name=name]:focus').waitFor();
    await page.keyboard.type(name);
    await reach(page, `input[aria-label="${w.usual}"]`);
    await pick(page, '受注');
    await reach(page, 'input[name="schedule.enabled"]');
    await page.keyboard.press('Space');
    await reach(page, '[data-add]');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.closest('[data-row="1"]'));
    await page.keyboard.type('0000');
    await page.keyboard.press('Tab');
    await page.keyboard.type('24');
    await reach(page, `input[aria-label="${w.row(1)}"]`);
    await pick(page, '修理');
    await reach(page, '[data-add]');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.closest('[data-row="2"]'));
    await reach(page, `input[aria-label="${w.row(2)}"]`);
    await pick(page, '総合');
    await rows(page).nth(1).getByText(w.dead).waitFor();
    // Up with it: the other is for the rest of the day then.
    await reach(page, '[data-row="2"] [data-grip]', 'Shift+Tab');
    await page.keyboard.press('ArrowUp');
    await page.waitForFunction(() => document.activeElement?.matches('[data-grip="1"]'));
    await page.getByText(w.dead).waitFor({ state: 'detached' });
    await reach(page, `[data-row="1"] button[aria-label="${w.day}"]`);
    await page.keyboard.press('Space');
    await page.locator(`[data-row="1"] button[aria-label="${w.day}"][aria-pressed=true]`).waitFor();
    await page.keyboard.press('Control+z');
    await page.locator(`[data-row="1"] button[aria-label="${w.day}"][aria-pressed=false]`).waitFor();
    // The week by the arrow keys: Enter tells of the beginning of what has the focus.
    await reach(page, '[data-at]');
    await page.keyboard.press('ArrowDown');
    await page.locator('[data-at^="1."]:focus').waitFor();
    const label = await page.evaluate(() => document.activeElement.getAttribute('aria-label'));
    await page.keyboard.press('Enter');
    const from = /(\d\d:\d\d)–/.exec(label)[1];
    await page.waitForFunction((end) => document.querySelector('input[type=datetime-local]').value.endsWith(end), `T${from}`);
    await page.waitForFunction((end) => document.querySelector('[data-testid=path]')?.textContent.includes(end), label.split('→ ')[1]);
    await reach(page, 'input[name="buttons.enabled"]');
    await page.keyboard.press('Space');
    await reach(page, `input[aria-label="${w.key}"]`);
    await pick(page, '予約');
    await page.keyboard.press('Control+s');
    await page.waitForURL(/\/admin\/ivrs\/[0-9a-f-]{36}/);
    const saved = await page.evaluate(async () => (await fetch(`/api/v1${location.pathname.replace('/admin', '')}`)).json());
    assert.equal(saved.name, name);
    assert.deepEqual(saved.schedule.rows.map((r) => [r.from, r.to, r.weekdays.length]), [['09:00', '18:00', 5], ['00:00', '24:00', 5]]);
    assert.deepEqual(Object.keys(saved.buttons.keys), ['1']);
  });
}
