// The agent app's page in a browser: built with the seat in memory, served as the app serves it, one file at its root.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { ARGS, EXECUTABLE } from './browser.mjs';

const APP = fileURLToPath(new URL('../apps/agent', import.meta.url));
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
export const PASSWORD = 'Passw0rd1';

let made;
let server;
let browser;
let base;

/** Builds the page with the mock into an empty folder. */
export async function buildPage(folder) {
  const { build } = await import('vite');
  await build({ root: APP, configFile: path.join(APP, 'vite.config.ts'), mode: 'mock', logLevel: 'error', build: { outDir: folder, emptyOutDir: true } });
}

/** Serves the page with the mock, which is built unless somebody did (YOBIRIN_MOCK_PAGE), and starts the browser. Gives the address. */
export async function start() {
  const built = process.env.YOBIRIN_MOCK_PAGE;
  if (!built) await buildPage((made = mkdtempSync(path.join(os.tmpdir(), 'yobirin-agent-'))));
  const dist = built ?? made;
  server = http.createServer(async (req, res) => {
    const { pathname } = new URL(req.url, 'http://app');
    const file = path.join(dist, pathname === '/' ? 'index.html' : path.normalize(pathname));
    if (!file.startsWith(dist) || !statSync(file, { throwIfNoEntry: false })?.isFile()) return void res.writeHead(404).end();
    res.writeHead(200, { 'Content-Type': TYPES[path.extname(file)] ?? 'application/octet-stream' });
    return void res.end(await readFile(file));
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  base = `http://127.0.0.1:${server.address().port}`;
  browser = await chromium.launch({ executablePath: EXECUTABLE, args: ARGS });
  return base;
}

export async function stop() {
  await browser?.close();
  server?.close();
  if (made) rmSync(made, { recursive: true, force: true });
}

/** A page of a new app. `faults` gathers uncaught errors and what the page's policy refused. */
export async function open({ locale = 'ja', query = '', ...options } = {}) {
  const context = await browser.newContext({ locale, viewport: { width: 1280, height: 720 }, ...options });
  const page = await context.newPage();
  const faults = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (m) => m.type() === 'error' && !/status of (4|5)\d\d/.test(m.text()) && faults.push(m.text()));
  page.setDefaultTimeout(60_000);
  // The seat's language is the one last used here.
  await page.addInitScript((lang) => localStorage.getItem('yobirin.language') ?? localStorage.setItem('yobirin.language', lang), locale);
  await page.goto(`${base}/${query}`);
  return { page, context, faults };
}

/** The same in a test: closed with it, and faults fail it. */
export async function visit(t, options) {
  const { page, context, faults } = await open(options);
  t.after(async () => {
    await context.close();
    assert.deepEqual(faults, []);
  });
  return page;
}

/** Logs in and waits until the phone is registered. */
export async function logIn(page, id = 'sato') {
  await page.locator('input[name=username]').fill(id);
  await page.locator('input[name=password]').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.locator('#page').waitFor();
  await page.locator('[role=switch][data-state=registered]').first().waitFor();
}

export const TAMURA = { number: '0312341234', name: '株式会社サンプル 田村' };
export const ring = (page, from = TAMURA, more = {}) => page.evaluate(([f, m]) => window.mock.seat.ring(f, m), [from, more]);
export const seat = (page, read) => page.evaluate(`(${read})(window.mock.seat.state)`);
export const phase = (page, line) => page.evaluate((l) => window.mock.seat.state.calls.find((c) => c.line === l)?.phase, line);
/** Waits until the seat's state fulfils `ok`; asked from outside, as the page's policy forbids to make code of text. */
export async function until(page, ok, arg) {
  const text = `(${ok})(window.mock.seat.state, ${JSON.stringify(arg) ?? 'undefined'})`;
  for (const end = Date.now() + 60_000; Date.now() < end; await new Promise((done) => setTimeout(done, 50))) if (await page.evaluate(text)) return;
  assert.fail(`never: ${ok}\n${JSON.stringify(await seat(page, (s) => s.calls), undefined, 1)}`);
}
/** From now on nothing happens by itself, so that what passes quickly is seen however slow the machine is. */
export const freeze = (page) => page.evaluate(() => window.mock.seat.freeze());
/** The next of what would have happened since. */
export const step = (page) => page.evaluate(() => window.mock.seat.step());
/** All of it happens, and time goes on. */
export const thaw = (page) => page.evaluate(() => window.mock.seat.thaw());
/** Opens the panel of a key that asks for somebody, and types whom when it takes it. */
export async function hand(page, combo, to) {
  await page.keyboard.press(combo);
  await page.getByRole('region', { name: /転送先|追加する相手/ }).getByRole('combobox').and(page.locator(':focus')).waitFor();
  await page.keyboard.type(to);
}
export const stage = (page) => page.locator('[data-line][data-phase]').first();

/** A call that is being talked with. */
export async function talk(page) {
  const line = await ring(page, TAMURA, { groupName: '受注', groupColor: '#e8590c' });
  await stage(page).getByText('田村').first().waitFor();
  await page.keyboard.press('F2');
  await page.locator('[data-phase=talking]').waitFor();
  return line;
}

/**
 * Gives the mock's server two conversations before one logs in: the group 受注 (t_g) with `count` messages of every
 * kind, and an empty one with 高橋 (t_a).
 */
export async function fillChat(page, count) {
  await page.waitForFunction(() => window.mock !== undefined);
  await page.evaluate((n) => {
    const { rest } = window.mock;
    const HOUR = 3_600_000;
    const texts = ['お疲れさまです。', '03-1234-5678 の件、折り返しお願いします。', '<b>not bold</b> <img src=x onerror="window.hurt=1">', `https://example.jp/${'a'.repeat(160)}`, 'W'.repeat(300), 'abc \u202Egnp.exe', '一行目\n二行目\n三行目', '了解です👍'];
    const message = (thread, seq, more) => ({ thread, seq, at: Date.now() - (n + 1 - seq) * (HOUR / 20), ref: `r${thread}${seq}`, author: `a_${1 + (Math.floor(seq / 3) % 4)}`, authorName: ['佐藤', '鈴木', '高橋', '田中'][Math.floor(seq / 3) % 4], text: texts[seq % texts.length], bold: seq % 11 === 0, red: seq % 13 === 0, ...more });
    const all = { t_g: Array.from({ length: n }, (_, i) => message('t_g', i + 1)), t_a: [] };
    const read = { t_g: n, t_a: 0 };
    const add = (thread, more) => {
      const made = message(thread, all[thread].length + 1, { at: Date.now(), bold: false, red: false, ...more });
      all[thread].push(made);
      return made;
    };
    window.chat = { tell: (more) => window.mock.tell('live.message', JSON.stringify({ type: 'chat.message', message: add(more.thread ?? 't_g', { author: 'a_2', authorName: '鈴木', ...more }) })) };
    const thread = (id, more) => ({ id, member: true, lastSeq: all[id].length, readSeq: read[id], unread: all[id].length - read[id], ...(all[id].length ? { last: all[id].at(-1) } : {}), ...more });
    const page = (id, query) => {
      const [before, after, limit] = ['before', 'after', 'limit'].map((name) => Number(query.get(name) ?? 0));
      const fits = all[id].filter((m) => (before ? m.seq < before : true) && (after ? m.seq > after : true));
      const items = after ? fits.slice(0, limit || 50) : fits.slice(-(limit || 50));
      return { items, more: fits.length > items.length, lastSeq: all[id].length, reads: [] };
    };
    const answer = rest.answer.bind(rest);
    rest.answer = (method, path, body, url) => {
      const [, id, what] = /^\/chat\/threads\/(t_\w)\/(\w+)$/.exec(path) ?? [];
      if (path === '/chat/threads') return { status: 200, body: { items: [thread('t_g', { kind: 'group', group: 'g_1', title: '受注' }), thread('t_a', { kind: 'agent', agent: 'a_3', title: '高橋' })] } };
      if (id && what === 'messages') return { status: 200, body: method === 'POST' ? add(id, { ...body, author: 'a_1', authorName: '佐藤' }) : page(id, url.searchParams) };
      if (id && what === 'read') return (read[id] = body.seq), { status: 204 };
      if (id && what === 'typing') return { status: 204 };
      return answer(method, path, body, url);
    };
  }, count);
}

/** A message comes in, by default to the group. */
export const tellChat = (page, more) => page.evaluate((m) => window.chat.tell(m), more);
