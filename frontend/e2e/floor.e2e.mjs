// What a supervisor runs the floor from (W-RT-1..3): the group table in one's own order, a group's page, the wallboard.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DEMO_PASSWORD, logIn, start, stop, visit, WITHOUT_DEMO, untilSeen, serious as faults } from './browser.mjs';
import { person } from './people.mjs';

const skip = WITHOUT_DEMO;
let base;
before(async () => {
  base = await start();
});
after(stop);

/** A supervisor of the demo on a page of the console. */
async function supervisor(t, path = '/realtime', options = {}, prepare = async () => undefined) {
  const page = await visit(t, 'ja', path, prepare, options);
  await logIn(page, 'yamada', DEMO_PASSWORD);
  return page;
}

const names = (page) => page.locator('tbody th[scope=row]').allTextContents();
const names4 = async (page, want) => {
  await page.waitForFunction((text) => [...document.querySelectorAll('tbody th[scope=row]')].map((e) => e.textContent).join() === text, want.join());
};
/** Resolves when the server has taken a layout that is as wanted: changes that follow each other are kept once or one by one. */
const kept = (page, key, wanted = () => true) => page.waitForResponse((r) => r.url().endsWith(`/me/layout/${key}`) && r.request().method() === 'PUT' && r.status() === 204 && wanted(r.request().postDataJSON()));
/** The address of a group's page by the group's name. */
async function pathOf(page, name) {
  const row = page.locator('tbody tr').filter({ has: page.getByRole('button', { name, exact: true }) });
  return new URL(await row.locator('a[href*="/realtime/"]').getAttribute('href'), base).pathname;
}
const open = async (page, name) => {
  await page.getByRole('link', { name: `${name} の詳細を開く` }).click();
  await page.getByRole('heading', { level: 1 }).filter({ hasText: name }).waitFor();
};

test('groups are put in order by key and by drag, columns are chosen, and both are kept for the next login elsewhere', { skip }, async (t) => {
  const page = await supervisor(t);
  await page.locator('tbody tr').nth(4).waitFor();
  const before = await names(page);
  let written = kept(page, 'floor.groups');
  await page.getByRole('button', { name: `${before[0]} を並べ替える（上下キー）` }).focus();
  await page.keyboard.press('ArrowDown');
  await names4(page, [before[1], before[0], ...before.slice(2)]);
  await written;
  written = kept(page, 'floor.groups');
  const grip = (name) => page.getByRole('button', { name: `${name} を並べ替える（上下キー）` });
  await grip(before[4]).dragTo(grip(before[1]));
  const after = [before[4], before[1], before[0], before[2], before[3]];
  await names4(page, after);
  await written;
  written = kept(page, 'floor.groups', ({ hidden }) => hidden.includes('overflow') && !hidden.includes('averageWork'));
  await page.getByRole('region', { name: 'グループ' }).getByRole('button', { name: '表の設定' }).click();
  await page.getByRole('menuitem', { name: '平均後処理時間', exact: true }).click();
  await page.getByRole('menuitem', { name: 'あふれ', exact: true }).click();
  await written;
  await page.keyboard.press('Escape');

  const elsewhere = await supervisor(t);
  await names4(elsewhere, after);
  await elsewhere.getByRole('columnheader', { name: '平均後処理時間' }).waitFor();
  assert.equal(await elsewhere.getByRole('columnheader', { name: 'あふれ' }).count(), 0);
  assert.ok((await elsewhere.locator('tfoot [data-column=hour] [role=img]').getAttribute('aria-label')).startsWith('直近1時間'));
  await elsewhere.evaluate(() => fetch('/api/v1/me/layout/floor.groups', { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: '{}' }));
});

