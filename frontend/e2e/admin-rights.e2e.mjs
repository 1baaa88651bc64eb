// Rights that change between the moment a page asks for them and the moment its live socket is open: the page finds out by itself.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DEMO_PASSWORD, logIn, start, stop, visit, WITHOUT_DEMO } from './browser.mjs';

let base;
before(async () => {
  base = await start();
});
after(stop);

/** Gives an agent another role, as an administrator. */
const setRole = (boss, login, role) =>
  boss.evaluate(
    async ([login, role]) => {
      const { items } = await (await fetch(`/api/v1/agents?login=${login}`)).json();
      const path = `/api/v1/agents/${items.find((one) => one.login === login).id}`;
      const version = (await fetch(path)).headers.get('ETag');
      const answer = await fetch(path, { method: 'PATCH', headers: { 'Content-Type': 'application/json', 'If-Match': version }, body: JSON.stringify({ role }) });
      return answer.status;
    },
    [login, role],
  );

/** Opens a page whose question for its session is answered as before, though `change` has happened since. */
async function openStale(page, path, change) {
  let asked = 0;
  await page.route('**/api/v1/session/here', async (route) => {
    if (asked++ > 0) return route.fallback();
    const response = await route.fetch();
    await change();
    return route.fulfill({ response });
  });
  await page.goto(base + path);
  await page.evaluate(() => (window.sameDocument = true));
}

test('a page whose rights changed before its live socket was open corrects itself', { skip: WITHOUT_DEMO }, async (t) => {
  const boss = await visit(t, 'ja');
  await logIn(boss);
  const page = await visit(t, 'ja');
  await logIn(page, 'takahashi', DEMO_PASSWORD);
  const floor = page.getByRole('link', { name: 'SV', exact: true });
  await page.waitForURL(/\/history$/);
  assert.equal(await floor.count(), 0);

  await openStale(page, '/history', async () => assert.equal(await setRole(boss, 'takahashi', 'supervisor'), 200));
  await floor.first().waitFor();
  await page.unroute('**/api/v1/session/here');

  await openStale(page, '/realtime', async () => assert.equal(await setRole(boss, 'takahashi', 'agent'), 200));
  await page.waitForURL(/\/history$/);
  await floor.first().waitFor({ state: 'detached' });
  assert.equal(await page.evaluate(() => window.sameDocument), true);
});
