// The console in a real browser, against YOBIRIN_URL (with YOBIRIN_ADMIN_PASSWORD), else against the mock server.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { logIn, PASSWORD, start, stop, visit } from './browser.mjs';

let base;
before(async () => {
  base = await start();
});
after(stop);

test('a wrong password is refused in clear words and the ID stays', async (t) => {
  const page = await visit(t);
  await page.locator('input[name=username]').fill('admin');
  await page.locator('input[name=password]').fill(`${PASSWORD}-wrong`);
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('ログインIDまたはパスワードが正しくありません。').waitFor();
  assert.equal(await page.locator('input[name=username]').inputValue(), 'admin');
  assert.equal(await page.locator('input[name=password]').inputValue(), '');
  await page.locator('input[name=password]').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.locator('#page').waitFor();
});

test('a server out of reach is said to be so', async (t) => {
  const page = await visit(t, 'en');
  await page.route('**/api/v1/session', (route) => route.abort());
  await page.locator('input[name=username]').fill('admin');
  await page.locator('input[name=password]').fill('x');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('The server cannot be reached.').waitFor();
});

test('an empty form says what is missing and sends nothing', async (t) => {
  const page = await visit(t, 'ja');
  let sent = 0;
  page.on('request', (request) => request.method() === 'POST' && sent++);
  await page.getByRole('button', { name: 'ログイン', exact: true }).click();
  await page.getByText('ログインIDを入力してください').waitFor();
  assert.equal(sent, 0);
});

test("the browser's language is the first one, and the switch works at once", async (t) => {
  for (const [locale, button, other] of [['ja', 'ログイン', 'Log in'], ['en', 'Log in', 'ログイン']]) {
    const page = await visit(t, locale);
    await page.getByRole('button', { name: button, exact: true }).waitFor();
    await page.getByRole('button', { name: locale === 'ja' ? 'English' : '日本語' }).click();
    await page.getByRole('button', { name: other, exact: true }).waitFor();
    await logIn(page);
    await page.getByRole('link', { name: locale === 'ja' ? 'Real time' : 'リアルタイム' }).waitFor();
    await page.reload();
    await page.getByRole('link', { name: locale === 'ja' ? 'Real time' : 'リアルタイム' }).waitFor();
  }
});

test('the floor is live: timers tick, figures are there', async (t) => {
  const page = await visit(t);
  await logIn(page);
  await page.getByRole('table').locator('tbody tr').first().waitFor();
  await page.evaluate(() => (window.sameDocument = true));
  const timer = page.getByRole('region', { name: 'エージェント' }).getByRole('timer').last();
  const seen = new Set();
  for (const end = Date.now() + 120_000; seen.size < 3 && Date.now() < end; await page.waitForTimeout(300)) seen.add(await timer.textContent());
  assert.ok(seen.size >= 3, `the timer showed only ${[...seen]}`);
  // The day's counts (answered, abandoned) of all groups move by themselves, in the same document.
  await page.waitForFunction(() => {
    const counts = [...document.querySelectorAll('tfoot td')].slice(2, 4).map((td) => td.textContent);
    window.firstCounts ??= counts.join();
    return counts.join() !== window.firstCounts;
  }, undefined, { timeout: 300_000, polling: 250 });
  assert.equal(await page.evaluate(() => window.sameDocument), true);
});

test('a call is seen live, ends, and is in the open history without a reload, with its timeline', async (t) => {
  const floor = await visit(t);
  await logIn(floor);
  const history = await floor.context().newPage();
  await history.goto(`${base}/history`);
  await history.getByRole('heading', { name: '通話履歴' }).waitFor();
  await floor.bringToFront();
  await floor.locator('[data-call]').first().waitFor({ timeout: 300_000 });
  const ended = await floor.waitForFunction(
    () => {
      const now = new Set([...document.querySelectorAll('[data-call]')].map((el) => el.dataset.call));
      const gone = [...(window.seenCalls ?? [])].find((id) => !now.has(id));
      window.seenCalls = new Set([...(window.seenCalls ?? []), ...now]);
      return gone;
    },
    undefined,
    { timeout: 300_000, polling: 200 },
  );
  const id = await ended.jsonValue();
  await history.bringToFront();
  const row = history.locator(`[data-id="${id}"]`);
  // The list stands by start, and only rows in sight exist: a long call that ends now may lie far below.
  await history.waitForFunction((call) => {
    if (document.querySelector(`[data-id="${call}"]`)) return true;
    const list = document.querySelector('[role=table]');
    if (list) list.scrollTop = list.scrollTop + list.clientHeight * 2 > list.scrollHeight ? 0 : list.scrollTop + list.clientHeight;
    return false;
  }, id, { polling: 250 });
  // A call that only left the floor's rows in sight may still talk for a while.
  await row.filter({ hasNotText: /通話中|呼出中|応答待機|保留中|進行中/ }).waitFor({ timeout: 300_000 });
  await row.click();
  await history.waitForURL(new RegExp(`/history/${id}`));
  const rungs = history.getByRole('list', { name: '経過' }).getByRole('listitem');
  await rungs.first().waitFor();
  assert.ok((await rungs.count()) >= 3);
  await history.keyboard.press('Escape');
  await history.waitForURL(/\/history$/);
});

test('filters live in the URL', async (t) => {
  const page = await visit(t, 'ja', '/history');
  await logIn(page);
  await page.getByRole('button', { name: '結果' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '不在' }).click();
  await page.waitForURL(/result=missed/);
  await page.reload();
  await page.getByRole('button', { name: '結果 の条件を外す' }).waitFor();
  const kinds = page.locator('[data-id]').filter({ hasNotText: '不在' });
  await page.locator('[data-id]').first().waitFor();
  assert.equal(await kinds.count(), 0);
  await page.getByRole('button', { name: '条件をクリア' }).click();
  await page.waitForURL(/\/history$/);
});

