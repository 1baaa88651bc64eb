// Who may come in, in the console: audit, sessions, locks, API keys, second factor, single sign-on, first steps.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DEMO_PASSWORD, logIn, PASSWORD, start, stop, visit, WITHOUT_DEMO, serious } from './browser.mjs';
import { codeOf, issuer } from './totp.mjs';

const options = { skip: WITHOUT_DEMO };
let base;
before(async () => {
  base = await start();
});
after(stop);

/** An administrator's page. */
async function admin(t, locale, path) {
  const page = await visit(t, locale, path);
  await logIn(page);
  await page.locator('#page h1').first().waitFor();
  return page;
}
/** A request of the page's own session. */
const ask = (page, method, path, body) =>
  page.evaluate(
    async ([method, path, body]) => {
      const answer = await fetch(path, { method, headers: { ...(body ? { 'Content-Type': 'application/json' } : {}), ...(method === 'PATCH' ? { 'If-Match': '*' } : {}) }, body: body ? JSON.stringify(body) : undefined });
      return { status: answer.status, body: await answer.json().catch(() => undefined) };
    },
    [method, path, body],
  );
const agent = async (page, login) => (await ask(page, 'GET', `/api/v1/agents?login=${login}`)).body.items.find((one) => one.login === login);

const noSeriousFault = async (page, screen) => assert.deepEqual(await serious(page), [], screen);

for (const [locale, words] of Object.entries({
  ja: { key: '新しいAPIキー', made: 'APIキーを作成しました', noted: '保管しました', revoke: '無効にする', did: 'APIキーを無効化', make: 'キーを作成', new: '新規作成', revoked: '無効化済み', action: '操作', find: '絞り込む', clear: '条件をクリア' },
  en: { key: 'New API key', made: 'The API key was made', noted: 'I have kept it', revoke: 'Revoke', did: 'API key revoked', make: 'Make the key', new: 'New', revoked: 'Revoked', action: 'What', find: 'Narrow', clear: 'Clear' },
})) {
  test(`an API key is made, used, revoked, and all of it is in the audit (${locale})`, options, async (t) => {
    const page = await admin(t, locale, '/admin/api-keys');
    const name = `e2e ${locale} ${Date.now()}`;
    await page.getByRole('button', { name: words.new, exact: true }).click();
    const sheet = page.getByRole('complementary', { name: words.key });
    await sheet.getByRole('textbox').first().fill(name);
    await sheet.getByRole('button', { name: words.make }).click();
    await sheet.getByRole('alert').first().waitFor(); // a key without a permission is none
    await sheet.locator('tbody tr', { has: page.locator('th') }).nth(7).getByRole('checkbox').nth(1).check(); // agents: view
    await noSeriousFault(page, 'new key');
    await sheet.getByRole('button', { name: words.make }).click();
    const key = await page.getByTestId('key').textContent();
    assert.match(key, /^yob_[a-z2-7]{52}$/);
    const call = () => fetch(`${base}/api/v1/agents`, { headers: { Authorization: `Bearer ${key}` } }).then((answer) => answer.status);
    assert.equal(await call(), 200);
    await page.getByRole('button', { name: words.noted }).click();
    await page.locator(`[role=row][aria-label="${name}"]`).click();
    await page.getByRole('complementary', { name }).getByRole('button', { name: words.revoke }).click();
    await page.getByRole('dialog').getByRole('button', { name: words.revoke }).click();
    await page.getByRole('complementary', { name }).getByText(words.revoked).first().waitFor();
    assert.equal(await call(), 401);

    await page.goto(`${base}/admin/audit?q=${encodeURIComponent(name)}`);
    await page.locator('[role=row][tabindex]').first().waitFor();
    await page.getByRole('search').getByRole('button', { name: words.action, exact: true }).click();
    await page.getByRole('dialog').locator('input[type=search]').fill(words.did);
    await page.getByRole('dialog').getByRole('button', { name: words.did }).click();
    await page.waitForURL(/action=api-key\.revoked/);
    const row = page.locator('[role=row][tabindex]').filter({ hasText: words.did });
    await row.first().click();
    await page.getByRole('complementary', { name: words.did }).getByText(name).first().waitFor();
    await noSeriousFault(page, 'audit');
    const csv = await page.evaluate((path) => fetch(path).then((answer) => answer.text()), `/api/v1/audit.csv?q=${encodeURIComponent(name)}`);
    assert.match(csv, /api-key\.made/);
  });
}

