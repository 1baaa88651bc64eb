// What calls leave behind, in a real browser against the demo: the history's search and export, messages, archives, the player.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { DEMO_PASSWORD, logIn, start, stop, visit, WITHOUT_DEMO } from './browser.mjs';

const skip = WITHOUT_DEMO;
let base;
before(async () => {
  base = await start();
});
after(stop);

const json = (body) => ({ status: 200, contentType: 'application/json', body: JSON.stringify(body) });
const message = (n, more = {}) => ({
  id: `019d4845-6280-77eb-a5f9-${String(n).padStart(12, '0')}`, call: `019d4845-6280-77eb-a5f9-${String(n).padStart(12, '0')}`, at: new Date(Date.UTC(2026, 10, 20, 3, n)).toISOString(),
  from: { number: `0901234${String(n).padStart(4, '0')}`, name: '' }, seconds: 12, playable: true, audio: { id: 'a', name: '営業時間外' }, ...more,
});

test('one box finds calls by name and by number', { skip }, async (t) => {
  const page = await visit(t, 'ja', '/history');
  await logIn(page);
  await page.locator('[data-id]').first().waitFor({ timeout: 60_000 });
  const box = page.getByRole('textbox', { name: '電話番号・名前' });
  const asked = (part) => page.waitForRequest((r) => r.url().includes('/api/v1/calls?') && r.url().includes(part));
  const [byNumber] = await Promise.all([asked('number=090'), box.fill('０９０-').then(() => box.press('Enter'))]);
  assert.equal((await byNumber.response()).status(), 200);
  await page.waitForURL(/number=090/);
  const [byName] = await Promise.all([asked('q='), box.fill('<b>佐藤</b>').then(() => box.press('Enter'))]);
  assert.equal((await byName.response()).status(), 200);
  await page.waitForURL((url) => url.searchParams.get('q') === '<b>佐藤</b>' && !url.searchParams.has('number'));
  await page.getByText('条件に合う通話はありません').waitFor();
});

test('the history is taken away as CSV under its filters', { skip }, async (t) => {
  const page = await visit(t, 'ja', '/history?direction=in');
  await logIn(page);
  await page.locator('[data-id]').first().waitFor({ timeout: 60_000 });
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'CSV で書き出す' }).click()]);
  const text = await readFile(await download.path(), 'utf8');
  assert.equal(download.suggestedFilename(), 'calls.csv');
  assert.ok(text.startsWith('\ufeff日時,区分,'), text.slice(0, 40));
  const rows = text.trim().split('\r\n').slice(1);
  assert.ok(rows.length > 0);
  for (const row of rows) assert.match(row, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,着信,/);
});

test('an agent neither exports nor sees the archives', { skip }, async (t) => {
  const page = await visit(t, 'ja', '/archives');
  await logIn(page, 'ito', DEMO_PASSWORD);
  await page.waitForURL(/\/history/);
  await page.getByRole('link', { name: '留守電履歴' }).waitFor();
  assert.equal(await page.getByRole('link', { name: '通話録音アーカイブ' }).count(), 0);
  assert.equal(await page.getByRole('link', { name: 'CSV で書き出す' }).count(), 0);
  const answers = await page.evaluate(async () => Promise.all(['/api/v1/archives', '/api/v1/calls.csv', '/api/v1/archives/2026-01-01/file'].map(async (path) => (await fetch(path)).status)));
  assert.deepEqual(answers, [403, 403, 403]);
});

test('the day that is not over waits for its archive', { skip }, async (t) => {
  const page = await visit(t, 'ja', '/history');
  await logIn(page);
  await page.locator('[data-id]').filter({ has: page.getByRole('button', { name: '再生' }) }).first().waitFor({ timeout: 120_000 });
  await page.getByRole('link', { name: '通話録音アーカイブ' }).click();
  await page.getByRole('heading', { name: '通話録音アーカイブ' }).waitFor();
  await page.locator('[data-id]').filter({ hasText: '翌日以降に作成' }).waitFor();
  assert.equal(await page.getByRole('button', { name: /作成/ }).count(), 0);
});

test('archives are shown with what became of them, and are made now', { skip }, async (t) => {
  let made = false;
  const days = () => [
    { day: '2026-11-20', state: made ? 'making' : 'none', download: false, recordings: 0, done: made ? 1234 : 0, bytes: 0 },
    { day: '2026-11-19', state: 'ready', download: true, recordings: 4321, unreadable: 2, bytes: 36507222016, madeAt: '2026-11-20T02:10:00Z', upload: 'uploaded', object: 's3://calls/recordings-2026-11-19.zip' },
    { day: '2026-11-18', state: 'failed', download: false, recordings: 0, bytes: 0, failed: '<img src=x onerror=alert(1)>' },
    { day: '2026-11-17', state: 'ready', download: true, recordings: 1, bytes: 1024, upload: 'failed', uploadWhy: 'シークレットキーが違います。' },
  ];
  const page = await visit(t, 'ja', '/archives', async (p) => {
    await p.route('**/api/v1/archives', (route) => route.fulfill(json({ items: days() })));
    await p.route('**/api/v1/archives/2026-11-20', (route) => {
      made = true;
      return route.fulfill({ status: 202 });
    });
  });
  await logIn(page);
  await page.getByText('34.0 GB').waitFor();
  await page.getByRole('img', { name: /2件の録音は読み込めませんでした/ }).waitFor();
  await page.getByText('失敗：<img src=x onerror=alert(1)>').waitFor();
  await page.getByText('送信できません：シークレットキーが違います。').waitFor();
  assert.equal(await page.getByRole('link', { name: '2026-11-19 をダウンロード' }).getAttribute('href'), '/api/v1/archives/2026-11-19/file');
  await page.getByRole('button', { name: '2026-11-20 のアーカイブを今すぐ作成' }).click();
  await page.getByText('作成中（1,234件）').waitFor();
});