test('a recording plays, seeks, and is not silent', async (t) => {
  const page = await visit(t, 'ja', '/history?min=15', (p) =>
    p.addInitScript(() => {
      const Native = window.Audio;
      window.madeAudio = [];
      window.Audio = function () {
        const audio = new Native();
        window.madeAudio.push(audio);
        return audio;
      };
    }),
  );
  await logIn(page);
  // Not one of the short calls that other tests make beside this one: it would be over before it is stopped.
  const recorded = page.locator('[data-id]').filter({ has: page.getByRole('button', { name: '再生' }) }).first();
  await recorded.waitFor({ timeout: 300_000 });
  const id = await recorded.getAttribute('data-id');
  const row = page.locator(`[data-id="${id}"]`);
  await row.getByRole('button', { name: '再生' }).click();
  // It goes round from here on, so that a slow machine finds it playing when it is to be stopped.
  await page.waitForFunction(() => {
    const playing = window.madeAudio.find((a) => a.currentTime > 0.3);
    if (playing) playing.loop = true;
    return playing !== undefined;
  });
  await row.getByRole('button', { name: '一時停止' }).click();
  // By its address: a call that comes in meanwhile moves the rows under a pointer.
  await page.goto(`${base}/history/${id}?min=15`);
  const player = page.getByRole('group', { name: '録音' });
  await player.locator('[data-loaded]').waitFor();
  await player.getByRole('button', { name: '再生' }).click();
  await page.waitForFunction(() => window.madeAudio.at(-1)?.currentTime > 0.5);
  const sought = await page.evaluate(async () => {
    const audio = window.madeAudio.at(-1);
    const target = audio.duration / 2;
    audio.currentTime = target;
    await new Promise((done) => audio.addEventListener('seeked', done, { once: true }));
    return Math.abs(audio.currentTime - target);
  });
  assert.ok(sought < 0.5, `seek missed by ${sought} s`);
  const loudness = await page.evaluate(async (call) => {
    const bytes = await (await fetch(`/api/v1/calls/${call}/recording`)).arrayBuffer();
    const audio = await new OfflineAudioContext(2, 1, 8000).decodeAudioData(bytes);
    return [...Array(audio.numberOfChannels).keys()].map((c) => Math.sqrt(audio.getChannelData(c).reduce((sum, x) => sum + x * x, 0) / audio.length));
  }, id);
  assert.equal(loudness.length, 2);
  for (const rms of loudness) assert.ok(rms > 0.003, `a lane is silent: ${loudness}`);
});

test('a lost socket shows a bar and comes back by itself', async (t) => {
  let open = true;
  let current;
  const page = await visit(t, 'ja', '/', (p) =>
    p.routeWebSocket(/\/live$/, (ws) => {
      if (!open) return ws.close({ code: 1011 });
      current = ws;
      return ws.connectToServer();
    }),
  );
  await logIn(page);
  await page.getByText('接続済み').waitFor();
  const place = () => page.locator('#page').boundingBox();
  const before = await place();
  open = false;
  await current.close({ code: 1011 });
  const bar = page.getByRole('alert').filter({ hasText: 'サーバーとの接続が切れました' });
  await bar.waitFor();
  assert.deepEqual(await place(), before, 'the bar moved the page');
  await page.getByRole('link', { name: '通話履歴' }).first().click();
  await bar.waitFor();
  open = true;
  await bar.waitFor({ state: 'detached', timeout: 180_000 });
  await page.getByText('接続済み').waitFor();
});

test('panes fold and stay folded; the keyboard reaches the tabs', async (t) => {
  const page = await visit(t, 'en');
  await logIn(page);
  await page.getByRole('button', { name: 'Fold the left pane' }).click();
  await page.reload();
  await page.getByRole('button', { name: 'Open the left pane' }).waitFor();
  await page.getByRole('link', { name: 'Call history' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/history/);
});

test('groups are put in an own order by keys and by dragging, and it stays', async (t) => {
  const page = await visit(t, 'en');
  await logIn(page);
  const names = () => page.getByRole('table').locator('tbody th').allInnerTexts();
  const begin = (wanted) => page.waitForFunction((text) => [...document.querySelectorAll('table tbody th')].slice(0, 2).map((e) => e.innerText).join() === text, wanted.join());
  await page.getByRole('table').locator('tbody tr').nth(1).waitFor();
  const before = await names();
  await page.getByRole('button', { name: `Move ${before[1]}` }).press('ArrowUp');
  await begin([before[1], before[0]]);
  await page.reload();
  await begin([before[1], before[0]]);
  await page.getByRole('button', { name: `Move ${before[0]}` }).dragTo(page.getByRole('table').locator('tbody tr').nth(0));
  await begin(before.slice(0, 2));
});

test('an unpinned tab menu hides and comes with the pointer', async (t) => {
  const page = await visit(t, 'en');
  await logIn(page);
  await page.getByRole('button', { name: 'Unpin the tab menu' }).click();
  const tab = page.getByRole('link', { name: 'Call history' });
  await page.evaluate(() => document.activeElement?.blur());
  await page.mouse.move(600, 600);
  await tab.waitFor({ state: 'hidden' });
  await page.mouse.move(600, 20);
  await tab.click();
  await page.waitForURL(/\/history/);
});

test('logging out ends the session', async (t) => {
  const page = await visit(t, 'en');
  await logIn(page);
  await page.getByRole('button', { name: /User menu/ }).click();
  await page.getByRole('menuitem', { name: 'Log out' }).click();
  await page.getByRole('button', { name: 'Log in' }).waitFor();
  assert.equal((await page.request.get(`${base}/api/v1/session`)).status(), 401);
});
