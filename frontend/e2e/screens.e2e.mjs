// Every screen that somebody may open, as administrator, SV and agent, in both languages: nothing on the console, no
// request that fails, no text without words, nothing wider than 1280 pixels, and for axe nothing serious in either scheme.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import { DEMO_PASSWORD, logIn, PASSWORD, start, stop, visit, WITHOUT_DEMO, still } from './browser.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const words = new URL('../packages/kit/src/i18n/', import.meta.url);
/** What keys begin with: a text that is a key has no words. */
const families = [...new Set(readdirSync(words).filter((file) => /^ja.*\.ts$/.test(file)).flatMap((file) => [...readFileSync(new URL(file, words), 'utf8').matchAll(/^\s*'([\w-]+)\./gm)].map((m) => m[1])))];

before(start);
after(stop);

/** Notes what goes wrong on a page, and knows when its requests have been answered. */
class Watch {
  faults = [];
  at = 'login';
  #open = new Set();
  #touched = Date.now();

  constructor(page) {
    this.page = page;
    const own = (request) => /\/api\/v1\/|\/assets\//.test(request.url()) && request.resourceType() !== 'media';
    page.on('request', (request) => own(request) && this.#change(() => this.#open.add(request)));
    for (const end of ['requestfinished', 'requestfailed']) page.on(end, (request) => this.#change(() => this.#open.delete(request)));
    page.on('response', (response) => response.status() >= 400 && this.fault(`${response.status()} ${response.request().method()} ${new URL(response.url()).pathname}`));
    page.on('console', (message) => ['error', 'warning'].includes(message.type()) && this.fault(`${message.type()}: ${message.text().slice(0, 300)}`));
  }

  #change(how) {
    how();
    this.#touched = Date.now();
  }

  fault(what) {
    this.faults.push(`${this.at}: ${what}`);
  }

  /** Until everything asked for is there and shown. */
  async settle(quiet = 80) {
    this.#touched = Date.now();
    for (const end = Date.now() + 60_000; this.#open.size > 0 || Date.now() - this.#touched < quiet; ) {
      assert.ok(Date.now() < end, `${this.at}: never answered: ${[...this.#open].map((r) => r.url())}`);
      await this.page.waitForTimeout(20);
    }
    await this.page.waitForFunction(() => !document.querySelector('[class*=skeleton]'));
  }

  /** Looks at what is on the screen now. */
  async look(at, byAxe, part) {
    this.at = at;
    await this.settle();
    for (const fault of await this.page.evaluate(wrongs, families)) this.fault(fault);
    if (!byAxe) return;
    await still(this.page);
    const violations = await this.page.evaluate(async (what) => (await window.axe.run(what ?? document, { resultTypes: ['violations'], elementRef: false, preload: false })).violations.filter((v) => v.impact === 'serious' || v.impact === 'critical').map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => `${n.target} ${[...n.any, ...n.all, ...n.none][0]?.message ?? ''}`).join(' | ')}`), part);
    for (const violation of violations) this.fault(violation);
  }
}

const OPENED = '#page aside, [aria-modal=true]';

/** In the page: keys instead of words, and what is wider than it may be. */
function wrongs(known) {
  const found = [];
  const isKey = new RegExp(`^(${known.join('|')})(\\.[A-Za-z][\\w-]*)+$`);
  const judge = (text, where) => isKey.test((text ?? '').trim()) && found.push(`no words for ${text.trim()} (${where})`);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); ) if (!node.parentElement.closest('script, style, code')) judge(node.data, 'text');
  for (const element of document.querySelectorAll('[aria-label], [title], [placeholder]')) for (const name of ['aria-label', 'title', 'placeholder']) judge(element.getAttribute(name), name);
  for (const element of [document.documentElement, document.querySelector('#page'), document.querySelector('#page aside')]) {
    if (element && element.scrollWidth > element.clientWidth + 1) found.push(`${element.tagName.toLowerCase()} is ${element.scrollWidth} wide in ${element.clientWidth}`);
  }
  return found;
}

const WHO = { administrator: ['admin', PASSWORD], SV: ['yamada', DEMO_PASSWORD], agent: ['sato', DEMO_PASSWORD] };
/** What everybody sees at least; fewer would mean that the walk has lost its way. */
const LEAST = { administrator: 25, SV: 15, agent: 4 };

// Three at a time: mostly they wait for a browser of one core each.
describe('screens', { concurrency: 3 }, () => {
  for (const [who, language, colorScheme, byAxe] of [
    ['administrator', 'ja', 'light', true], ['administrator', 'en', 'dark', true],
    ['SV', 'ja', 'dark', true], ['SV', 'en', 'light', false],
    ['agent', 'ja', 'light', false], ['agent', 'en', 'dark', true],
  ]) {
    test(`every screen of ${who} in ${language}, ${colorScheme}`, { skip: WITHOUT_DEMO }, async (t) => {
      const page = await visit(t, language, '/', (p) => p.addInitScript((l) => localStorage.setItem('yobirin.language', l), language), { colorScheme, reducedMotion: 'reduce' });
      // The demo's people call 110 now and then: what lies over the links is taken away, as people do. Some go by
      // themselves, and behind one there may be the next: the same button stays, and is clicked again.
      await page.addLocatorHandler(page.locator('[class*=_toast_] button').first(), (close) => close.click({ timeout: 5000 }).catch(() => undefined), { noWaitAfter: true });
      await logIn(page, ...WHO[who]);
      await page.evaluate(axe);
      const watch = new Watch(page);
      const tabs = page.locator('header + nav a');
      const links = page.locator('nav:has(+ #page) a');
      let seen = 0;
      for (let tab = 0; tab < (await tabs.count()); tab++) {
        await tabs.nth(tab).click();
        await links.first().waitFor();
        const paths = await links.evaluateAll((all) => all.map((a) => a.getAttribute('href')));
        for (const path of paths) {
          watch.at = path;
          await page.locator(`nav:has(+ #page) a[href="${path}"]`).click();
          await page.waitForFunction((wanted) => location.pathname === wanted, path);
          await watch.look(path, byAxe);
          seen++;
          if (path === '/realtime') seen += await floorPages(watch, byAxe);
          if (path.startsWith('/admin/')) await openOne(watch, path, language === 'en', who === 'administrator' && byAxe);
        }
      }
      assert.ok(seen >= LEAST[who], `only ${seen} screens`);
      assert.deepEqual(watch.faults, []);
    });
  }
});

/** What the floor leads to: a group's own page, and the wallboard. */
async function floorPages(watch, byAxe) {
  const { page } = watch;
  for (const link of ['a[href^="/realtime/"]', 'a[href="/wallboard"]']) {
    watch.at = link;
    await page.locator(`#page ${link}`).first().click();
    await page.waitForFunction(() => location.pathname !== '/realtime');
    await watch.look(new URL(page.url()).pathname, byAxe);
    await page.goBack();
    await page.locator('#page').waitFor();
    await watch.settle();
  }
  return 2;
}

/** A record of the page, or a new one, where there is such a thing: rows such as those of locks stay as they are. */
async function openOne(watch, path, fresh, byAxe) {
  const { page } = watch;
  const way = fresh ? page.locator('#page header button[title]').filter({ hasText: /^New$/ }) : page.locator('#page [role=row][data-id]:not([data-still])');
  if ((await way.count()) === 0) return;
  watch.at = `${path} opened`;
  if (fresh) await way.first().click();
  else await way.first().press('Enter');
  await page.locator(OPENED).first().waitFor().catch((error) => assert.fail(`${watch.at}: no sheet: ${error.message}`));
  await watch.look(`${path} opened`, byAxe, OPENED); // all around it has just been looked at
  await page.keyboard.press('Escape');
  await page.locator(OPENED).first().waitFor({ state: 'detached' });
}
