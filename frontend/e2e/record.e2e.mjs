// The record kit in a real browser, with agents and statuses of a made-up site of ten thousand.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { start, stop, visit, still } from './browser.mjs';
import { id, mockRecords, RecordMock } from './record-mock.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
before(start);
after(stop);

async function open(t, path = '/admin/agents', { locale = 'ja', agents, ...options } = {}) {
  const mock = new RecordMock({ agents });
  let wire;
  const page = await visit(t, locale, path, async (p) => {
    wire = await mockRecords(p, mock, { language: locale });
    await p.addInitScript((language) => localStorage.setItem('yobirin.language', language), locale);
  }, options);
  return { page, mock, ...wire };
}
const row = (page, name) => page.locator(`[role=row][aria-label="${name}"]`);
const field = (page, name) => page.locator(`#record-form input[name=${name}]`);
const sent = (log, method) => log.filter((r) => r.method === method);

test('ten thousand agents scroll to the end without a gap', async (t) => {
  const { page, log } = await open(t);
  const table = page.getByRole('table');
  await row(page, '佐藤 翔太').first().waitFor();
  await page.waitForFunction(() => {
    const el = document.querySelector('[role=table]');
    el.scrollTop = el.scrollHeight;
    return el.getAttribute('aria-rowcount') === '10001';
  }, undefined, { polling: 100, timeout: 300_000 });
  await page.getByText('user10000').waitFor();
  assert.equal(await table.locator('[role=row][tabindex]').count() < 60, true);
  const cursors = sent(log, 'GET').filter((r) => r.path === '/agents').map((r) => r.search.get('cursor') ?? '0');
  assert.deepEqual([...new Set(cursors)], Array.from({ length: 50 }, (_, i) => String(i * 200)));
});

test('pages, Home and End take the focus along, however far', async (t) => {
  const { page } = await open(t);
  const focused = () => page.evaluate(() => Number(document.activeElement?.getAttribute('aria-rowindex') ?? 0));
  const press = async (key, beyond) => {
    await page.keyboard.press(key);
    await page.waitForFunction((from) => Number(document.activeElement?.getAttribute('aria-rowindex') ?? 0) > from, beyond);
    return focused();
  };
  await row(page, '佐藤 翔太').first().focus();
  let at = await focused();
  assert.equal(at, 2);
  for (let i = 0; i < 30; i++) at = await press('PageDown', at);
  assert.ok(at > 200, `30 pages lead to row ${at}`);
  assert.ok(await page.evaluate(() => {
    const [one, all] = [document.activeElement, document.querySelector('[role=table]')].map((e) => e.getBoundingClientRect());
    return one.top >= all.top && one.bottom <= all.bottom;
  }), 'the row with the focus is out of sight');
  await page.keyboard.press('PageUp');
  await page.waitForFunction((from) => { const now = Number(document.activeElement?.getAttribute('aria-rowindex') ?? 0); return now > 0 && now < from; }, at);
  assert.ok((await press('End', at)) > at);
  await page.keyboard.press('Home');
  await page.waitForFunction(() => document.activeElement?.getAttribute('aria-rowindex') === '2');
  await page.keyboard.press('ArrowDown');
  await page.waitForFunction(() => document.activeElement?.getAttribute('aria-rowindex') === '3');
});