test('messages are marked and deleted many at once, after a question', { skip }, async (t) => {
  let all = Array.from({ length: 150 }, (_, i) => message(150 - i, i === 0 ? { from: { number: '', name: '', withheld: true } } : i === 1 ? { from: { number: '0311112222', name: '<script>alert(1)</script>' } } : {}));
  const bodies = [];
  const page = await visit(t, 'ja', '/', async (p) => {
    await p.route('**/api/v1/voicemails?**', (route) => {
      const from = Number(new URL(route.request().url()).searchParams.get('cursor') ?? 0);
      const items = all.slice(from, from + 100);
      return route.fulfill(json({ items, nextCursor: from + 100 < all.length ? String(from + 100) : undefined, unheard: all.filter((m) => !m.heardAt).length }));
    });
    await p.route('**/api/v1/voicemails/heard', (route) => {
      const { ids, heard } = route.request().postDataJSON();
      bodies.push(['heard', ids.length, heard]);
      all = all.map((m) => (ids.includes(m.id) ? { ...m, heardAt: heard ? '2026-11-22T00:00:00Z' : undefined } : m));
      return route.fulfill(json({ changed: ids.length }));
    });
    await p.route('**/api/v1/voicemails/delete', (route) => {
      const { ids } = route.request().postDataJSON();
      bodies.push(['delete', ids.length]);
      all = all.filter((m) => !ids.includes(m.id));
      return route.fulfill(json({ deleted: ids.length }));
    });
  });
  await logIn(page);
  await page.getByRole('link', { name: '留守電履歴' }).or(page.getByRole('link', { name: '通話履歴' })).first().click();
  await page.goto(`${base}/voicemail`);
  await page.getByText('<script>alert(1)</script>').waitFor();
  await page.getByText('未再生 150件').waitFor();
  // A message leads to the call that it was left in.
  const [first] = all;
  assert.equal(await page.locator(`[data-id="${first.id}"]`).getByRole('link', { name: '通話履歴を開く' }).getAttribute('href'), `/history/${first.call}`);
  const boxes = page.locator('[data-id] input[type=checkbox]');
  await boxes.nth(1).click();
  await boxes.nth(4).click({ modifiers: ['Shift'] });
  await page.getByText('4件を選択中').waitFor();
  await page.getByRole('button', { name: '再生済みにする' }).click();
  await page.getByText('未再生 146件').waitFor();
  await boxes.nth(0).click();
  await page.getByRole('button', { name: '一括削除' }).click();
  const dialog = page.getByRole('dialog', { name: '留守電の削除' });
  await dialog.getByText('選択した 1件の留守電と録音を削除します。').waitFor();
  await dialog.getByRole('button', { name: 'キャンセル' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: '一括削除' }).click();
  await dialog.getByRole('button', { name: '実行' }).click();
  await page.getByText('1件の留守電を削除しました').waitFor();
  await page.getByRole('toolbar', { name: '選択した留守電の操作' }).waitFor({ state: 'detached' });
  assert.deepEqual(bodies, [['heard', 4, true], ['delete', 1]]);
});

test('the player goes at any speed by keys, without another pitch', { skip }, async (t) => {
  const page = await visit(t, 'ja', '/history', (p) =>
    p.addInitScript(() => {
      const Native = window.Audio;
      window.madeAudio = [];
      window.Audio = function () {
        const audio = new Native();
        window.madeAudio.push(audio);
        return audio;
      };
    }),
  );
  await logIn(page);
  const recorded = page.locator('[data-id]').filter({ has: page.getByRole('button', { name: '再生' }) }).first();
  await recorded.waitFor({ timeout: 120_000 });
  await recorded.click();
  const player = page.getByRole('group', { name: '録音' });
  await player.locator('[data-loaded]').waitFor();
  const play = player.getByRole('button', { name: '再生' });
  await play.focus();
  const speed = player.getByRole('combobox', { name: '速度' });
  for (let i = 0; i < 12; i++) await page.keyboard.press('ArrowUp');
  assert.equal(await speed.inputValue(), '3');
  await play.click();
  await page.waitForFunction(() => window.madeAudio.some((a) => a.currentTime > 0.5 && a.playbackRate === 3 && a.preservesPitch));
  await player.getByRole('button', { name: /^(一時停止|再生)$/ }).focus(); // a short recording may be over by now
  for (let i = 0; i < 12; i++) await page.keyboard.press('ArrowDown');
  assert.equal(await speed.inputValue(), '0.5');
  await page.evaluate(() => window.madeAudio.forEach((a) => a.pause()));
  await page.keyboard.press('Home');
  await page.waitForFunction(() => window.madeAudio.some((a) => a.playbackRate === 0.5 && a.currentTime < 1.5));
});
