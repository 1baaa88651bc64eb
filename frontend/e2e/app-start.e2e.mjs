// The agent app itself around its telephone: first start, logins, a server that goes and comes, who may see what, and that no page holds the token.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import http from 'node:http';
import { after, before, test } from 'node:test';
import { fill, install, logIn, look, seat, setUp, SKIP, startServer, tearDown, until } from './app-rig.mjs';
import { DID, PASSWORD } from './app-site.mjs';
import { still } from './browser.mjs';
import { within } from './sip.mjs';

const skip = SKIP;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let made;
let server;
let carrier;

before(async () => {
  if (skip) return;
  made = await setUp();
  server = await startServer(made.server);
  carrier = await server.phone('09011112222', { port: server.carrier });
}, { timeout: 300_000 });
after(tearDown);

/** A new app on which IT has set the server, its page in the language. */
async function desk(t, options = {}) {
  const app = await install(made.app, { server });
  t.after(() => app.stop());
  const page = await look(t, app, options);
  await page.locator('input[name=username]').waitFor();
  return { app, page };
}

const WORDS = {
  ja: { form: 'サーバーへの接続', invalid: 'サーバーのURLではありません', refused: 'サーバーが接続を受け付けません。', stranger: 'Yobirin のサーバーではありません' },
  en: { form: 'Connect to your server', invalid: 'is not the URL of a server', refused: 'The server does not take connections.', stranger: 'There is no Yobirin server at this URL.' },
};

for (const locale of ['ja', 'en']) {
  test(`the first start asks for the server and says what is wrong with one (${locale})`, { skip }, async (t) => {
    const w = WORDS[locale];
    const stranger = http.createServer((_, res) => res.end('<h1>hello</h1>'));
    await new Promise((done) => stranger.listen(0, '127.0.0.1', done));
    t.after(() => stranger.close());
    const app = await install(made.app, { policy: {} });
    t.after(() => app.stop());
    const page = await look(t, app, { locale });
    const url = page.getByRole('textbox').first();
    await url.waitFor();
    await page.getByRole('button', { name: locale === 'ja' ? '日本語' : 'English' }).click();
    await page.getByRole('form', { name: w.form }).waitFor();
    for (const [text, words] of [['not a url', w.invalid], ['http://127.0.0.1:1', w.refused], [`http://127.0.0.1:${stranger.address().port}`, w.stranger]]) {
      await url.fill(text);
      await url.press('Enter');
      await page.getByRole('alert').getByText(words, { exact: false }).first().waitFor();
    }
    await url.fill(server.url);
    await url.press('Enter');
    await page.locator('input[name=username]').waitFor();
    assert.equal((await seat(page)).server.managed, false);
  });
}

test('a wrong password is refused, three lock the login, another one works; nothing of the token is in the page', { skip }, async (t) => {
  const { page } = await desk(t);
  const asked = [];
  page.on('request', (r) => asked.push(`${r.url()} ${JSON.stringify(r.headers())}`));
  for (const words of ['ログインIDまたはパスワードが正しくありません。', 'ログインIDまたはパスワードが正しくありません。', 'このログインIDはロックされています。']) {
    const answered = page.waitForResponse((r) => r.url().endsWith('/api/v1/session') && r.request().method() === 'POST');
    await fill(page, 'kagi', 'Wrong-1234');
    await answered;
    await page.getByRole('alert').getByText(words, { exact: false }).first().waitFor();
  }
  const told = page.waitForResponse((r) => r.url().endsWith('/api/v1/session') && r.request().method() === 'POST' && r.ok());
  await logIn(page, 'naibu');
  assert.deepEqual(Object.keys(await (await told).json()), ['agent']);
  await page.getByText('外線発信は許可されていません').waitFor();
  assert.equal(await page.getByLabel('発番号').count(), 0);
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, Object.keys(window)]));
  const state = JSON.stringify(await seat(page));
  for (const text of [kept, state, ...asked]) assert.doesNotMatch(text, /authorization|bearer|token"|set-cookie|Passw0rd1/i);
  await page.getByRole('button', { name: /ユーザーメニュー/ }).click();
  await page.getByRole('menuitem', { name: 'ログアウト' }).click();
  await page.locator('input[name=username]').waitFor();
  assert.equal(await page.getByText('ログインの有効期限が切れました。').count(), 0);
  assert.equal((await seat(page)).session, null);
});