test('keys: / searches, arrows and Enter open, n makes, Ctrl+S saves, Escape closes', async (t) => {
  const { page, log } = await open(t);
  await row(page, '佐藤 翔太').first().waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('user00042');
  await page.waitForURL(/q=user00042/);
  await page.getByText('1件', { exact: true }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL(new RegExp(`/admin/agents/${id(42)}\\?q=`));
  assert.equal(await field(page, 'login').inputValue(), 'user00042');
  await page.keyboard.press('Escape');
  await page.waitForURL(/\/admin\/agents\?q=/);
  await page.keyboard.press('n');
  await field(page, 'login').waitFor();
  await page.waitForFunction(() => document.activeElement?.getAttribute('name') === 'login');
  await page.keyboard.press('Control+s');
  await page.getByText('半角英数字3〜15文字で入力してください').waitFor();
  await page.getByText('必須項目です').first().waitFor();
  assert.equal(sent(log, 'POST').length, 0);
  await field(page, 'login').fill('user00042');
  await field(page, 'name').fill('新人 花子');
  await page.keyboard.press('Control+s');
  await page.getByText('既に使用されています').waitFor();
  await page.waitForFunction(() => document.activeElement?.getAttribute('name') === 'login');
  await field(page, 'login').fill('hanako');
  await page.keyboard.press('Control+s');
  await page.waitForURL(/\/admin\/agents\/01900000-0000-7000-8000-000001000001/);
  assert.deepEqual(JSON.parse(sent(log, 'POST').at(-1).body), { login: 'hanako', name: '新人 花子' });
});

test('only what changed is sent, and nothing typed is lost by a click beside it', async (t) => {
  const { page, log } = await open(t, `/admin/agents/${id(3)}`);
  await field(page, 'nickname').fill('タカハシ');
  await page.getByText('未保存の変更', { exact: true }).waitFor();
  await page.getByRole('link', { name: 'エージェントステータス' }).click();
  await page.getByRole('dialog').getByText('未保存の変更が1項目あります。').waitFor();
  await page.getByRole('button', { name: '編集を続ける' }).click();
  assert.equal(await field(page, 'nickname').inputValue(), 'タカハシ');
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await page.getByText('を保存しました').waitFor();
  const [patch] = sent(log, 'PATCH');
  assert.deepEqual([patch.body, patch.match], ['{"nickname":"タカハシ"}', '"1"']);
  await page.getByRole('tab', { name: '変更履歴' }).click();
  await page.getByRole('tabpanel').getByText('タカハシ').waitFor();
  await page.getByRole('link', { name: 'エージェントステータス' }).click();
  await row(page, '離席中').waitFor();
});

test('who was slower chooses field by field, and that is saved over the new version', async (t) => {
  const { page, log, mock } = await open(t, `/admin/agents/${id(3)}`);
  await field(page, 'name').fill('わたし');
  await field(page, 'nickname').fill('自分');
  await field(page, 'password').fill('Geheim123');
  mock.change('agents', id(3), { name: 'あなた', extension: '29999' }, '田中');
  await page.keyboard.press('Control+s');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('田中さんが先に').waitFor();
  assert.equal(await dialog.getByText('Geheim123').count(), 0);
  const go = dialog.getByRole('button', { name: '選んだ内容で保存' });
  assert.equal(await go.isDisabled(), true);
  await dialog.getByRole('row', { name: /名称/ }).getByText('わたし').click();
  await go.click();
  await page.getByText('「わたし」を保存しました').waitFor();
  const patch = sent(log, 'PATCH').at(-1);
  assert.deepEqual([JSON.parse(patch.body), patch.match], [{ name: 'わたし', nickname: '自分', password: 'Geheim123' }, '"2"']);
  await page.waitForFunction(() => document.querySelector('#record-form input[name=extension]').value === '29999');
});

test('what others change is seen at once; while one edits it is said and can be compared', async (t) => {
  const { page, mock, tell } = await open(t, `/admin/agents/${id(2)}`);
  await field(page, 'name').waitFor();
  mock.change('agents', id(2), { name: '改名 一' });
  tell('agents', id(2));
  await page.waitForFunction(() => document.querySelector('#record-form input[name=name]')?.value === '改名 一');
  await row(page, '改名 一').waitFor();
  await field(page, 'nickname').fill('わたし');
  mock.change('agents', id(2), { name: '改名 二' });
  tell('agents', id(2));
  await page.getByText('田中さんがこの項目を変更しました。').waitFor();
  assert.equal(await field(page, 'nickname').inputValue(), 'わたし');
  await page.getByRole('button', { name: '比較する' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '選んだ内容で保存' }).click();
  await page.getByText('「改名 二」を保存しました').waitFor();
  mock.nouns.agents.delete(id(2));
  await field(page, 'nickname').fill('それでも');
  tell('agents', id(2), 'delete');
  await page.getByRole('button', { name: '新規として保存' }).click();
  await page.waitForURL(/000001000001/);
  assert.equal(mock.nouns.agents.get('01900000-0000-7000-8000-000001000001').nickname, 'それでも');
});

test('a lost connection and an ended login lose nothing', async (t) => {
  const { page, state } = await open(t, `/admin/agents/${id(3)}`);
  await field(page, 'nickname').fill('残る');
  state.reachable = false;
  await page.keyboard.press('Control+s');
  await page.getByRole('alert').getByText('サーバーに接続できません。入力した内容は残っています。').waitFor();
  state.reachable = true;
  await page.keyboard.press('Control+s');
  await page.getByText('を保存しました').waitFor();
  await field(page, 'name').fill('やり直し');
  state.loggedIn = false;
  await page.reload().catch(() => undefined);
  await page.locator('input[name=username]').fill('admin');
  await page.locator('input[name=password]').fill('x');
  await page.locator('button[type=submit]').click();
  await page.getByText('前回保存されなかった入力を復元しました。').waitFor();
  assert.equal(await field(page, 'name').inputValue(), 'やり直し');
});

test('many at once: Shift, everything found, what is refused', async (t) => {
  const { page, log } = await open(t);
  await row(page, '佐藤 翔太').first().waitFor();
  const box = (n) => page.locator(`[data-id="${id(n)}"] input[type=checkbox]`);
  await box(2).click();
  await box(5).click({ modifiers: ['Shift'] });
  await page.getByText('4件を選択中').waitFor();
  await page.getByRole('button', { name: '一括変更' }).click();
  await page.getByRole('menuitem', { name: '権限' }).click();
  await page.getByRole('dialog').locator('select').selectOption('supervisor');
  await page.getByRole('button', { name: '4件を変更', exact: true }).click();
  await page.getByRole('status').getByText('4件を変更しました').waitFor();
  assert.deepEqual(JSON.parse(sent(log, 'POST').at(-1).body), { ids: [2, 3, 4, 5].map(id), action: 'update', set: { role: 'supervisor' } });
  await page.getByText('4件を選択中').waitFor({ state: 'detached' });
  await page.getByRole('checkbox', { name: '表示中のすべてを選択' }).check();
  await page.getByRole('button', { name: '該当する10,000件すべてを選択' }).click();
  await page.getByRole('toolbar').getByRole('button', { name: '削除' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '削除' }).click();
  await page.getByRole('heading', { name: '9999件を削除しました' }).waitFor();
  await page.getByRole('dialog').getByText('佐藤 翔太').waitFor();
  assert.equal(JSON.parse(sent(log, 'POST').at(-1).body).ids.length, 10_000);
});

test('a change of many is undone from its message, but for what changed since, and only once', async (t) => {
  const { page, log, mock } = await open(t);
  await row(page, '佐藤 翔太').first().waitFor();
  const before = [2, 3, 4].map((n) => mock.nouns.agents.get(id(n)).role);
  for (const n of [2, 3, 4]) await page.locator(`[data-id="${id(n)}"] input[type=checkbox]`).click();
  await page.getByRole('button', { name: '一括変更' }).click();
  await page.getByRole('menuitem', { name: '権限' }).click();
  await page.getByRole('dialog').locator('select').selectOption('administrator');
  await page.getByRole('button', { name: '3件を変更', exact: true }).click();
  const undo = page.getByRole('status').filter({ hasText: '3件を変更しました' }).getByRole('button', { name: '元に戻す' });
  await undo.waitFor();
  mock.change('agents', id(3), { nickname: '後から' });
  await undo.click();
  const dialog = page.getByRole('dialog', { name: '2件を元に戻しました' });
  await dialog.getByText('その後に変更されているため').waitFor();
  assert.deepEqual([2, 3, 4].map((n) => mock.nouns.agents.get(id(n)).role), [before[0], 'administrator', before[2]]);
  await dialog.getByRole('button', { name: '閉じる' }).last().click();
  assert.match(sent(log, 'POST').at(-1).path, /^\/agents\/batches\/[0-9a-f-]{36}\/undo$/);
  await row(page, '高橋 大輔').first().click();
  await page.getByRole('tab', { name: '変更履歴' }).click();
  await page.getByText('3件の一括変更 · 元に戻しました').waitFor();
  assert.equal(await page.getByRole('tabpanel').getByRole('button', { name: '元に戻す' }).count(), 0);
});

test('a change of many is undone from the history of one of them, after a question', async (t) => {
  const { page, mock } = await open(t);
  await row(page, '佐藤 翔太').first().waitFor();
  mock.bulk('agents', { ids: [id(2), id(3)], action: 'update', set: { nickname: '一緒' } });
  await row(page, '鈴木 美咲').first().click();
  await page.getByRole('tab', { name: '変更履歴' }).click();
  await page.getByRole('tabpanel').getByRole('button', { name: '元に戻す' }).click();
  const dialog = page.getByRole('dialog', { name: '2件への変更をまとめて元に戻しますか？' });
  await dialog.getByRole('button', { name: '元に戻す' }).click();
  await page.getByRole('status').getByText('2件を元に戻しました').waitFor();
  await page.getByText('2件の一括変更 · 元に戻しました').waitFor();
  assert.deepEqual([2, 3].map((n) => mock.nouns.agents.get(id(n)).nickname), ['鈴木', '高橋']);
});

test('a change of one record is undone from its message and from its history', async (t) => {
  const { page, log, mock } = await open(t);
  await row(page, '鈴木 美咲').first().click();
  for (const name of ['改名 一', '改名 二']) {
    await field(page, 'name').fill(name);
    await page.keyboard.press('Control+s');
    await page.getByText(`「${name}」を保存しました`).waitFor();
  }
  await page.getByRole('status').filter({ hasText: '「改名 二」を保存しました' }).getByRole('button', { name: '元に戻す' }).click();
  await page.getByRole('status').getByText('元に戻しました', { exact: true }).waitFor();
  await page.waitForFunction(() => document.querySelector('#record-form input[name=name]').value === '改名 一');
  assert.match(sent(log, 'POST').at(-1).path, /^\/agents\/batches\/[0-9a-f-]{36}\/undo$/);
  // The first one was changed since by another: it stays, and it is said.
  mock.change('agents', id(2), { nickname: '後から' });
  await page.getByRole('tab', { name: '変更履歴' }).click();
  await page.getByRole('tabpanel').getByRole('button', { name: '元に戻す' }).click();
  await page.getByRole('dialog', { name: 'この変更を元に戻しますか？' }).getByRole('button', { name: '元に戻す' }).click();
  const told = page.getByRole('dialog', { name: '元に戻せるものはありませんでした' });
  await told.getByText('その後に変更されているため').waitFor();
  await told.getByRole('button', { name: '閉じる' }).last().click();
  assert.deepEqual([mock.nouns.agents.get(id(2)).name, mock.nouns.agents.get(id(2)).nickname], ['改名 一', '後から']);
});

test('a deleted record comes back from the message, from its own page, and not where its place is taken', async (t) => {
  const { page, mock } = await open(t);
  const remove = async () => {
    await row(page, '鈴木 美咲').first().click();
    await page.getByRole('button', { name: '削除', exact: true }).first().click();
    const sure = page.getByRole('dialog', { name: '「鈴木 美咲」を削除しますか？' });
    await sure.getByText('24時間以内であれば元に戻せます').waitFor();
    await sure.getByRole('button', { name: '削除', exact: true }).click();
    await page.getByRole('status').filter({ hasText: '「鈴木 美咲」を削除しました' }).waitFor();
    assert.equal(mock.nouns.agents.has(id(2)), false);
  };
  const outcome = (name) => page.getByRole('dialog', { name });
  await remove();
  await page.getByRole('status').filter({ hasText: '「鈴木 美咲」を削除しました' }).getByRole('button', { name: '元に戻す' }).click();
  await outcome('元に戻しました').getByText('次の項目は元に戻りません').waitFor();
  await outcome('元に戻しました').getByText('パスワード', { exact: true }).waitFor();
  await outcome('元に戻しました').getByRole('button', { name: '閉じる' }).last().click();
  assert.equal(mock.nouns.agents.get(id(2)).name, '鈴木 美咲');
  await remove();
  mock.change('agents', id(5), { extension: mock.history.at(-1).fields.find((f) => f.field === 'extension').from });
  await page.goto(`${new URL(page.url()).origin}/admin/agents/${id(2)}`);
  await page.getByText('この項目は削除されました。').waitFor();
  const again = async () => {
    await page.getByRole('button', { name: '元に戻す' }).click();
    await page.getByRole('dialog', { name: 'この変更を元に戻しますか？' }).getByRole('button', { name: '元に戻す' }).click();
  };
  await again();
  await outcome('元に戻せるものはありませんでした').getByText(/^内線「20001」: /).waitFor();
  await outcome('元に戻せるものはありませんでした').getByRole('button', { name: '閉じる' }).last().click();
  mock.change('agents', id(5), { extension: '29999' });
  await again();
  await outcome('元に戻しました').getByRole('button', { name: '閉じる' }).last().click();
  await page.waitForFunction(() => document.querySelector('#record-form input[name=name]')?.value === '鈴木 美咲');
});

test("agents are filtered by the site's own roles", async (t) => {
  const { page, log } = await open(t);
  await row(page, '佐藤 翔太').first().waitFor();
  await page.getByRole('search').getByRole('button', { name: '権限' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '研修担当' }).click();
  await page.waitForURL(new RegExp(`role=${id(77)}`));
  await page.getByText('条件に合うものはありません').waitFor();
  assert.equal(sent(log, 'GET').filter((r) => r.path === '/agents').at(-1).search.get('role'), id(77));
});

test('what is used is not deleted, and it is said where', async (t) => {
  const { page, mock } = await open(t);
  await row(page, '佐藤 翔太').first().focus();
  await page.keyboard.press('Delete');
  await page.getByRole('dialog').getByRole('button', { name: '削除' }).click();
  await page.getByRole('dialog').getByRole('link', { name: '受注' }).waitFor();
  await page.keyboard.press('Escape');
  await row(page, '鈴木 美咲').first().focus();
  await page.keyboard.press('Delete');
  await page.getByRole('dialog').getByRole('button', { name: '削除' }).click();
  await page.getByText('「鈴木 美咲」を削除しました').waitFor();
  assert.equal(mock.nouns.agents.has(id(2)), false);
});

test('a CSV file is tried first, then brought in', async (t) => {
  const { page, log } = await open(t);
  await page.getByRole('button', { name: 'CSV', exact: true }).click();
  await page.getByRole('menuitem', { name: 'CSVを取り込む' }).click();
  await page.locator('input[data-csv]').setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from('login,name\nneu1,一\nneu2,\nneu3,三\n') });
  await page.getByText('まだ何も変更されていません').waitFor();
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'エラーの行を保存' }).click();
  assert.match(readFileSync(await (await saved).path(), 'utf8'), /3,name,,必須項目です/);
  await page.getByRole('button', { name: '2件を取り込む' }).click();
  await page.getByText('取り込みが終わりました。').waitFor();
  assert.deepEqual(sent(log, 'POST').map((r) => r.search.get('dryRun')), ['true', 'false']);
});

