// The real app on a screen that nobody sees, its page in Chromium, a real server, a carrier and desk phones beside it.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync, existsSync, readFileSync, chmodSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { site, PASSWORD } from './app-site.mjs';
import { ARGS, EXECUTABLE } from './browser.mjs';
import { freePort } from './free-port.mjs';
import { Phone, within } from './sip.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NEEDS = ['go', 'Xvfb', 'dbus-daemon', 'pkg-config'];
const missing = NEEDS.filter((program) => spawnSync('which', [program]).status !== 0);
const without = missing.length > 0 ? `needs ${missing.join(', ')}` : spawnSync('pkg-config', ['--exists', 'webkit2gtk-4.1']).status !== 0 ? 'needs libwebkit2gtk-4.1-dev' : false;
/** Why the app cannot be tried here; on a machine that must try it, that fails. */
export const SKIP = process.env.YOBIRIN_E2E === 'require' ? false : without;

/** How long is waited for anything, in ms: what comes is waited for no longer than it takes. */
const PATIENCE = Number(process.env.YOBIRIN_PATIENCE ?? 60_000);

/** Where the built page is. */
const PAGE = process.env.YOBIRIN_APP_PAGE ?? path.join(ROOT, 'desktop/internal/assets/dist');

let dir;
let browser;
let env;
const running = [];
const phones = [];

/** Starts a program that ends with the tests. `ready` picks what is waited for out of what it says. */
function start(name, program, args, { ready, ...options } = {}) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  const it = { name, child, said: '', gone: new Promise((done) => child.once('exit', done)) };
  running.push(it);
  if (!ready) {
    for (const out of [child.stdout, child.stderr]) out.on('data', (text) => (it.said = (it.said + text).slice(-60_000)));
    return it;
  }
  const found = new Promise((done, fail) => {
    for (const out of [child.stdout, child.stderr])
      out.on('data', (text) => {
        it.said = (it.said + text).slice(-60_000);
        const match = ready.exec(it.said);
        if (match) done({ ...it, match, child, stop: () => end(it) });
      });
    child.once('exit', (code) => fail(new Error(`${name} ended with ${code}:\n${it.said}`)));
  });
  found.catch(() => undefined);
  return within(found, `${name} to be ready`, 120_000).catch((error) => {
    throw new Error(`${error.message}\n${it.said}`);
  });
}

async function end(it) {
  if (it.child.exitCode === null && it.child.signalCode === null) it.child.kill('SIGTERM');
  await within(it.gone, `${it.name} to end`, 60_000).catch(() => it.child.kill('SIGKILL'));
}

