// Markup where names are expected: in every text of every noun and in what callers call themselves. It is shown as text on
// every screen, and nothing of it runs.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { ARGS, EXECUTABLE } from './browser.mjs';
import { Phone } from './sip.mjs';
import { at, nouns, records, secret, texts, withAt } from './site-nouns.mjs';
import { freePort } from './free-port.mjs';
import { ADMIN, eventually, Site } from './site-rig.mjs';

const MARKS = ['<img src=x onerror="window.__xss=1">', '"><svg/onload=window.__xss=1>', "'--><script>window.__xss=1</script>", 'javascript:window.__xss=1//'];
let site;
let browser;
let admin;
const made = {};
before(async () => {
  site = await Site.start();
  admin = await site.person();
  for (const [noun, record] of Object.entries(records())) made[noun] = await admin.json('POST', `/${noun}`, record);
  browser = await chromium.launch({ executablePath: EXECUTABLE, args: ARGS });
});
after(async () => {
  await browser?.close();
  await site?.stop();
});

/** An administrator's page on which whatever runs is noticed. */
async function watched(t, where) {
  const context = await browser.newContext({ locale: 'ja', viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const faults = [];
  page.on('pageerror', (error) => faults.push(error.stack));
  page.on('dialog', (dialog) => {
    faults.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => new URL(request.url()).pathname === '/x' && faults.push(`an image of markup was asked for: ${request.url()}`));
  page.setDefaultTimeout(60_000);
  const check = async (screen) => {
    assert.equal(await page.evaluate(() => globalThis.__xss), undefined, `${screen}: a script ran`);
    const links = await page.evaluate(() => [...document.querySelectorAll('[href],[src]')].map((el) => el.getAttribute('href') ?? el.getAttribute('src')).filter((to) => /^\s*(javascript|data:text\/html)/i.test(to)));
    assert.deepEqual(links, [], `${screen}: links that run`);
    assert.deepEqual(faults, [], screen);
  };
  t.after(() => context.close());
  await page.goto(site.url + where);
  await page.locator('input[name=username]').fill('admin');
  await page.locator('input[name=password]').fill(ADMIN);
  await page.keyboard.press('Enter');
  await page.locator('#page').waitFor();
  return { page, check };
}

test('markup in every text of every noun is text on every screen', async (t) => {
  let kept = 0;
  const names = {};
  for (const { noun, schema } of nouns) {
    for (const [n, path] of texts(schema).entries()) {
      if (secret(path)) continue;
      for (const mark of [...MARKS.slice(n % MARKS.length), ...MARKS]) {
        const was = await admin.json('GET', `/${noun}/${made[noun].id}`);
        const got = await admin.ask('PATCH', `/${noun}/${was.id}`, withAt(was, path, mark), { 'If-Match': '*' });
        if (got.status !== 200 || at(got.json, path) !== mark) continue;
        kept++;
        if (path === 'name' && noun !== 'holidays') names[noun] ??= mark;
        break;
      }
    }
  }
  assert.ok(kept >= 20, `${kept} texts took the markup`);
  const { page, check } = await watched(t, '/admin/agents');
  const menu = [...new Set(await page.getByRole('link').evaluateAll((all) => all.map((a) => a.getAttribute('href')).filter((href) => href.startsWith('/admin/'))))];
  assert.ok(menu.length >= 15, menu.join());
  for (const path of ['/welcome', '/realtime', '/wallboard', '/history', '/voicemail', '/archives', '/me/profile', '/me/devices', ...menu]) {
    await page.goto(site.url + path);
    await page.waitForFunction(() => (document.querySelector('#page') ?? document.body).textContent.length > 10);
    const noun = path.startsWith('/admin/') ? path.split('/')[2] : undefined;
    const id = made[noun]?.id;
    if (names[noun]) await page.getByText(names[noun]).first().waitFor().catch((error) => assert.fail(`${path}: ${error.message}`));
    await check(path);
    if (!id || noun === 'holidays') continue; // holidays are a calendar
    await page.goto(`${site.url}${path}/${id}`);
    await page.locator('#record-form').waitFor().catch((error) => assert.fail(`${path}: ${error.message}`));
    await check(`${path} open`);
    await page.getByRole('tab', { name: '変更履歴' }).click();
    await page.getByRole('tabpanel').getByText(/作成|変更/).first().waitFor();
    await check(`${path} history`);
    await page.getByRole('tab', { name: '使用箇所' }).click();
    await check(`${path} uses`);
  }
});

test('callers who call themselves markup: floor, call, history', async (t) => {
  const port = await freePort();
  const name = `<img src=x onerror='window.__xss=1'><script>window.__xss=1</script>`;
  site.apply({
    trunks: [{ name: 'sipp', host: `127.0.0.1:${port}`, inbound_from: ['127.0.0.1'], channels: 20 }],
    agents: [{ id: 'hears', name: '<b onmouseover=window.__xss=1>聞', extension: '2001', password: 'Passw0rd1', role: 'agent' }],
    groups: [{ name: '<i>受付</i>', extension: '3001', ring_time: 60, members: [{ agent: 'hears' }] }],
    numbers: [{ number: '0312340001', name: '<u>代表</u>', trunk: 'sipp', route: { group: '<i>受付</i>' } }],
  });
  const { page, check } = await watched(t, '/realtime');
  const carrier = await Phone.start({ user: '09012345678', server: site.sip, port });
  t.after(() => carrier.close());
  // A caller's name is between quotes; what is in it is the caller's.
  carrier.display = name;
  const call = await carrier.dial('0312340001');
  await page.getByText('<i>受付</i>', { exact: true }).first().waitFor();
  await page.locator('#page').getByText(/090-?1234-?5678|img src=x/).first().waitFor();
  await check('floor');
  const [group] = (await admin.json('GET', '/groups?q=3001')).items;
  await page.goto(`${site.url}/realtime/${group.id}`);
  await page.locator('#page').getByText(/090-?1234-?5678|img src=x/).first().waitFor();
  await check('group');
  await call.hangUp();
  const one = await eventually('the call in the history', async () => (await admin.json('GET', '/calls?number=09012345678')).items.find((c) => c.endedAt));
  assert.equal(one.from.name, name, 'the name is kept as it was said');
  await page.goto(`${site.url}/history/${one.id}`);
  await page.getByText(/img src=x/).first().waitFor();
  await check('history');
  // Names that are no text: too long, without an end, of control characters, or of no encoding.
  for (const strange of ['長'.repeat(3000), 'a\\', '\u202Eabc', 'a\u0007b', Buffer.from([0xff, 0xfe, 0x80]).toString('latin1'), "'; DROP TABLE calls; --", '%00%0d%0aX: y']) {
    carrier.display = strange;
    const next = await carrier.dial('0312340001');
    // What is no message at all is not answered either.
    const rang = await Promise.race([next.ringing.then(() => true), next.ended, new Promise((done) => setTimeout(done, 2000))]);
    if (rang) await next.hangUp();
    else next.end();
  }
  assert.equal((await admin.ask('GET', '/calls?limit=50')).status, 200);
  await page.goto(`${site.url}/history`);
  await page.locator('[data-id]').first().waitFor();
  await check('history of strange names');
});
