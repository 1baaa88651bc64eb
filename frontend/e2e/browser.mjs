// What every end-to-end test and screenshot shares: which browser, which server, how to get in.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

export const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium';
// Two windows of Chromium's own, suggestions under an address bar that nobody sees, would cost every page a renderer each.
// Of this switch the last one counts: what Playwright turns off is repeated.
const PLAYWRIGHTS = ['AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'HttpsUpgrades', 'HttpsFirstBalancedModeAutoEnable', 'LensOverlay', 'MediaRouter', 'PaintHolding', 'ThirdPartyStoragePartitioning', 'AvoidCorsURLLoaderRestartOnRedirect', 'TcpPortRandomizationWin', 'OptimizationHints', 'NetworkTimeServiceQuerying', 'AimEnabled', 'PreconnectToSearch'];
const OFF = [...PLAYWRIGHTS, 'WebUIOmniboxPopup', 'WebUIOmniboxAimPopup'];
export const ARGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--autoplay-policy=no-user-gesture-required', `--disable-features=${OFF.join(',')}`];
export const PASSWORD = process.env.YOBIRIN_ADMIN_PASSWORD ?? 'Passw0rd1';
/** Password of the demo's agents; without it there is no demo. */
export const DEMO_PASSWORD = process.env.YOBIRIN_DEMO_PASSWORD ?? '';
/** Process of the server, for tests that hold it up. */
export const SERVER_PID = Number(process.env.YOBIRIN_SERVER_PID ?? 0);
export const WITHOUT_DEMO = DEMO_PASSWORD === '' && 'needs the demo (YOBIRIN_DEMO_PASSWORD): run scripts/e2e-browser.sh';

let base = process.env.YOBIRIN_URL?.replace(/\/$/, '');
let mock;
let browser;

/** Starts the browser, and the mock server when YOBIRIN_URL names no real one. Gives the server's address. */
export async function start() {
  if (!base) {
    const port = 20000 + (process.pid % 20000);
    mock = spawn(process.execPath, [fileURLToPath(new URL('mock-server.mjs', import.meta.url)), String(port)], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(mock.stdout, 'data');
    base = `http://127.0.0.1:${port}`;
  }
  browser = await chromium.launch({ executablePath: EXECUTABLE, args: ARGS });
  return base;
}

export async function stop() {
  await browser?.close();
  mock?.kill();
}

/** A page of a new visitor; uncaught errors on it fail the test. */
export async function visit(t, locale = 'ja', path = '/', before = async () => undefined, options = {}) {
  const context = await browser.newContext({ locale, viewport: { width: 1280, height: 720 }, ...options });
  const page = await context.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(error));
  page.setDefaultTimeout(60_000);
  await before(page);
  await page.goto(base + path);
  // The own language of an agent is stronger than the browser's, and the last choice here stronger than both.
  if (locale === 'en') await page.evaluate(() => localStorage.setItem('yobirin.language', 'en'));
  t.after(async () => {
    await context.close();
    assert.deepEqual(errors, []);
  });
  return page;
}

/** Fills in the login form and waits for the frame. */
export async function logIn(page, id = 'admin', password = PASSWORD) {
  await page.locator('input[name=username]').fill(id);
  await page.locator('input[name=password]').fill(password);
  await page.locator('button[type=submit]').click();
  await page.locator('#page').waitFor();
}

/** Waits until nothing moves any more: what axe sees half faded in has no contrast. What turns for ever does not count. */
export async function still(page) {
  await page.evaluate(() =>
    Promise.race([
      Promise.all(document.getAnimations().filter((a) => a.effect?.getComputedTiming().iterations !== Infinity).map((a) => a.finished.catch(() => undefined))),
      new Promise((resolve) => setTimeout(resolve, 3000)), // one that is held up is as it stays
    ]),
  );
}

/**
 * Gives an agent of the demo a status until it is seen. During a call or its after-work it waits for the end, and a break
 * that the demo gives the same agent meanwhile, or takes back, takes its place.
 */
export async function untilSeen(choose, shown) {
  for (const end = Date.now() + 300_000; ; ) {
    await choose();
    const there = await shown.waitFor({ timeout: 45_000 }).then(() => true, () => false);
    if (there) return;
    assert.ok(Date.now() < end, `never seen: ${shown}`);
  }
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe calls serious or critical in a page that has come to rest, in short. */
export async function serious(page) {
  await still(page);
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  // Only what is violated is told at length: to name all that is as it should be takes as long as to look.
  return page.evaluate(async () =>
    (await window.axe.run(document, { resultTypes: ['violations'], elementRef: false, preload: false })).violations
      .filter((v) => v.impact === 'serious' || v.impact === 'critical')
      .map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => `${n.target} ${[...n.any, ...n.all, ...n.none][0]?.message ?? ''}`).join(' | ')}`),
  );
}
