// The agent app's login: what the server offers, single sign-on in the system's browser, a second factor that is set up on the way.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { logIn, PASSWORD, start, stop, visit } from './agent-app.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
before(start);
after(stop);

/** The login page of a server that offers this. */
async function door(t, offers, { mustEnrol = false, ...options } = {}) {
  const page = await visit(t, options);
  await page.locator('input[name=username]').waitFor();
  // What the page has asked is asked anew by the next one.
  await page.addInitScript(([o, m]) => {
    const set = () => Object.assign(window.mock.rest, { options: o, mustEnrol: m });
    let mock;
    Object.defineProperty(window, 'mock', { configurable: true, get: () => mock, set: (value) => ((mock = value), set()) });
  }, [offers, mustEnrol]);
  await page.reload();
  return page;
}

async function noFault(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => (await window.axe.run(document, { resultTypes: ['violations'], preload: false })).violations.filter((v) => v.impact === 'serious' || v.impact === 'critical').map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' ')}`));
  assert.deepEqual(found, []);
}

const shot = async (page, name) => {
  if (process.env.YOBIRIN_SHOTS) await page.screenshot({ path: `${process.env.YOBIRIN_SHOTS}/login-${name}.png` });
};

test('passwords alone: no word of single sign-on', async (t) => {
  const page = await door(t, { oidc: false, passwords: 'all' });
  await page.locator('input[name=username]').waitFor();
  assert.equal(await page.getByText('または', { exact: true }).count(), 0);
  await logIn(page);
});

for (const colorScheme of ['light', 'dark']) {
  test(`both ways, and the browser has the word (${colorScheme})`, async (t) => {
    const page = await door(t, { oidc: true, provider: 'login.example.jp', passwords: 'all' }, { colorScheme, reducedMotion: 'reduce' });
    await page.locator('input[name=username]').waitFor();
    const button = page.getByRole('button', { name: 'login.example.jp でログイン' });
    await button.waitFor();
    await noFault(page);
    await shot(page, `both-${colorScheme}`);
    await button.click();
    await page.getByRole('heading', { name: 'ブラウザでログインしてください' }).waitFor();
    assert.equal(await page.locator('input[name=password]').count(), 0);
    await noFault(page);
    await shot(page, `waiting-${colorScheme}`);
    await page.getByRole('button', { name: '取り消す' }).click();
    await page.locator('input[name=username]').waitFor();
    await button.click();
    await page.getByRole('button', { name: 'ブラウザをもう一度開く' }).click();
    await page.evaluate(() => window.mock.rest.endBrowser());
    await page.locator('#page').waitFor();
  });
}

test('passwords for administrators alone: single sign-on stands first, and says why it failed', async (t) => {
  const page = await door(t, { oidc: true, button: '社員ログイン', provider: 'login.example.jp', passwords: 'administrators' });
  const button = page.getByRole('button', { name: '社員ログイン' });
  await button.waitFor();
  assert.equal(await page.locator('input[name=username]').count(), 0);
  await noFault(page);
  await shot(page, 'sso-only');
  for (const [code, words] of [
    ['oidc_down', '認証サーバーから応答がありません。'],
    ['oidc_clock', '時計がずれています'],
    ['oidc_expired', '有効期限が切れました'],
    ['oidc_cancelled', 'シングルサインオンは取り消されました。'],
    ['browser_unavailable', 'ブラウザを開けません。'],
    ['server_refused', 'サーバーが接続を受け付けません。'],
  ]) {
    await button.click();
    await page.getByRole('heading', { name: 'ブラウザでログインしてください' }).waitFor();
    await page.evaluate((c) => window.mock.rest.endBrowser(c), code);
    await page.getByRole('alert').getByText(words, { exact: false }).first().waitFor();
  }
  // Who is unknown here would be let in as the same one again.
  await button.click();
  await page.evaluate(() => window.mock.rest.endBrowser('oidc_unknown'));
  await page.getByRole('alert').getByText('このアカウントに対応するエージェントがいません。').waitFor();
  await shot(page, 'unknown');
  const [asked] = await Promise.all([page.waitForEvent('console', (m) => m.text().startsWith('begun ')), page.evaluate(() => {
    const answer = window.fetch;
    window.fetch = async (input, init) => {
      if (String(input).endsWith('/browser') && init?.method === 'POST') console.log(`begun ${init.body}`);
      return answer(input, init);
    };
  }), page.getByRole('button', { name: '別のアカウントでログイン' }).click()]);
  assert.equal(asked.text(), 'begun {"again":true}');
  await page.evaluate(() => window.mock.rest.endBrowser('oidc_cancelled'));
  await page.getByRole('button', { name: 'パスワードでログイン（システム管理者）' }).click();
  await logIn(page, 'yamada');
});

test('a second factor that the site asks for is set up on the way, in English', async (t) => {
  const page = await door(t, { oidc: false, passwords: 'all' }, { mustEnrol: true, locale: 'en' });
  const fill = async () => {
    await page.locator('input[name=username]').fill('sato');
    await page.locator('input[name=password]').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Set up the second factor' }).waitFor();
  };
  await fill();
  await page.getByRole('img', { name: 'QR code for the authenticator app' }).waitFor();
  await page.getByText('JBSW Y3DP EHPK 3PXP').waitFor();
  assert.equal(await page.locator('a[href^="otpauth"]').count(), 0, 'the app opens no other app by a link');
  await noFault(page);
  await shot(page, 'enrol');
  await page.getByRole('button', { name: 'Back' }).click();
  await fill();
  await page.locator('input[name=totp]').fill('000000');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('The code is wrong', { exact: false }).waitFor();
  await page.locator('input[name=totp]').fill('123456');
  await page.keyboard.press('Enter');
  await page.getByText('abcd0-fghij').waitFor();
  assert.equal(await page.locator('#page').count(), 0, 'the codes stay until they are kept');
  await noFault(page);
  await shot(page, 'recovery');
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await page.locator('#page').waitFor();
});

test('missed calls to oneself are counted at the history until it is looked at', async (t) => {
  const page = await visit(t);
  await page.locator('input[name=username]').waitFor();
  await page.evaluate(() => (window.mock.rest.missed = { count: 3, latest: new Date().toISOString() }));
  await logIn(page);
  await page.getByRole('img', { name: '不在着信 3件' }).waitFor();
  await shot(page, 'missed');
  await page.bringToFront();
  await page.evaluate(() => (window.location.hash = '#/history'));
  await page.getByRole('img', { name: '不在着信 3件' }).waitFor({ state: 'detached' });
  assert.deepEqual(await page.evaluate(() => window.mock.rest.missed), { count: 0 });
});
