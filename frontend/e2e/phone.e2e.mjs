// The browser as a phone against the whole server: a supervisor calls desk phones from the console's page.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { DEMO_PASSWORD, logIn, start, stop, visit, WITHOUT_DEMO } from './browser.mjs';

const skip = WITHOUT_DEMO;
const frontend = fileURLToPath(new URL('..', import.meta.url));
let script;
before(async () => {
  await start();
  const entry = ['browser-phone', 'clock', 'meter', 'socket', 'store'].map((f) => `export * from './packages/live/src/${f}';`).join('\n');
  script = execFileSync(`${frontend}node_modules/.bin/esbuild`, ['--bundle', '--format=iife', '--global-name=live', '--loader=ts'], { input: entry, cwd: frontend, encoding: 'utf8' });
});
after(stop);

/** Opens a live socket of its own in the page, with a phone on it. */
async function phoneIn(page) {
  await page.evaluate(`${script}; globalThis.live = live;`);
  await page.evaluate(async () => {
    const { live } = globalThis;
    const open = () => new WebSocket(`ws://${location.host}/live`);
    const socket = new live.LiveSocket({ open, store: new live.LiveStore((run) => run()), clock: new live.Clock() });
    globalThis.phone = new live.BrowserPhone(socket);
    await new Promise((done) => {
      socket.subscribe(() => socket.status.phase === 'live' && done());
      socket.start();
    });
  });
}

/** Calls, and gives how the call stands once it is up or over; with the level heard when it is up. */
const callTo = (page, number) =>
  page.evaluate(async (dialed) => {
    const call = globalThis.phone.dial(dialed);
    const until = async (ok, ms) => {
      for (let i = 0; i < ms / 20 && !ok(); i++) await new Promise((r) => setTimeout(r, 20));
      return ok();
    };
    await until(() => ['up', 'ended'].includes(call.view.phase), 15_000);
    const seen = { ...call.view, heard: false };
    if (call.view.phase === 'up') {
      const meter = globalThis.live.measure(call.audio);
      seen.heard = await until(() => meter.level() > 0.2, 5000);
      meter.close();
    }
    call.hangUp();
    return { ...seen, over: call.view };
  }, number);

test('a supervisor calls desk phones from the page and hears who answers', { skip }, async (t) => {
  const page = await visit(t);
  await logIn(page, 'yamada', DEMO_PASSWORD);
  await phoneIn(page);
  const extensions = await page.evaluate(async () => (await (await fetch('/api/v1/agents')).json()).items.map((a) => a.extension));
  const tried = [];
  // Some are busy, or let it ring: the demo's agents work.
  for (const extension of [...extensions, ...extensions]) {
    const call = await callTo(page, extension);
    tried.push({ extension, ...call });
    if (call.heard) break;
  }
  assert.ok(tried.at(-1).heard, JSON.stringify(tried));
  assert.deepEqual(tried.at(-1).over.reason, { kind: 'hung-up' });
  const none = await callTo(page, '7999999');
  assert.equal(none.phase, 'ended', JSON.stringify(none));
  assert.equal(none.reason.kind, 'ended');
});