test('sessions of an agent are seen and ended; the agent is back at the login', options, async (t) => {
  const other = await visit(t, 'en');
  await logIn(other, 'takahashi', DEMO_PASSWORD);
  const page = await admin(t, 'en', '/admin/sessions?q=takahashi');
  await page.locator('[role=row][tabindex]').first().click();
  await noSeriousFault(page, 'sessions');
  await page.getByRole('button', { name: 'End every session' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'End every session' }).click();
  await other.locator('input[name=password]').waitFor();
  await page.getByText('No session matches').waitFor();
});

test('a login that is locked is let in again', options, async (t) => {
  const page = await admin(t, 'ja', '/admin/locks');
  for (let i = 0; i < 6; i++) await fetch(`${base}/api/v1/session`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ id: 'kobayashi', password: 'Wrong0000' }) });
  await page.reload();
  const row = page.getByRole('row', { name: /kobayashi/ });
  await row.getByRole('button', { name: /ロックを解除/ }).click();
  await row.waitFor({ state: 'detached' });
  const again = await visit(t, 'ja');
  await logIn(again, 'kobayashi', DEMO_PASSWORD);
});

test('a second factor: set up by its QR code, asked for at the login, reset', options, async (t) => {
  const page = await visit(t, 'en');
  await logIn(page, 'kato', DEMO_PASSWORD);
  await page.getByRole('button', { name: /User menu/ }).click();
  await page.getByRole('menuitem', { name: 'My settings' }).click();
  await page.getByRole('link', { name: 'Security' }).click();
  const part = page.getByRole('region', { name: 'Second factor' });
  await part.getByRole('button', { name: 'Set up' }).click();
  await part.getByLabel('Present password').first().fill(DEMO_PASSWORD);
  await part.getByRole('button', { name: 'Next' }).click();
  await part.getByRole('img', { name: /QR code/ }).waitFor();
  await noSeriousFault(page, 'second factor');
  const secret = await part.locator('code').textContent();
  const first = Date.now();
  await part.getByLabel('Code', { exact: true }).fill(codeOf(secret, first));
  await part.getByRole('button', { name: /Confirm/ }).click();
  await part.locator('li code').first().waitFor();
  const codes = await part.locator('li code').allTextContents();
  assert.equal(codes.length, 10);
  await part.getByRole('button', { name: 'I have kept them' }).click();
  await part.getByText('The second factor is on.').waitFor();

  const other = await visit(t, 'en');
  await other.locator('input[name=username]').fill('kato');
  await other.locator('input[name=password]').fill(DEMO_PASSWORD);
  await other.locator('button[type=submit]').click();
  await other.locator('input[name=totp]').fill('000000');
  await other.locator('button[type=submit]').click();
  await other.getByRole('alert').getByText('wrong').waitFor();
  await noSeriousFault(other, 'code at the login');
  // A code is good once: the next one, which is taken half a minute ahead, too.
  await other.locator('input[name=totp]').fill(codeOf(secret, Math.max(first + 30_000, Date.now())));
  await other.locator('button[type=submit]').click();
  await other.locator('#page').waitFor();

  const boss = await admin(t, 'en', '/admin/audit');
  await boss.goto(`${base}/admin/agents/${(await agent(boss, 'kato')).id}`);
  await boss.getByTestId('second-factor').getByRole('button', { name: 'Reset second factor' }).click();
  const sure = boss.getByRole('dialog', { name: /Reset the second factor/ });
  await noSeriousFault(boss, 'reset of a second factor');
  await sure.getByRole('button', { name: 'Reset second factor' }).click();
  await boss.getByTestId('second-factor').waitFor({ state: 'detached' });
  await other.locator('input[name=password]').waitFor();
});

