// Documents of settings that two administrators change at once, their history, and the keys that a new password leaves.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { logIn, PASSWORD, start, stop, visit, WITHOUT_DEMO, serious } from './browser.mjs';

const options = { skip: WITHOUT_DEMO };
let base;
before(async () => {
  base = await start();
});
after(stop);

async function admin(t, locale, path) {
  const page = await visit(t, locale, path);
  await logIn(page);
  await page.locator('#page h1').first().waitFor();
  return page;
}

const section = (page, name) => page.getByRole('region', { name, exact: true }).filter({ has: page.locator('form') });

/** A request of the page's own session; what is changed is changed over whatever is there. */
const ask = (page, method, path, body) =>
  page.evaluate(
    async ([method, path, body]) => {
      const answer = await fetch(path, { method, headers: { ...(body ? { 'Content-Type': 'application/json' } : {}), ...(method === 'PATCH' ? { 'If-Match': '*' } : {}) }, body: body ? JSON.stringify(body) : undefined });
      return { status: answer.status, body: await answer.json().catch(() => undefined) };
    },
    [method, path, body],
  );

/** Another administrator, who needs no page: the status of changes by a session of its own. */
async function colleague() {
  const json = { 'Content-Type': 'application/json' };
  const entered = await fetch(`${base}/api/v1/session`, { method: 'POST', headers: json, body: JSON.stringify({ id: 'admin', password: PASSWORD }) });
  const Cookie = entered.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ');
  return async (path, body) => (await fetch(base + path, { method: 'PATCH', headers: { ...json, Cookie, 'If-Match': '*' }, body: JSON.stringify(body) })).status;
}

const noFault = async (page, screen) => assert.deepEqual(await serious(page), [], screen);

const WORDS = {
  ja: { mail: 'メール（SMTP）', archive: '通話録音アーカイブ', conflict: '他の人が先に保存しました', take: '選んだ内容で保存', history: '変更履歴', save: '保存', password: 'パスワード', left: /APIキーはそのまま使えます/, revokeAll: '1件をすべて無効にする', revoke: '無効にする' },
  en: { mail: 'Mail (SMTP)', archive: 'Recording archives', conflict: 'Somebody saved first', take: 'Save as chosen', history: 'History', save: 'Save', password: 'Password', left: /go on working with a new password/, revokeAll: 'Revoke it', revoke: 'Revoke' },
};

for (const [locale, words] of Object.entries(WORDS)) {
  for (const [what, path, field, other, mine, theirs] of [
    ['mail', '/api/v1/settings/mail', 'host', 'fromName', 'mine.example.com', 'theirs.example.com'],
    ['archive', '/api/v1/settings/archive', 'keepDays', 'hour', 41, 42],
  ]) {
    test(`two administrators change the settings of ${what}: each field is chosen, and the history tells (${locale})`, options, async (t) => {
      // Something else than what either will write.
      const start = what === 'mail' ? { host: 'before.example.com', from: 'site@example.com', fromName: 'before' } : { keepDays: 40, hour: 2 };
      const page = await admin(t, locale, '/admin/settings');
      const all = (await ask(page, 'GET', path)).body;
      const before_ = Object.fromEntries(Object.keys(start).map((name) => [name, all[name]]));
      assert.equal((await ask(page, 'PATCH', path, start)).status, 200);
      await page.reload();
      const mySection = section(page, words[what]);
      const box = mySection.locator(`input[name=${field}]`);
      await box.fill(String(mine));
      // The other administrator: the same field, and one that is not touched here.
      const change = await colleague();
      const elsewhere = what === 'mail' ? { [other]: 'theirs' } : { [other]: 5 };
      assert.equal(await change(path, { [field]: theirs, ...elsewhere }), 200);
      await mySection.getByRole('button', { name: words.save, exact: true }).click();
      const dialog = page.getByRole('dialog', { name: words.conflict });
      await dialog.waitFor();
      await noFault(page, `conflict of ${what}`);
      if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/conflict-${what}-${locale}.png` });
      assert.ok(await dialog.getByRole('button', { name: words.take }).isDisabled(), 'nothing is chosen yet');
      await dialog.locator(`input[name="conflict-${field}"]`).first().check();
      await dialog.getByRole('button', { name: words.take }).click();
      await dialog.waitFor({ state: 'detached' });
      await page.waitForFunction(async ([path, field, mine]) => (await (await fetch(path)).json())[field] === mine, [path, field, mine]);
      assert.equal((await ask(page, 'GET', path)).body[other], elsewhere[other], 'what only the other changed stays');
      await mySection.getByRole('button', { name: words.history }).click();
      const past = page.getByRole('dialog').or(page.getByRole('complementary')).filter({ hasText: String(theirs) }).last();
      await past.getByText(String(mine)).first().waitFor();
      await noFault(page, `history of ${what}`);
      if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/history-${what}-${locale}.png` });
      assert.equal((await ask(page, 'PATCH', path, before_)).status, 200, 'as it was');
    });
  }

  test(`an agent's keys are offered to be revoked where a password is given anew (${locale})`, options, async (t) => {
    const page = await admin(t, locale, '/admin/agents');
    const me = (await ask(page, 'GET', '/api/v1/session')).body;
    const name = `kept ${locale}`;
    const id = (await ask(page, 'GET', '/api/v1/agents?login=admin')).body.items.find((one) => one.login === 'admin').id;
    const made = await ask(page, 'POST', '/api/v1/api-keys', { name, scopes: ['agents.view'] });
    assert.ok(made.status < 300, `${JSON.stringify(made)} ${JSON.stringify(me)}`);
    await page.goto(`${base}/admin/agents/${id}`);
    const secret = page.locator('input[name=password]');
    await secret.waitFor();
    assert.equal(await page.getByTestId('keys-left').count(), 0, 'nothing is offered before a password is typed');
    await secret.fill('An0ther-password');
    const offer = page.getByTestId('keys-left');
    await offer.getByText(words.left).waitFor();
    assert.match(await offer.textContent(), new RegExp(name));
    await noFault(page, 'offer');
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/keys-${locale}.png` });
    await offer.getByRole('button').click();
    await page.getByRole('dialog').getByRole('button', { name: words.revoke, exact: true }).click();
    await offer.waitFor({ state: 'detached' });
    const left = (await ask(page, 'GET', '/api/v1/api-keys')).body.items.filter((key) => key.owner === id && !key.dead);
    assert.deepEqual(left, []);
  });
}
