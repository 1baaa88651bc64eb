// The agent app around its phone: first start, login, palette, settings, popup pages, a lost connection.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { freeze, logIn, open, PASSWORD, seat, start, stop, talk, thaw, until, visit } from './agent-app.mjs';

before(start);
after(stop);

test('the first start asks for the server, says why one fails, and goes on to the login', async (t) => {
  const page = await visit(t, { query: '?mock=unset' });
  const form = page.getByRole('form', { name: 'サーバーへの接続' });
  await form.waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('URLを入力してください', { exact: true }).waitFor();
  for (const [url, words] of [['not a url', '「not a url」はサーバーのURLではありません。'], ['expired.example.jp', 'サーバーの証明書の有効期限が切れています。'], ['nowhere.example.jp', 'サーバーに接続できません。']]) {
    await form.getByLabel('サーバーのURL').fill(url);
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText(words).waitFor();
  }
  await form.getByLabel('サーバーのURL').fill('call.example.jp');
  await page.keyboard.press('Enter');
  await page.locator('input[name=username]').waitFor();
  assert.equal(await seat(page, (s) => s.server.url), 'https://call.example.jp');
  await logIn(page);
});

test('a server set by IT cannot be changed, one that is away is said to be and tried again', async (t) => {
  const page = await visit(t, { query: '?mock=managed' });
  await page.locator('input[name=username]').waitFor();
  await page.getByText('サーバー：https://call.example.jp').waitFor();
  assert.equal(await page.getByRole('button', { name: 'サーバーを変更' }).count(), 0);
  await page.evaluate(() => window.mock.seat.change((s) => Object.assign(s.server, { phase: 'offline', trouble: { code: 'server_refused' } })));
  // What one types is kept when the server goes away again.
  await page.locator('input[name=username]').fill('sato');
  await page.evaluate(() => window.mock.seat.change((s) => Object.assign(s.server, { phase: 'online', trouble: null })));
  assert.equal(await page.locator('input[name=username]').inputValue(), 'sato');
  await page.evaluate(() => sessionStorage.setItem('mock.trouble', 'certificate_name'));
  await page.reload();
  await page.getByRole('alert').getByText('サーバーの証明書の名前がURLと一致しません。').waitFor();
  await page.evaluate(() => window.mock.seat.change((s) => Object.assign(s.server, { phase: 'online', trouble: null })));
  await page.locator('input[name=username]').waitFor();
});

test('a wrong password is refused; logging out comes back to the login', async (t) => {
  const page = await visit(t);
  await page.locator('input[name=username]').fill('sato');
  await page.locator('input[name=password]').fill(`${PASSWORD}x`);
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('ログインIDまたはパスワードが正しくありません。').waitFor();
  await logIn(page);
  await page.evaluate(() => {
    const run = window.mock.seat.run.bind(window.mock.seat);
    window.mock.seat.run = (command) => (command.type === 'logOut' ? void fetch('/api/v1/session', { method: 'DELETE' }) ?? null : run(command));
  });
  await page.getByRole('button', { name: /ユーザーメニュー/ }).click();
  await page.getByRole('menuitem', { name: 'ログアウト' }).click();
  await page.locator('input[name=username]').waitFor();
  assert.equal(await page.getByText('ログインの有効期限が切れました。').count(), 0);
  await logIn(page);
  await page.evaluate(() => window.mock.seat.signOut({ code: 'session_revoked' }));
  await page.getByText('ログインの有効期限が切れました。').waitFor();
  await logIn(page);
  await until(page, (s) => s.notices.length === 0);
});

test('leaving asks first in a call, in both languages; the safe answer has the focus', async (t) => {
  const page = await visit(t);
  await logIn(page);
  const line = await page.evaluate(() => window.mock.seat.ring({ number: '09011112222' }));
  await page.keyboard.press('F2');
  await until(page, (s) => s.calls.some((c) => c.phase === 'talking'));
  await page.getByRole('button', { name: /ユーザーメニュー/ }).click();
  await page.getByRole('menuitem', { name: 'ログアウト' }).click();
  const question = page.getByRole('alertdialog', { name: 'ログアウトしますか？' });
  await question.getByText('通話中です。続けると通話が切れます。').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.textContent), '通話に戻る');
  await page.keyboard.press('Escape');
  await question.waitFor({ state: 'detached' });
  await until(page, (s) => s.leaving === null && s.calls[0].phase === 'talking');
  // From the tray, in English.
  await page.evaluate(() => window.mock.seat.change((s) => Object.assign(s, { language: 'en', leaving: { quit: true } })));
  await page.getByRole('alertdialog', { name: 'Quit the app?' }).getByRole('button', { name: 'Back to the call' }).click();
  await until(page, (s) => s.leaving === null);
  // It goes with the call.
  await page.evaluate(() => window.mock.seat.change((s) => (s.leaving = { quit: false })));
  await page.getByRole('alertdialog').getByRole('button', { name: 'Hang up and log out' }).click();
  await page.locator('input[name=username]').waitFor();
  assert.ok(line);
});

