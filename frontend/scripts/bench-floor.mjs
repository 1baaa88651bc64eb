// What a supervisor's screens cost the browser with 10,000 agents, 200 groups and 500 calls that move:
//   node scripts/bench-floor.mjs [--seconds 30] [--rate 60] [--path /realtime] [DIST ...]
// Each DIST is a built console (`vite build --outDir`), measured in turn in one run; without one, the server's own. With
// DIST@TEST, TEST is another server's floor (`go test -c ./internal/live`), for before and after.
// The floor is the server's real hub and sockets (server/internal/live, TestServeABigFloor); REST is answered here.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: 'string', default: '30' }, rate: { type: 'string', default: '60' }, path: { type: 'string', default: '/realtime' }, rounds: { type: 'string', default: '1' }, scroll: { type: 'string', default: '40' }, shot: { type: 'string' }, profile: { type: 'boolean', default: false } },
});
const server = fileURLToPath(new URL('../../server', import.meta.url));
const dists = positionals.length > 0 ? positionals : [path.join(server, 'internal/web/dist')];
const PERMISSIONS = ['floor.see', 'floor.see-all', 'calls.watch', 'calls.make', 'status.set-other', 'levels.set', 'calls.see-own'];
const AGENT = { id: '00000000-0000-0000-0000-00000000ffff', login: 'boss', name: 'Boss', nickname: 'Boss', extension: '1', role: 'supervisor', language: 'ja' };
const ANSWERS = {
  '/session/here': { agent: AGENT, permissions: PERMISSIONS, mustEnrol: false },
  '/site': { name: 'bench', timeZone: 'Asia/Tokyo', languages: ['ja', 'en'], version: 'bench' },
  '/codes': { items: [['monitor', '995'], ['whisper', '994'], ['barge', '996']].map(([feature, digits]) => ({ feature, digits: [digits] })) },
};

const freePort = () => new Promise((done) => {
  const s = net.createServer().listen(0, '127.0.0.1', () => {
    const { port } = s.address();
    s.close(() => done(port));
  });
});

const CATEGORIES = ['toplevel'];

const quantile = (sorted, p) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] ?? 0;
const spread = (all, digits = 1) => {
  const sorted = [...all].sort((a, b) => a - b);
  const [median, p95, max] = [quantile(sorted, 0.5), quantile(sorted, 0.95), sorted.at(-1) ?? 0].map((n) => Number(n.toFixed(digits)));
  return { n: sorted.length, median, p95, max };
};

async function serve(test, which) {
  const [dist, other] = which.split('@');
  const port = await freePort();
  const env = { ...process.env, YOBIRIN_FLOOR_DIST: path.resolve(dist), YOBIRIN_FLOOR_LISTEN: `127.0.0.1:${port}`, YOBIRIN_FLOOR_RATE: options.rate };
  const child = spawn(other ?? test, ['-test.run', '^TestServeABigFloor$', '-test.timeout', '30m'], { env, stdio: ['ignore', 'inherit', 'inherit'] });
  const base = `http://127.0.0.1:${port}`;
  for (let i = 0; i < 300; i++) {
    if (await fetch(base).then((r) => r.ok, () => false)) return { base, stop: () => child.kill('SIGINT') };
    await new Promise((next) => setTimeout(next, 100));
  }
  throw new Error('the floor is not served');
}

/** In the page before its own scripts: long tasks, the largest message, and how old a caller is when it is on the screen. */
function watch() {
  window.bench = { long: [], samples: [], bytes: 0 };
  new PerformanceObserver((list) => window.bench.long.push(...list.getEntries().map((e) => [e.startTime, e.duration]))).observe({ type: 'longtask', buffered: true });
  const add = WebSocket.prototype.addEventListener;
  const Real = window.WebSocket;
  window.WebSocket = class extends Real {
    constructor(...args) {
      super(...args);
      add.call(this, 'message', (event) => (window.bench.bytes = Math.max(window.bench.bytes, event.data.length)));
    }
  };
  const seen = new Set();
  const painted = new MessageChannel();
  let found = [];
  painted.port1.onmessage = () => {
    for (const since of found) window.bench.samples.push(Date.now() - since);
    found = [];
  };
  const look = () => {
    for (const e of document.querySelectorAll('[data-waiting]')) {
      if (seen.has(e.dataset.waiting)) continue;
      seen.add(e.dataset.waiting);
      found.push(Number(e.dataset.since));
      if (found.length === 1) requestAnimationFrame(() => painted.port2.postMessage(0)); // after this frame's paint
    }
  };
  document.addEventListener('DOMContentLoaded', () => new MutationObserver(look).observe(document.documentElement, { subtree: true, childList: true }));
}