test('a status is drawn while it is made', async (t) => {
  const { page, log } = await open(t, '/admin/statuses/new');
  await field(page, 'name').fill('研修 <b>中</b>');
  await page.locator('form label[title=training]').click();
  await page.getByRole('button', { name: '#2da44e' }).click();
  await page.locator('#record-form').getByText('研修 <b>中</b>').waitFor();
  await page.keyboard.press('Control+s');
  await page.getByText('を保存しました').waitFor();
  assert.deepEqual(JSON.parse(sent(log, 'POST').at(-1).body), { name: '研修 <b>中</b>', color: '#2da44e', icon: 'training' });
});

for (const scheme of ['light', 'dark'])
  test(`nothing stands in anybody's way (axe, ${scheme})`, async (t) => {
    const { page } = await open(t, `/admin/agents/${id(3)}`, { locale: scheme === 'light' ? 'ja' : 'en', agents: 300, colorScheme: scheme });
    await field(page, 'name').waitFor();
    await page.evaluate(axe);
    const look = async (where) => {
      await still(page);
      const found = await page.evaluate(async () => (await window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa'] })).violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(' | ')}`));
      assert.deepEqual(found, [], where);
    };
    await look('sheet');
    await page.getByRole('tab').nth(1).click();
    await look('history');
    await page.keyboard.press('Escape');
    await page.locator('[data-id] input[type=checkbox]').first().click();
    await look('list');
    await page.getByRole('toolbar').getByRole('button').last().focus();
    await page.getByRole('button', { name: 'CSV', exact: true }).first().click();
    await page.getByRole('menuitem').nth(1).click();
    await page.getByRole('dialog').waitFor();
    await page.getByRole('menu').waitFor({ state: 'hidden' });
    await look('dialog');
  });