test('a session that is taken away elsewhere leads to the login, with a reason', { skip }, async (t) => {
  const { page } = await desk(t);
  await logIn(page, 'tanaka');
  const call = (method, path, body, token) => fetch(server.url + path, { method, headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) }, body: JSON.stringify(body) });
  const { token } = await (await call('POST', '/api/v1/session', { id: 'tanaka', password: PASSWORD, client: 'app' })).json();
  // A new password ends all other sessions.
  const changed = await call('PUT', '/api/v1/me/password', { current: PASSWORD, password: 'Neu3sWort' }, token);
  assert.ok(changed.ok, `the password was changed: ${changed.status} ${await changed.text()}`);
  await page.locator('input[name=username]').waitFor();
  await page.getByText(/ログインの有効期限が切れました|ログインが取り消されました/).first().waitFor();
  await logIn(page, 'tanaka', 'Neu3sWort');
});

test('English: a call, and every page without a serious fault', { skip }, async (t) => {
  const { page } = await desk(t, { locale: 'en' });
  await logIn(page, 'watanabe');
  await page.getByText('Waiting for calls').waitFor();
  const call = await carrier.dial(DID);
  await page.getByText('Incoming', { exact: true }).waitFor();
  await page.keyboard.press('F2');
  await within(call.up, 'the answer');
  await page.getByText('Talking', { exact: true }).first().waitFor();
  const found = [];
  const check = async (screen) => {
    await page.evaluate(axe);
    found.push(...(await page.evaluate(async (name) => (await window.axe.run(document, { resultTypes: ['violations'], preload: false })).violations.filter((v) => v.impact === 'serious' || v.impact === 'critical').map((v) => `${name} ${v.id}: ${v.nodes.map((n) => n.html).join(' ')}`), screen)));
  };
  await still(page); // what fades in is paler meanwhile
  await check('talking');
  for (const path of ['me/devices', 'me/password', 'me/personal', 'me/computer', 'me/about', 'history']) {
    const left = await page.evaluate(() => document.querySelector('h1')?.textContent);
    await page.evaluate((p) => (window.location.hash = `#/${p}`), path);
    await page.waitForFunction((old) => ![old, undefined].includes(document.querySelector('h1')?.textContent), left);
    await page.locator('main').getByRole('status', { name: 'Loading' }).waitFor({ state: 'detached' });
    await still(page);
    await check(path);
    assert.doesNotMatch(await page.locator('main').innerText(), /[ぁ-ん]/, `${path} is English`);
    if (process.env.YOBIRIN_SHOTS) await page.screenshot({ path: `${process.env.YOBIRIN_SHOTS}/en-${path.replace('/', '-')}.png` });
  }
  assert.deepEqual(found, []);
  await call.hangUp();
});

test('the server is killed in a call and comes back: a thin bar, then all is as before', { skip }, async (t) => {
  const { page } = await desk(t);
  await logIn(page, 'sato');
  const call = await carrier.dial(DID);
  await page.locator('[data-phase=offered]').first().waitFor();
  await page.keyboard.press('F2');
  await within(call.up, 'the answer');
  await server.kill();
  await page.getByText('サーバーとの接続が切れました。', { exact: false }).first().waitFor();
  await server.run();
  await page.getByText('サーバーとの接続が切れました。', { exact: false }).first().waitFor({ state: 'detached' });
  for (const { line, phase } of (await seat(page)).calls) if (phase !== 'ended') await page.evaluate((l) => window.go.app.Bridge.Do(JSON.stringify({ type: 'hangUp', line: l })), line);
  call.end();
  await until(page, (s) => s.phone.state === 'registered' && s.calls.every((c) => c.phase === 'ended'));
  const again = await carrier.dial(DID);
  await page.locator('[data-phase=offered]').first().waitFor({ timeout: 120_000 });
  await page.keyboard.press('F2');
  await within(again.up, 'the answer afterwards');
  await again.hangUp();
});