test('the palette calls, acts on the call, changes status and opens pages by typing', async (t) => {
  const page = await visit(t);
  await logIn(page);
  const type = async (text) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog', { name: 'コマンド' }).waitFor();
    await page.keyboard.insertText(text);
  };
  await type('03-1234-5678');
  await page.getByRole('option', { name: /03-1234-5678 に発信/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.locator('[data-phase=talking]').waitFor();
  await type('保留');
  await page.keyboard.press('Enter');
  await page.locator('[data-phase=holding]').waitFor();
  await type('切断');
  await freeze(page);
  await page.keyboard.press('Enter');
  await page.locator('[data-phase=ended]').waitFor();
  await thaw(page);
  await type('離席');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: '自分のステータス（全グループ）' }).getByText('離席中').waitFor();
  await page.keyboard.press('Alt+w');
  await page.getByRole('button', { name: '自分のステータス（全グループ）' }).getByText('待機').waitFor();
  await type('この端末');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'この端末' }).waitFor();
  await type('中村');
  await page.keyboard.press('Enter');
  await until(page, (s) => s.lastDialed === '2008');
  await type('zzzz');
  await page.getByText('該当する項目はありません').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
});

test('own settings: phones are added with a password shown once and removed, password rules tick, settings hold at once', async (t) => {
  const page = await visit(t);
  await logIn(page);
  await page.getByRole('link', { name: '固有設定' }).click();
  await page.getByText('このアプリ', { exact: true }).waitFor();
  await page.getByLabel('追加する電話機の名前').fill('会議室');
  await page.keyboard.press('Enter');
  await page.getByText('k7Rw93mTpQ2xLf8z').waitFor();
  await page.getByRole('button', { name: '控えました' }).click();
  assert.equal(await page.getByText('k7Rw93mTpQ2xLf8z').count(), 0);
  await page.getByRole('button', { name: '会議室 を端末から除く' }).click();
  await page.getByRole('button', { name: '端末から除く', exact: true }).click();
  await page.getByRole('button', { name: '会議室 を端末から除く' }).waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'パスワード' }).click();
  const form = page.getByRole('form', { name: 'ログインパスワード' });
  await form.getByLabel('現在のパスワード', { exact: true }).fill('wrong');
  await form.getByLabel('新しいパスワード', { exact: true }).fill('Neu3sWort');
  assert.equal(await form.getByRole('button', { name: 'パスワードを変更' }).isDisabled(), true);
  await form.getByLabel('新しいパスワード（確認）', { exact: true }).fill('Neu3sWort');
  await form.getByRole('button', { name: 'パスワードを変更' }).click();
  await form.getByText('現在のパスワードが違います。').waitFor();
  await form.getByLabel('現在のパスワード', { exact: true }).fill(PASSWORD);
  await form.getByRole('button', { name: 'パスワードを変更' }).click();
  await form.getByText('パスワードを変更しました。', { exact: false }).waitFor();
  await page.getByRole('link', { name: '通知とポップアップ' }).click();
  const external = page.getByRole('switch', { name: '外線着信の通知' });
  await external.click();
  await until(page, (s) => s.settings.notifyExternal === false);
  await page.getByLabel('ポップアップを開く場所').selectOption('browser');
  await until(page, (s) => s.settings.popupTarget === 'browser');
  await page.getByLabel('表示言語').selectOption('en');
  await page.getByRole('link', { name: 'My phones' }).waitFor();
  await until(page, (s) => s.language === 'en');
});

