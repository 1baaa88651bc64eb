// For everyone: no serious fault by axe on any screen in either scheme, and all of it without a mouse.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { logIn, PASSWORD, start, stop, visit, serious } from './browser.mjs';

let base;
before(async () => {
  base = await start();
});
after(stop);

/** Faults that axe calls serious or critical, in short. */
const faults = async (page, screen) => (await serious(page)).map((fault) => `${screen}: ${fault}`);

for (const colorScheme of ['light', 'dark']) {
  test(`no serious fault on any screen (${colorScheme})`, async (t) => {
    const page = await visit(t, 'ja', '/', undefined, { colorScheme, reducedMotion: 'reduce', viewport: { width: 1600, height: 900 } });
    const all = [];
    const check = async (screen) => all.push(...(await faults(page, screen)));
    await page.locator('button[type=submit]').click();
    await page.getByText('ログインIDを入力してください').waitFor();
    await check('login');
    await logIn(page);
    await page.getByRole('table').locator('tbody tr').first().waitFor();
    await page.getByRole('region', { name: 'エージェント' }).getByRole('button').first().waitFor();
    await check('floor with presence');
    await page.getByRole('region', { name: 'エージェント' }).getByRole('button').last().click();
    await page.getByRole('menuitem').first().waitFor();
    await check('agent menu');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /ユーザーメニュー/ }).click();
    await page.getByRole('menuitem', { name: 'ログアウト' }).waitFor();
    await check('user menu');
    await page.keyboard.press('Escape');
    await page.goto(`${base}/history`);
    const recorded = page.locator('[data-id]').filter({ has: page.getByRole('button', { name: '再生' }) }).first();
    await recorded.waitFor({ timeout: 300_000 });
    // New calls come in above it, and another may be the first one then.
    const call = page.locator(`[data-id="${await recorded.getAttribute('data-id')}"]`);
    await check('history');
    for (const filter of ['期間', 'エージェント', '通話時間']) {
      await page.getByRole('search').getByRole('button', { name: filter, exact: true }).click();
      await page.getByRole('dialog').waitFor();
      await check(`filter ${filter}`);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await call.click();
    await page.locator('[data-loaded]').waitFor();
    const why = page.getByRole('button', { name: '呼び出した理由' }).first();
    if (await why.count()) await why.click();
    await check('call');
    assert.deepEqual(all, []);
  });
}

/** Presses Tab (or `key`) until the focus is on what `wanted` matches. */
async function tabTo(page, wanted, key = 'Tab', most = 120) {
  for (let i = 0; i < most; i++) {
    const on = await page.evaluate(() => {
      const el = document.activeElement;
      return el ? `${el.getAttribute('role') ?? el.tagName.toLowerCase()} ${el.getAttribute('aria-label') ?? ''} ${el.textContent ?? ''}` : '';
    });
    if (wanted.test(on)) return;
    await page.keyboard.press(key);
  }
  assert.fail(`the keyboard does not reach ${wanted}`);
}

test('login, floor, agent menu, history and player by keyboard alone', async (t) => {
  const page = await visit(t, 'en');
  await page.locator('input[name=username]:focus').waitFor();
  await page.keyboard.type('admin');
  await page.keyboard.press('Tab');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'Agents' }).getByRole('button').first().waitFor();
  await tabTo(page, /^button Change the status of|^button .*status of/);
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem').first().waitFor();
  await page.waitForFunction(() => document.activeElement?.closest('[role=menu]')); // a key before belongs to the page
  await page.keyboard.press('ArrowDown');
  await page.locator('[role=menuitem]:focus').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('menuitem').first().waitFor({ state: 'detached' });
  // Tab leads to one agent, however many there are, and the arrows to the others.
  const tile = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
  const first = await tile();
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction((from) => /status of/.test(document.activeElement?.getAttribute('aria-label') ?? '') && document.activeElement.getAttribute('aria-label') !== from, first);
  assert.equal(await page.getByRole('region', { name: 'Agents' }).locator('li button[tabindex="0"]').count(), 1);
  await page.keyboard.press('Tab');
  await page.waitForFunction(() => !/status of/.test(document.activeElement?.getAttribute('aria-label') ?? ''));
  await tabTo(page, /^a .*Call history/, 'Shift+Tab');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/history/);
  const recorded = page.locator('[data-id]').filter({ has: page.getByRole('button', { name: 'Play' }) }).first();
  await recorded.waitFor({ timeout: 300_000 });
  const id = await recorded.getAttribute('data-id');
  await tabTo(page, /^row Open the call|^row /);
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-id'));
  for (let now = await focused(); now !== id; now = await focused()) {
    await page.keyboard.press('ArrowDown');
    await page.waitForFunction((from) => document.activeElement?.getAttribute('data-id') !== from, now);
  }
  await page.keyboard.press('Enter');
  await page.waitForURL(new RegExp(`/history/${id}`));
  await page.locator('[data-loaded]').waitFor();
  await tabTo(page, /^button Play/);
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('[data-testid=position]')?.textContent !== '0:00');
  await page.keyboard.press('Escape');
  await page.waitForURL(/\/history$/);
});
