// What a page keeps of calls that are over. It is open for a day of hundreds of calls, and may keep nothing of each.
// Numbers of things are compared, after the browser has been made to throw away what nobody holds: they are the same
// on every machine, as bytes and times are not.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { logIn, ring, start, stop, until, visit } from './agent-app.mjs';

/** Enough to tell what is kept of each from what moves by itself. */
const CALLS = 40;

before(start);
after(stop);

const kept = async (cdp) => {
  await cdp.send('HeapProfiler.collectGarbage');
  const { metrics } = await cdp.send('Performance.getMetrics');
  const of = (name) => metrics.find((m) => m.name === name).value;
  return { nodes: of('Nodes'), listeners: of('JSEventListeners'), documents: of('Documents') };
};

test('a page keeps nothing of calls that are over', async (t) => {
  const page = await visit(t);
  await logIn(page);
  await page.evaluate(() => (window.mock.seat.pace = 20));
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable');
  let n = 0;
  const call = async () => {
    const line = await ring(page, { number: `090${12340000 + n}`, name: `客 ${n++}` }, { groupName: '受注', groupColor: '#e8590c' });
    await page.locator(`[data-line="${line}"][data-phase=offered]`).first().waitFor();
    await page.keyboard.press('F2');
    await page.locator(`[data-line="${line}"][data-phase=talking]`).first().waitFor();
    await page.keyboard.press('F9');
    await until(page, (s) => s.calls.length === 0);
    await page.locator(`[data-line="${line}"]`).first().waitFor({ state: 'detached' });
  };
  const calls = async (count) => {
    for (let i = 0; i < count; i++) await call();
  };
  await calls(10); // everything has been on the screen once
  const before = await kept(cdp);
  await calls(CALLS);
  const grown = await lastsUntil(cdp, before);
  assert.deepEqual(grown, [], `kept of ${CALLS} calls`);
});

/** What is there more of than half a thing for each call; looked at again for a while, as what goes may take a moment. */
async function lastsUntil(cdp, before) {
  for (const end = Date.now() + 60_000; ; await new Promise((done) => setTimeout(done, 500))) {
    const now = await kept(cdp);
    const grown = Object.keys(before).filter((name) => now[name] - before[name] >= CALLS / 2).map((name) => `${name}: ${before[name]}, then ${now[name]}`);
    if (grown.length === 0 || Date.now() > end) return grown;
  }
}