test('this computer: devices, levels while one looks, ring and echo test, a recorded hot key and what is wrong with it', async (t) => {
  const page = await visit(t);
  await logIn(page);
  await page.getByRole('link', { name: '固有設定' }).click();
  await page.keyboard.press('Control+k');
  await page.keyboard.insertText('この端末');
  await page.keyboard.press('Enter');
  await page.getByLabel('マイク', { exact: true }).selectOption('m2');
  await until(page, (s) => s.sound.microphone === 'm2' && s.sound.metering);
  await page.evaluate(() => window.mock.seat.change((s) => (s.sound.microphones = s.sound.microphones.filter((m) => m.id !== 'm2'))));
  await page.getByRole('option', { name: '選択した機器（接続されていません）' }).waitFor({ state: 'attached' });
  const meter = page.getByRole('meter', { name: 'マイクの音量' });
  await page.waitForFunction((el) => Number(el.getAttribute('aria-valuenow')) > 0, await meter.elementHandle());
  await page.getByRole('button', { name: '応答のホットキーを登録' }).click();
  await page.keyboard.press('Control+Alt+Delete');
  await page.getByRole('alert').getByText('ホットキー Ctrl+Alt+Delete は他で使われています。').waitFor();
  await page.getByRole('button', { name: '応答のホットキーを解除' }).click();
  await until(page, (s) => s.settings.answerKey === '' && s.hotkeys.length === 0);
  await page.getByRole('switch', { name: '端末の起動時にアプリを起動する' }).click();
  await until(page, (s) => s.settings.startAtLogin === false);
  await page.getByRole('button', { name: 'エコーテスト' }).click();
  await until(page, (s) => s.lastDialed === '991');
  await page.getByRole('link', { name: '通話履歴' }).click();
  await until(page, (s) => !s.sound.metering);
});

test('about: a newer version, its page in the browser, and a file for support', async (t) => {
  const page = await visit(t, { locale: 'en' });
  await logIn(page);
  await page.evaluate(() => window.mock.seat.change((s) => (s.update = { version: '1.1.0', notes: '<b>bold</b>', url: 'https://call.example.jp/app' })));
  await page.getByRole('link', { name: 'My settings' }).click();
  await page.keyboard.press('Control+k');
  await page.keyboard.insertText('About');
  await page.keyboard.press('Enter');
  await page.getByText('Version 1.1.0 is available').waitFor();
  await page.getByText('<b>bold</b>').waitFor();
  await page.getByRole('button', { name: 'Open the download page' }).click();
  assert.deepEqual(await page.evaluate(() => window.mock.seen.urls), ['https://call.example.jp/app']);
  await page.getByRole('button', { name: 'Make a file for support' }).click();
  await page.getByText(/Made: .*crash-.*\.zip/).waitFor();
});

test("popup pages: this site's own become tabs, others open in the browser, and scripts nowhere", async (t) => {
  const page = await visit(t);
  await logIn(page);
  const pop = (url) => page.evaluate((u) => window.mock.tell('tab', { url: u }), url);
  await pop('https://crm.example.com/?tel=0312341234');
  await page.getByText('crm.example.com のページをブラウザで開きました。').waitFor();
  await pop('javascript:alert(1)');
  await pop('https://call.example.jp/history/c_h1');
  await page.waitForURL(/#\/history\/c_h1/);
  assert.deepEqual(await page.evaluate(() => window.mock.seen.urls), ['https://crm.example.com/?tel=0312341234']);
  await page.getByRole('button', { name: 'c_h1 のタブを閉じる' }).click();
  await page.getByRole('button', { name: 'c_h1 のタブを閉じる' }).waitFor({ state: 'detached' });
});

test('a lost connection is a thin bar; the call goes on, and all is current again afterwards', async (t) => {
  const page = await visit(t);
  await logIn(page);
  const line = await talk(page);
  await page.evaluate(() => window.mock.site.connect(false));
  await page.getByText('サーバーとの接続が切れました。', { exact: false }).waitFor();
  await page.keyboard.press('F3');
  await until(page, (s, l) => s.calls.find((c) => c.line === l).phase === 'holding', line);
  await page.evaluate(() => {
    window.mock.site.connect(true);
    window.mock.site.set('parked', 'c_new', { slot: 9007, call: 'c_new', from: { number: '0355556666' }, since: Date.now() });
  });
  await page.getByText('サーバーとの接続が切れました。', { exact: false }).waitFor({ state: 'detached' });
  await page.locator('[data-slot="9007"]').waitFor();
});

test('a mistake in one pane stays there: the rest goes on, and the pane begins anew', async (t) => {
  const { page, context } = await open();
  t.after(() => context.close());
  await logIn(page);
  await talk(page);
  await page.evaluate(() => window.mock.seat.change((s) => (s.calls[0].party = null)));
  await page.getByRole('button', { name: '再試行' }).waitFor();
  await page.getByRole('link', { name: '固有設定' }).click();
  await page.getByText('このアプリ', { exact: true }).waitFor();
  await page.evaluate(() => window.mock.seat.change((s) => (s.calls[0].party = { number: '0312341234', name: '田村', withheld: false, agent: '' })));
  await page.getByRole('button', { name: '再試行' }).click();
  await page.locator('[data-phase=talking]').getByText('田村').waitFor();
  await freeze(page);
  await page.keyboard.press('F9');
  await page.locator('[data-phase=ended]').waitFor();
});