/** Scrolls a list by the wheel, nearly a page at a time; every frame's rows must follow each other and fill the list. */
async function scroll(page, label) {
  const list = page.locator(`ul[aria-label="${label}"]`);
  if ((await list.count()) === 0) return undefined;
  await list.evaluate((ul) => {
    const box = ul.parentElement;
    window.gaps = { frames: 0, bad: [], seen: new Set(), going: true };
    const frame = () => {
      const all = [...ul.children].map((li) => Number(li.ariaPosInSet ?? li.getAttribute('aria-posinset'))).sort((a, b) => a - b);
      const { top, bottom } = box.getBoundingClientRect();
      const rects = [...ul.children].map((li) => li.getBoundingClientRect());
      const covers = Math.min(...rects.map((r) => r.top)) <= top + 12 && Math.max(...rects.map((r) => r.bottom)) >= Math.min(bottom, ul.getBoundingClientRect().bottom) - 12;
      window.gaps.frames++;
      all.forEach((n) => window.gaps.seen.add(n));
      if (!covers || all.some((n, i) => i > 0 && n !== all[i - 1] + 1)) window.gaps.bad.push(`${box.scrollTop}: ${all[0]}-${all.at(-1)} of ${all.length}`);
      if (window.gaps.going) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  const box = await list.locator('xpath=..').boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  for (let i = 0; i < Number(options.scroll); i++) await page.mouse.wheel(0, Math.max(100, box.height * 0.8));
  return list.evaluate((ul) => {
    window.gaps.going = false;
    return { frames: window.gaps.frames, framesWithGaps: window.gaps.bad.length, rows: window.gaps.seen.size, of: Number(ul.children[0]?.getAttribute('aria-setsize')), first: window.gaps.bad.slice(0, 3) };
  });
}

/** The functions in which the page was most of the time, with their part of it; of a console built without minifying. */
async function profiled(cdp, during) {
  await cdp.send('Profiler.start');
  await during();
  const { profile } = await cdp.send('Profiler.stop');
  const self = new Map();
  const names = new Map(profile.nodes.map((n) => [n.id, `${n.callFrame.functionName || '(anonymous)'} ${path.basename(n.callFrame.url)}:${n.callFrame.lineNumber + 1}`]));
  profile.samples.forEach((id, i) => self.set(names.get(id), (self.get(names.get(id)) ?? 0) + (profile.timeDeltas[i] ?? 0) / 1000));
  return [...self].filter(([name]) => !name.startsWith('(idle)')).sort((a, b) => b[1] - a[1]).slice(0, 30).map(([name, ms]) => `${ms.toFixed(0)} ms ${name}`);
}

/** What the browser itself did for the page: styles, layout, painting. */
function partsOf(trace) {
  const { traceEvents } = JSON.parse(trace.toString());
  const sum = new Map();
  for (const e of traceEvents) if (e.ph === 'X' && e.cat.includes('devtools.timeline') && e.dur > 0) sum.set(e.name, (sum.get(e.name) ?? 0) + (e.tdur ?? e.dur) / 1000);
  return [...sum].sort((a, b) => b[1] - a[1]).slice(0, 16).map(([name, ms]) => `${ms.toFixed(0)} ms ${name}`);
}

/** The main thread's tasks of a trace, in ms of its own time: what it waited for the processor is not in it. */
function tasksOf(trace) {
  const { traceEvents } = JSON.parse(trace.toString());
  const main = new Set(traceEvents.filter((e) => e.name === 'thread_name' && e.args.name === 'CrRendererMain').map((e) => `${e.pid}.${e.tid}`));
  return traceEvents.filter((e) => e.name === 'ThreadControllerImpl::RunTask' && e.ph === 'X' && main.has(`${e.pid}.${e.tid}`)).map((e) => (e.tdur ?? e.dur) / 1000);
}

async function measure(browser, base, name) {
  const context = await browser.newContext({ locale: 'ja', viewport: { width: 1920, height: 1080 } });
  const page = await context.newPage();
  page.on('pageerror', (error) => console.log('page error', error.message));
  await page.addInitScript(watch);
  await page.route('**/api/v1/**', (route) => {
    const asked = new URL(route.request().url()).pathname.replace('/api/v1', '');
    const answer = ANSWERS[asked] ?? (asked.startsWith('/me/layout') ? {} : asked.endsWith('/bars') ? { length: 300000, serverTime: Date.now(), items: [] } : { items: [], threads: [] });
    return route.fulfill({ status: 200, contentType: 'application/json', body: JSON.stringify(answer) });
  });
  const cdp = await context.newCDPSession(page);
  await cdp.send('Profiler.enable');
  const opened = async () => {
    await page.goto(base + options.path);
    await page.waitForFunction(() => document.querySelector('tbody tr, [data-figure], [data-agent]'), undefined, { timeout: 60_000 });
  };
  if (options.profile) {
    console.log('opening', await profiled(cdp, opened));
    await page.waitForTimeout(3000);
    console.log('running', await profiled(cdp, () => page.waitForTimeout(Number(options.seconds) * 1000)));
    await browser.startTracing(page, { categories: ['devtools.timeline'] });
    await page.waitForTimeout(Number(options.seconds) * 1000);
    console.log('parts', partsOf(await browser.stopTracing()));
    await context.close();
    return undefined;
  }
  await browser.startTracing(page, { categories: CATEGORIES });
  await opened();
  await page.waitForTimeout(3000);
  const opening = tasksOf(await browser.stopTracing());
  const first = await page.evaluate(() => ({ long: window.bench.long.map(([at, ms]) => [Math.round(at), Math.round(ms)]), bytes: window.bench.bytes }));
  if (options.shot) await page.screenshot({ path: `${options.shot}-${path.basename(name)}.png` });
  await page.evaluate(() => ((window.bench.long = []), (window.bench.samples = [])));
  await browser.startTracing(page, { categories: CATEGORIES });
  const traced = Date.now();
  await page.waitForTimeout(Number(options.seconds) * 500);
  const tasks = tasksOf(await browser.stopTracing());
  const busy = (tasks.reduce((a, b) => a + b, 0) / (Date.now() - traced)) * 100;
  await page.evaluate(() => ((window.bench.long = []), (window.bench.samples = [])));
  await page.waitForTimeout(Number(options.seconds) * 1000); // without the tracing
  const { samples, long } = await page.evaluate(() => window.bench);
  const result = {
    dist: name, snapshot: `${(first.bytes / 1e6).toFixed(2)} MB`, firstTasks: first.long.map(([, ms]) => ms).join(' '), longestOfItsOwnTime: opening.sort((a, b) => b - a).slice(0, 5).map((ms) => Math.round(ms)).join(' '),
    taskAbove1ms: spread(tasks.filter((ms) => ms >= 1)), busyPercent: Number(busy.toFixed(1)), longTasks: spread(long.map(([, ms]) => ms), 0), eventToScreen: spread(samples, 0),
    scroll: await scroll(page, 'エージェント'),
  };
  await context.close();
  return result;
}

const test = path.join(mkdtempSync(path.join(os.tmpdir(), 'floor-')), 'live.test');
execFileSync('go', ['test', '-c', '-o', test, './internal/live'], { cwd: server, stdio: 'inherit' });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--headless', '--no-sandbox', '--disable-gpu'] });
try {
  for (let round = 0; round < Number(options.rounds); round++) {
    for (const dist of dists) {
      const floor = await serve(test, dist);
      try {
        console.log(JSON.stringify(await measure(browser, floor.base, dist), undefined, 1));
      } finally {
        floor.stop();
      }
    }
  }
} finally {
  await browser.close();
}