test("a group's page has its bars, which grow live, its agents and who waits", { skip }, async (t) => {
  const page = await supervisor(t);
  await open(page, '受注');
  const bars = page.locator('[data-at]');
  await bars.first().waitFor({ state: 'attached' });
  for (const [hours, count] of [['24時間', 288], ['12時間', 144], ['9時間', 108], ['6時間', 72], ['3時間', 36]]) {
    await page.getByRole('button', { name: hours, exact: true }).click();
    await page.waitForFunction((n) => document.querySelectorAll('[data-at]').length === n, count);
  }
  const sums = () =>
    page.evaluate(() => {
      const sum = (of) => [...document.querySelectorAll('[data-at]')].reduce((n, e) => n + Number(e.dataset[of]), 0);
      return { arrivals: sum('arrivals'), answered: sum('answered'), abandoned: sum('abandoned') };
    });
  const first = await sums();
  await page.evaluate(() => (window.sameDocument = true));
  await page.waitForFunction((n) => [...document.querySelectorAll('[data-at]')].reduce((sum, e) => sum + Number(e.dataset.answered), 0) > n, first.answered, { timeout: 300_000, polling: 250 });
  const then = await sums();
  assert.ok(then.arrivals >= first.arrivals && then.abandoned >= first.abandoned && then.arrivals >= then.answered + then.abandoned, `${JSON.stringify(first)} became ${JSON.stringify(then)}`);
  assert.equal(await page.evaluate(() => window.sameDocument), true);
  // What the head says and what the bars hold are the same figures: the demo is younger than three hours.
  await page.waitForFunction(() => {
    const [arrivals, answered, abandoned] = [...document.querySelectorAll('header dl dd')].map((e) => Number(e.textContent));
    const sum = (of) => [...document.querySelectorAll('[data-at]')].reduce((n, e) => n + Number(e.dataset[of]), 0);
    return arrivals === sum('arrivals') && answered === sum('answered') && abandoned === sum('abandoned');
  }, undefined, { polling: 250 });
  // The arrow keys read the bars out.
  await page.getByRole('group', { name: /5分間ごとの応答呼、破棄呼、応答率/ }).focus();
  await page.keyboard.press('ArrowLeft');
  await page.getByText(/\d\d:\d\d–\d\d:\d\d　着信呼 \d+/).waitFor();
  const pie = await page.getByRole('region', { name: 'ステータス一覧' }).evaluate((region) => [...region.querySelectorAll('li b')].reduce((n, e) => n + Number(e.textContent), 0) - document.querySelectorAll('[data-agent]').length);
  assert.equal(pie, 0, 'the statuses are not those of the agents');
  await page.locator('[data-waiting]').first().waitFor({ timeout: 300_000 });
  // A figure of the head leads to the calls that it counts.
  await page.getByRole('button', { name: /今日の「応答呼」の通話を履歴で見る/ }).click();
  await page.getByText('グループ：応答呼', { exact: false }).waitFor();
  await page.locator('[data-id]').first().waitFor();
  assert.match(page.url(), /outcome=answered/);
});

test("an agent's status is changed by a click, and seen live elsewhere", { skip }, async (t) => {
  const page = await supervisor(t);
  const path = await pathOf(page, 'English desk');
  await page.goto(base + path);
  const other = await supervisor(t, path);
  const row = (of) => of.locator('[data-agent]').filter({ has: of.getByRole('button', { name: '吉田 絵里 のステータスを変更', exact: true }) });
  const status = row(page).getByRole('button', { name: /のステータスを変更/ });
  const choose = async (name) => {
    await status.click();
    await page.getByRole('menuitem', { name, exact: true }).or(page.getByRole('menuitemradio', { name, exact: true })).first().click();
  };
  await untilSeen(() => choose('会議'), row(other).getByText('会議', { exact: true }).first());
  await untilSeen(() => choose('待機'), row(other).getByRole('button', { name: /のステータスを変更/ }).filter({ hasNotText: '会議' }));
});

test('a skill level is changed in its place, seen live, and comes back when it is refused', { skip }, async (t) => {
  const page = await supervisor(t);
  const path = await pathOf(page, '受注');
  await page.goto(base + path);
  const other = await supervisor(t, path);
  // By the name: the digits of an extension may be in the number of whom another talks to.
  const level = (of) => of.getByRole('textbox', { name: '高橋 結衣 のスキルレベル', exact: true });
  await level(page).waitFor();
  const was = await level(page).inputValue();
  const now = was === '5' ? '6' : '5';
  const shows = (of, value) => of.waitForFunction((v) => document.querySelector('[aria-label="高橋 結衣 のスキルレベル"]')?.value === v, value);
  await level(page).fill(now);
  await page.keyboard.press('Enter');
  assert.equal(await level(page).inputValue(), now);
  await shows(other, now);
  for (const wrong of ['0', '100', '1.5', 'x']) {
    await level(page).fill(wrong);
    await page.keyboard.press('Enter');
    await page.getByText('スキルレベルは1から99の整数で入力してください。').first().waitFor();
    assert.equal(await level(page).inputValue(), now);
  }
  await level(page).fill('44');
  await page.keyboard.press('Escape');
  assert.equal(await level(page).inputValue(), now);
  const refusal = { status: 403, contentType: 'application/problem+json', body: '{"status":403,"code":"forbidden","detail":"権限がありません。"}' };
  await page.route('**/members/*', (route) => route.fulfill(refusal));
  await level(page).fill('77');
  await page.keyboard.press('Enter');
  await page.getByText(/のスキルレベルを変更できませんでした：権限がありません。/).waitFor();
  await shows(page, now);
  await page.unroute('**/members/*');
  await level(page).fill(was);
  await page.keyboard.press('Enter');
  await shows(other, was);
});

test('a supervisor listens to an agent from its group', { skip }, async (t) => {
  const boss = await person(t, base, 'yamada', { tone: 1700 });
  await open(boss, '受注');
  const bar = boss.getByRole('region', { name: 'ブラウザの電話' });
  const listening = (way) => bar.getByRole('radio', { name: way }).and(boss.locator('[aria-checked=true]'));
  // A call of the demo may be over before one is in it: then it is another one.
  for (let heard = false; !heard; ) {
    const talking = boss.locator('[data-agent]').filter({ hasText: '通話中' }).first();
    await talking.waitFor({ timeout: 300_000 });
    const agent = await talking.getAttribute('data-agent');
    const over = boss.locator(`[data-agent="${agent}"]`).filter({ hasNotText: '通話中' });
    try {
      await boss.locator(`[data-agent="${agent}"]`).getByRole('button', { name: /のステータスを変更/ }).click();
      await boss.getByRole('menuitem', { name: /をモニタリング$/ }).click({ timeout: 10_000 });
      await listening('モニタリング').waitFor({ timeout: 30_000 });
      await bar.getByRole('radio', { name: 'ウィスパリング' }).click({ timeout: 10_000 });
      await listening('ウィスパリング').waitFor({ timeout: 30_000 });
      heard = true;
    } catch (error) {
      if ((await over.count()) === 0) throw error;
      await boss.keyboard.press('Escape');
      await listening(/./).waitFor({ state: 'detached' });
    }
  }
});