/** Builds what is missing, and sets the stage. */
export async function setUp() {
  dir = mkdtempSync(path.join(os.tmpdir(), 'yobirin-app-'));
  chmodSync(dir, 0o711); // the database's user passes through
  // What has not changed since is not linked again.
  const build = (tags, what) => {
    const program = path.join(ROOT, '.tools', `${path.basename(what)}-dev`);
    execFileSync('go', ['build', '-buildvcs=false', ...tags, '-o', program, what], { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
    return program;
  };
  const app = process.env.YOBIRIN_APP_DEV ?? build(['-tags', 'dev,webkit2_41'], './desktop/cmd/yobirin');
  const server = process.env.YOBIRIND ?? build([], './server/cmd/yobirind');
  if (!existsSync(path.join(PAGE, 'index.html'))) execFileSync('npm', ['run', '--silent', 'build', '-w', '@yobirin/agent'], { cwd: path.join(ROOT, 'frontend'), stdio: 'inherit' });
  const home = path.join(dir, 'home');
  mkdirSync(home);
  env = { PATH: process.env.PATH, HOME: home, XDG_RUNTIME_DIR: home, LANG: 'C.UTF-8', NO_AT_BRIDGE: '1', GDK_BACKEND: 'x11', LIBGL_ALWAYS_SOFTWARE: '1', WEBKIT_DISABLE_COMPOSITING_MODE: '1' };
  const screen = await start('Xvfb', 'Xvfb', ['-displayfd', '1', '-screen', '0', '1440x900x24', '-nolisten', 'tcp', '-noreset'], { ready: /^(\d+)\n/m });
  env.DISPLAY = `:${screen.match[1]}`;
  const bus = await start('dbus-daemon', 'dbus-daemon', ['--session', '--nofork', '--nopidfile', '--print-address=1'], { ready: /^(unix:\S+)\n/m, env });
  env.DBUS_SESSION_BUS_ADDRESS = bus.match[1];
  browser = await chromium.launch({ executablePath: EXECUTABLE, args: ARGS });
  return { app, server, home };
}

export async function tearDown() {
  await browser?.close();
  for (const phone of phones) phone.close();
  for (const it of running.reverse()) await end(it);
  const worst = running.filter((it) => /panic:|DATA RACE|panic=/.test(it.said)).map((it) => `${it.name}:\n${it.said.slice(-4000)}`);
  if (dir) rmSync(dir, { recursive: true, force: true });
  assert.deepEqual(worst, []);
}

/** A server of its own with the tests' site. */
export async function startServer(program) {
  const data = path.join(dir, 'data');
  const ports = await Promise.all([freePort(), freePort(), freePort()]);
  const rtp = 33_000 + 2 * Math.floor(Math.random() * 10_000);
  const settings = {
    PATH: process.env.PATH, HOME: env.HOME, YOBIRIN_DATA_DIR: data, YOBIRIN_HTTP_LISTEN: `127.0.0.1:${ports[0]}`, YOBIRIN_SIP_LISTEN: `127.0.0.1:${ports[1]}`, YOBIRIN_METRICS_LISTEN: '127.0.0.1:0', YOBIRIN_WEBRTC_LISTEN: '127.0.0.1:0',
    YOBIRIN_PUBLIC_ADDRESS: '127.0.0.1', YOBIRIN_ADMIN_PASSWORD: 'Correct-horse-1', YOBIRIN_RTP_PORTS: `${rtp}-${rtp + 199}`, YOBIRIN_LOG_FORMAT: 'text',
  };
  const s = { url: `http://127.0.0.1:${ports[0]}`, sip: { host: '127.0.0.1', port: ports[1] }, carrier: ports[2], program, settings };
  s.run = async () => (s.process = await start('yobirind', program, ['serve', '-drain', '1s'], { env: settings, cwd: dir, ready: /SIP\s+\S+/ }));
  s.kill = () => {
    s.process.child.kill('SIGKILL');
    return s.process.gone;
  };
  s.apply = () => {
    const file = path.join(dir, 'site.yaml');
    writeFileSync(file, site(s.carrier));
    execFileSync(program, ['apply', '-f', file], { env: settings, cwd: dir });
  };
  s.phone = async (user, more = {}) => {
    const phone = await Phone.start({ user, server: s.sip, ...more });
    phones.push(phone);
    return phone;
  };
  await s.run();
  s.apply();
  return s;
}

let apps = 0;

/** An installed app: start it, stop it, start it again; its folder stays. */
export async function install(program, { server, policy = { serverUrl: server?.url } } = {}) {
  const home = path.join(dir, `app-${++apps}`);
  mkdirSync(home);
  const file = path.join(home, 'policy.json');
  writeFileSync(file, JSON.stringify(policy));
  const it = { home, url: `http://127.0.0.1:${await freePort()}` };
  it.log = () => readFileSync(path.join(home, 'logs', 'yobirin.log'), 'utf8');
  it.run = async () => {
    const more = { YOBIRIN_APP_DIR: home, YOBIRIN_POLICY: file, YOBIRIN_APP_SILENT: '1', assetdir: PAGE, devserver: it.url.replace('http://127.0.0.1', '127.0.0.1'), loglevel: 'Error' };
    it.process = start('yobirin', program, ['--hidden'], { env: { ...env, ...more } });
    for (const until = Date.now() + 120_000; ; await new Promise((done) => setTimeout(done, 100))) {
      if (await fetch(it.url).then((r) => r.ok, () => false)) return;
      if (it.process.child.exitCode !== null || Date.now() > until) throw new Error(`the app is not there:\n${it.process.said}`);
    }
  };
  it.stop = () => end(it.process);
  await it.run();
  return it;
}

/** The app's page. Faults on it fail the test. */
export async function look(t, app, { locale = 'ja', leave, ...options } = {}) {
  const context = await browser.newContext({ locale, viewport: { width: 1280, height: 760 }, ...options });
  const page = await context.newPage();
  const faults = [];
  // The development build's own overlay stumbles when a page is loaded again; it is not in what agents get.
  page.on('pageerror', (error) => /\/wails\//.test(error.stack ?? '') || faults.push(error.stack));
  page.setDefaultTimeout(PATIENCE);
  await page.addInitScript((lang) => localStorage.getItem('yobirin.language') ?? localStorage.setItem('yobirin.language', lang), locale);
  await page.goto(app.url);
  t.after(async () => {
    if (process.env.YOBIRIN_SHOTS) await page.screenshot({ path: path.join(process.env.YOBIRIN_SHOTS, `${t.name.slice(0, 60).replaceAll(/\W+/g, '-')}.png`) });
    await leave?.(page);
    await context.close();
    assert.deepEqual(faults, []);
  });
  return page;
}

export const fill = async (page, id, password = PASSWORD) => {
  await page.locator('input[name=username]').fill(id);
  await page.locator('input[name=password]').fill(password);
  await page.locator('input[name=password]').press('Enter');
};

/** Logs in and waits until the phone is registered. */
export async function logIn(page, id, password) {
  await fill(page, id, password);
  await page.locator('#page').waitFor();
  await page.locator('[role=switch][data-state=registered]').first().waitFor();
}

/** What the seat shows. */
export const seat = (page) => page.evaluate(() => window.go.app.Bridge.State());

/** Waits until the seat's state fulfils `ok`. */
export async function until(page, ok, why = String(ok)) {
  let state;
  for (const end = Date.now() + PATIENCE; Date.now() < end; await new Promise((done) => setTimeout(done, 50))) if (ok((state = await seat(page)))) return state;
  return assert.fail(`never: ${why}\n${JSON.stringify({ ...state, sound: undefined, settings: undefined }, undefined, 1)}`);
}
