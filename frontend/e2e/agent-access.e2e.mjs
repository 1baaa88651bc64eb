// The agent app for everyone: English fits, and axe finds no serious fault on any screen in either scheme.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { hand, logIn, ring, start, stop, talk, visit } from './agent-app.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
before(start);
after(stop);

/** What of axe's rules the other scheme may break: all else is the same in both. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

async function faults(page, screen, scheme) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  const rules = scheme === 'dark' ? { runOnly: COLOURS } : {};
  const found = await page.evaluate(async (more) => {
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'], preload: false, ...more });
    return violations.filter((v) => v.impact === 'serious' || v.impact === 'critical').map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target} ${n.any[0]?.message ?? n.all[0]?.message ?? ''}`).slice(0, 3).join(' | ')}`);
  }, rules);
  return found.map((fault) => `${screen}: ${fault}`);
}

test('English fits and says the same', async (t) => {
  const page = await visit(t, { locale: 'en', viewport: { width: 900, height: 640 } });
  await logIn(page);
  await page.getByText('Waiting for calls').waitFor();
  await ring(page);
  await page.getByText('Incoming', { exact: true }).waitFor();
  await page.keyboard.press('F2');
  await page.getByText('Talking', { exact: true }).waitFor();
  const cut = await page.locator('[data-action] span').evaluateAll((all) => all.filter((el) => el.scrollWidth > el.clientWidth).map((el) => el.textContent));
  assert.deepEqual(cut, []);
});

for (const colorScheme of ['light', 'dark']) {
  test(`no serious fault on any screen (${colorScheme})`, async (t) => {
    const page = await visit(t, { colorScheme, reducedMotion: 'reduce', query: '?mock=unset', viewport: { width: 1440, height: 900 } });
    const all = [];
    const check = async (screen) => all.push(...(await faults(page, screen, colorScheme)));
    await page.getByLabel('サーバーのURL').fill('expired.example.jp');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('証明書', { exact: false }).first().waitFor();
    await check('server');
    await page.getByLabel('サーバーのURL').fill('call.example.jp');
    await page.keyboard.press('Enter');
    await page.locator('input[name=username]').waitFor();
    await check('login');
    await logIn(page, 'yamada');
    await check('idle');
    await talk(page);
    await page.keyboard.press('F8');
    await page.keyboard.press('F6');
    await ring(page, { number: '09011112222' });
    await page.getByRole('group', { name: '音声品質' }).waitFor();
    await check('talking, second call');
    await page.keyboard.press('F4');
    await page.getByRole('option').first().waitFor();
    await check('transfer');
    await page.keyboard.press('Escape');
    await hand(page, 'F7', '2004');
    await page.keyboard.press('Enter');
    await page.getByText('と相談中。').waitFor();
    await check('consultation');
    await page.keyboard.press('Alt+k');
    await page.getByRole('group', { name: '相手にボタン音を送ります' }).waitFor();
    await check('keypad');
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').waitFor();
    await check('palette');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Alt+2');
    await page.getByRole('heading', { name: 'プレゼンス' }).waitFor();
    await check('presence, docked call');
    await page.keyboard.press('F9');
    await page.keyboard.press('Alt+1');
    for (const path of ['me/devices', 'me/password', 'me/personal', 'me/computer', 'me/about', 'realtime', 'history']) {
      await page.evaluate((p) => (window.location.hash = `#/${p}`), path);
      await page.locator('h1').first().waitFor({ state: 'attached' });
      await page.waitForFunction(() => !document.querySelector('main [role=status][aria-label="読み込み中"]'));
      await check(path);
    }
    assert.deepEqual(all, []);
  });
}

for (const colorScheme of ['light', 'dark']) {
  test(`seldom states have no serious fault either, and headings follow each other (${colorScheme})`, async (t) => {
    const page = await visit(t, { colorScheme, locale: 'en', reducedMotion: 'reduce', viewport: { width: 900, height: 600 } });
    const all = [];
    const check = async (screen) => all.push(...(await faults(page, screen, colorScheme)));
    const change = (how, arg) => page.evaluate(how, arg);
    await logIn(page);
    await change(() => window.mock.seat.change((s) => (s.sound.trouble = { code: 'microphone_refused' })));
    await page.getByText('The phone cannot be used').waitFor();
    await check('no sound');
    await change(() => window.mock.seat.change((s) => (s.sound.trouble = null)));
    const line = await talk(page);
    await change((l) => window.mock.seat.with(l, (c) => Object.assign(c, { recording: true, paused: true, muted: true, farHeld: true, trouble: { code: 'no_audio' }, others: Array.from({ length: 8 }, (_, i) => ({ number: `200${i}`, name: '', withheld: false, agent: '' })) })), line);
    await page.getByText('Nothing is heard').waitFor();
    await check('conference with a trouble');
    await ring(page, { number: '09011112222' });
    await page.keyboard.press('Alt+2');
    await page.locator('[data-mini]').nth(1).waitFor();
    await check('two docked calls');
    await change(() => window.mock.seat.change((s) => (s.leaving = { quit: false })));
    await page.getByRole('alertdialog').waitFor();
    await check('leaving');
    await change(() => window.mock.seat.change((s) => (s.leaving = null)));
    await change(() => window.mock.site.connect(false));
    await page.getByText('lost', { exact: false }).first().waitFor();
    await check('lost');
    const levels = await page.locator('h1:visible, h2:visible, h3:visible').evaluateAll((els) => els.map((el) => Number(el.tagName[1])));
    levels.forEach((level, i) => assert.ok(level - (levels[i - 1] ?? level) <= 1, `headings ${levels}`));
    assert.deepEqual(all, []);
  });
}