test('the wallboard is arranged, kept, and survives a lost connection as it is', { skip }, async (t) => {
  const sockets = [];
  let blocked = false;
  const cut = async (page) => {
    await page.routeWebSocket(/\/live$/, (socket) => {
      if (blocked) {
        void socket.close();
        return;
      }
      socket.connectToServer();
      sockets.push(socket);
    });
  };
  const page = await supervisor(t, '/wallboard', { viewport: { width: 1920, height: 1080 } }, cut);
  const tiles = page.locator('[data-figure]');
  await page.waitForFunction(() => document.querySelectorAll('[data-figure]').length === 12);
  // From 5 m: a figure of 25 mm on a screen of 55 inches is 40 pixels.
  for (const size of await tiles.locator('span:nth-child(2)').evaluateAll((all) => all.map((e) => parseFloat(getComputedStyle(e).fontSize)))) assert.ok(size >= 90, `a figure is ${size} px high`);
  for (const size of await tiles.locator('span:nth-child(1)').evaluateAll((all) => all.map((e) => parseFloat(getComputedStyle(e).fontSize)))) assert.ok(size >= 28, `a label is ${size} px high`);

  await page.getByRole('button', { name: '表示する項目を選ぶ' }).click();
  for (let i = 12; i > 2; i--) await page.getByRole('button', { name: `${i}番目の項目を除く` }).click();
  await page.getByLabel('1番目の項目', { exact: true }).selectOption({ label: '応答呼' });
  await page.getByLabel('1番目の項目のグループ').selectOption({ label: '受注' });
  await page.getByLabel('1番目の項目の警告のしきい値').fill('100000');
  await page.keyboard.press('Enter');
  const written = kept(page, 'wallboard', ({ tiles }) => tiles.map((tile) => tile.figure).join() === 'longest,answered');
  await page.getByRole('button', { name: '2番目の項目を前へ' }).click();
  await written;
  assert.deepEqual(await faults(page), []);
  await page.getByRole('button', { name: '完了' }).click();
  const shown = (of) => of.waitForFunction(() => [...document.querySelectorAll('[data-figure]')].map((e) => e.dataset.figure).join() === 'longest,answered');
  await shown(page);
  await page.locator('[data-figure=answered][data-level=red]').filter({ hasText: '受注' }).getByRole('img', { name: '警告' }).waitFor();
  const elsewhere = await supervisor(t, '/wallboard');
  await shown(elsewhere);

  const value = page.locator('[data-figure=answered] span:nth-child(2)');
  blocked = true;
  for (const socket of sockets) await socket.close();
  await page.getByRole('alert').getByText(/接続が切れています/).waitFor();
  assert.match(await value.textContent(), /^\d+$/);
  assert.equal(await value.evaluate((e) => {
    for (let at = e; at; at = at.parentElement) if (getComputedStyle(at).opacity !== '1' || getComputedStyle(at).filter !== 'none') return at.className;
    return 'clear';
  }), 'clear');
  blocked = false;
  await page.getByRole('alert').getByText(/接続が切れています/).waitFor({ state: 'detached', timeout: 180_000 }); // an emergency call, which the demo has now and then, stays
  await elsewhere.evaluate(() => fetch('/api/v1/me/layout/wallboard', { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: '{}' }));
  await page.keyboard.press('Escape');
  await page.waitForURL(/\/realtime$/);
  await page.locator('#root:not([inert])').waitFor();
});

for (const colorScheme of ['light', 'dark']) {
  test(`no serious fault on the supervisor's screens (${colorScheme})`, { skip }, async (t) => {
    const page = await supervisor(t, '/realtime', { colorScheme, reducedMotion: 'reduce', viewport: { width: 1600, height: 900 } });
    await page.locator('tbody tr').first().waitFor();
    assert.deepEqual(await faults(page), [], 'floor');
    await open(page, '受注');
    await page.locator('[data-at]').first().waitFor({ state: 'attached' });
    assert.deepEqual(await faults(page), [], 'group');
    await page.goto(`${base}/wallboard`);
    await page.locator('[data-figure]').first().waitFor();
    assert.deepEqual(await faults(page), [], 'wallboard');
  });
}

test('who may not see the whole floor has none of it', { skip }, async (t) => {
  const page = await visit(t);
  await logIn(page, 'sato', DEMO_PASSWORD);
  for (const path of ['/wallboard', '/realtime/0199a000-0000-7000-8000-000000000001']) {
    await page.goto(base + path);
    await page.waitForURL(/\/history$/);
  }
});