test('the site asks for a second factor: it is set up at the login', options, async (t) => {
  const boss = await admin(t, 'ja', '/admin/access');
  const part = boss.getByRole('region', { name: '2段階認証' });
  await part.getByText('全員', { exact: true }).click();
  await part.getByRole('button', { name: '保存' }).click();
  // Everybody means oneself, too: the console asks for it at once.
  await boss.locator('input[name=password]').waitFor();
  await boss.locator('input[name=username]').fill('admin');
  await boss.locator('input[name=password]').fill(PASSWORD);
  await boss.locator('button[type=submit]').click();
  await boss.getByRole('img', { name: /QRコード/ }).waitFor();
  await noSeriousFault(boss, 'enrolment at the login');
  const secret = await boss.locator('section code').first().textContent();
  await boss.locator('input[name=totp]').fill(codeOf(secret));
  await boss.locator('button[type=submit]').click();
  await boss.getByRole('button', { name: '控えました' }).click();
  await boss.locator('#page').waitFor();
  // As it was before.
  assert.equal((await ask(boss, 'PATCH', '/api/v1/settings/access', { totpFor: 'none' })).status, 200);
  assert.equal((await ask(boss, 'POST', '/api/v1/me/totp/end', { password: PASSWORD, code: codeOf(secret, Date.now() + 30_000) })).status, 204);
});

test('single sign-on is tested, saved, and used', options, async (t) => {
  const provider = await issuer('sato');
  t.after(provider.close);
  const page = await admin(t, 'en', '/admin/access');
  const part = page.getByRole('region', { name: /Single sign-on/ });
  await part.locator('input[name="oidc.issuer"]').fill(`${provider.base}/`);
  await part.getByRole('button', { name: 'Test the connection' }).click();
  await part.getByText(/It calls itself/).waitFor();
  await part.locator('input[name="oidc.issuer"]').fill(provider.base);
  await part.getByRole('button', { name: 'Test the connection' }).click();
  await part.getByText('The issuer answers as it should.').waitFor();
  await part.locator('input[name="oidc.clientId"]').fill('yobirin');
  await part.locator('input[name="oidc.secret"]').fill('a secret of the provider');
  await part.locator('input[name="oidc.button"]').fill('Company login');
  const saved = page.waitForResponse((r) => r.url().endsWith('/settings/access') && r.request().method() === 'PATCH');
  await part.getByRole('button', { name: 'Save' }).click();
  assert.equal((await saved).status(), 200);
  await part.getByRole('button', { name: 'Save' }).and(page.locator(':disabled')).waitFor();
  await noSeriousFault(page, 'login settings');
  const other = await visit(t, 'en');
  await other.getByRole('link', { name: 'Company login' }).click();
  await other.locator('#page').waitFor();
  assert.equal((await ask(other, 'GET', '/api/v1/session')).body.agent.login, 'sato');
  // As it was before.
  assert.equal((await ask(page, 'PATCH', '/api/v1/settings/access', { oidc: { issuer: '', clientId: '', button: '' } })).status, 200);
});

for (const [locale, title] of [['ja', 'はじめての設定'], ['en', 'First steps']]) {
  test(`the first steps say how the site stands (${locale})`, options, async (t) => {
    const page = await admin(t, locale, '/welcome');
    await page.getByRole('heading', { name: title }).waitFor();
    for (const step of ['trunk', 'number', 'agents', 'group', 'phone', 'call']) await page.locator(`[data-step=${step}][data-ok]`).waitFor();
    // A call of the demo that is there right now shows its way.
    await page.locator('[data-step=call] li').first().waitFor({ timeout: 300_000 });
    await noSeriousFault(page, 'first steps');
  });
}
