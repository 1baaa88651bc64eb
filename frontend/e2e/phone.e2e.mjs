// The browser as a phone against the whole server: a supervisor calls desk phones from the console's page.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DEMO_PASSWORD, logIn, start, stop, visit, WITHOUT_DEMO } from './browser.mjs';
import { phoneIn } from './people.mjs';

const skip = WITHOUT_DEMO;
before(async () => {
  await start();
});
after(stop);

/** Calls, and gives how the call stands once it is up or over, or after some seconds; with the level heard when it is up. */
const callTo = (page, number, patience = 15_000) =>
  page.evaluate(async ([dialed, most]) => {
    const call = globalThis.phone.dial(dialed);
    const until = async (ok, ms) => {
      for (const end = Date.now() + ms; Date.now() < end && !ok(); ) await new Promise((r) => setTimeout(r, 20));
      return ok();
    };
    await until(() => ['up', 'ended'].includes(call.view.phase), most);
    const seen = { ...call.view, heard: false };
    if (call.view.phase === 'up') {
      const meter = globalThis.live.measure(call.audio);
      seen.heard = await until(() => meter.level() > 0.2, 5000);
      meter.close();
    }
    call.hangUp();
    return { ...seen, over: call.view };
  }, [number, patience]);

test('a supervisor calls desk phones from the page and hears who answers', { skip }, async (t) => {
  const page = await visit(t);
  await logIn(page, 'yamada', DEMO_PASSWORD);
  await phoneIn(page);
  const extensions = await page.evaluate(async () => (await (await fetch('/api/v1/choices/agents')).json()).items.map((a) => a.extension).filter(Boolean));
  const tried = [];
  // Some are busy, or let it ring: the demo's agents work, at times all of them at once.
  for (const until = Date.now() + 180_000; !tried.at(-1)?.heard && Date.now() < until; ) {
    for (const extension of extensions) {
      tried.push({ extension, ...(await callTo(page, extension)) });
      if (tried.at(-1).heard) break;
    }
    if (!tried.at(-1).heard) await page.waitForTimeout(1000);
  }
  assert.ok(tried.at(-1).heard, JSON.stringify(tried.slice(-extensions.length)));
  assert.deepEqual(tried.at(-1).over.reason, { kind: 'hung-up' });
  const none = await callTo(page, '7999999', 60_000);
  assert.equal(none.phase, 'ended', JSON.stringify(none));
  assert.equal(none.reason.kind, 'ended');
});
