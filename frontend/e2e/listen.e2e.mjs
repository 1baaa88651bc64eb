// A supervisor listens, whispers and barges in from the browser, with real audio: every browser speaks a tone of its
// own, and what each hears is measured (C-OPS-2, C-OPS-3, C-PHONE-5).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start, stop, visit, logIn, DEMO_PASSWORD, WITHOUT_DEMO, serious as faults } from './browser.mjs';
import { dial, hangUp, hears, person, phoneIn, spectrum } from './people.mjs';

const skip = WITHOUT_DEMO;
const AGENT = 500;
const OTHER = 900;
const BOSS = 1700;
const ALL = [AGENT, OTHER, BOSS];
let base;
before(async () => {
  base = await start();
});
after(stop);

const barOf = (page) => page.getByRole('region', { name: 'ブラウザの電話' });
const mode = (page, name) => barOf(page).getByRole('radio', { name });

test('who listens hears both, whispers to the agent alone, barges in to both, and follows the agent', { skip }, async (t) => {
  const agent = await person(t, base, 'ishii', { tone: AGENT });
  const other = await person(t, base, 'tanaka', { tone: OTHER });
  const boss = await person(t, base, 'yamada', { tone: BOSS });
  // The demo's own people meet in the rooms 1 to 3.
  for (const page of [agent, other]) {
    await phoneIn(page);
    assert.equal((await dial(page, '9205')).phase, 'up');
  }
  await hears(agent, [OTHER], ALL, 'the agent before');

  const row = boss.locator('[data-call]').filter({ hasText: '会議室 5' });
  await row.click({ button: 'right' });
  await boss.getByRole('menuitem', { name: 'いしい をモニタリング' }).click();
  await mode(boss, 'モニタリング').and(boss.locator('[aria-checked=true]')).waitFor();
  await barOf(boss).getByText('聞くだけです').waitFor();
  await hears(boss, [AGENT, OTHER], ALL, 'the supervisor who listens');
  await hears(agent, [OTHER], ALL, 'the agent who is listened to');
  await hears(other, [AGENT], ALL, 'the other while a supervisor listens');
  assert.ok(await moves(barOf(boss).getByRole('meter')), 'the level meter stands still');
  assert.deepEqual(await faults(boss), []);

  await mode(boss, 'ウィスパリング').click();
  await hears(agent, [OTHER, BOSS], ALL, 'the agent who is whispered to');
  await hears(other, [AGENT], ALL, 'the other during the whisper');
  await row.getByRole('img', { name: '山田 直樹：ウィスパリング' }).waitFor();

  await mode(boss, '割り込む').click();
  await hears(other, [AGENT, BOSS], ALL, 'the other after the barge');
  await hears(agent, [OTHER, BOSS], ALL, 'the agent after the barge');
  await barOf(boss).getByRole('button', { name: '消音' }).click();
  await hears(other, [AGENT], ALL, 'the other while the supervisor is muted');
  await barOf(boss).getByRole('button', { name: '消音を解除' }).click();
  await hears(other, [AGENT, BOSS], ALL, 'the other after the mute');

  await mode(boss, 'モニタリング').click();
  await hears(other, [AGENT], ALL, 'the other when the supervisor only listens again');
  await hears(agent, [OTHER], ALL, 'the agent when the supervisor only listens again');

  await hangUp(agent);
  await barOf(boss).getByText('通話していません。').waitFor();
  assert.equal((await dial(agent, '9204')).phase, 'up');
  await barOf(boss).getByText('聞くだけです').waitFor();
  await hears(boss, [AGENT], ALL, 'the supervisor who followed');

  await barOf(boss).getByRole('button', { name: '切断' }).click();
  await barOf(boss).waitFor({ state: 'detached' });
  await boss.locator('[data-call]').filter({ hasText: '会議室 4' }).getByRole('img', { name: /モニタリング|ウィスパリング|割り込み/ }).waitFor({ state: 'detached' });
  const after = await spectrum(boss, ALL, 600);
  assert.ok(ALL.every((hz) => after[hz] < -55), JSON.stringify(after));
  await hangUp(agent);
  await hangUp(other);
  await unseen(agent, other);
});

/** Whether a meter shows a level within some seconds. */
async function moves(meter) {
  for (const end = Date.now() + 20_000; Date.now() < end; await meter.page().waitForTimeout(100)) if (Number(await meter.getAttribute('aria-valuenow')) > 10) return true;
  return false;
}

/** Agents learn of a supervisor neither over the socket nor from the history. */
async function unseen(...pages) {
  for (const page of pages) {
    const told = (await page.evaluate(() => globalThis.told)).join('\n');
    assert.ok(told.length > 1000);
    assert.doesNotMatch(told, /"supervisors"|"watching"|"monitor"|"whisper"|"barge"|"995/);
    const calls = await page.evaluate(async () => {
      // The call that has just ended comes to the history soon.
      for (const end = Date.now() + 60_000; Date.now() < end; await new Promise((done) => setTimeout(done, 200))) {
        const { items } = await (await fetch('/api/v1/calls?limit=20')).json();
        if (items.length > 0) return Promise.all(items.map(async (c) => (await fetch(`/api/v1/calls/${c.id}`)).text()));
      }
      return [];
    });
    assert.ok(calls.length > 0);
    for (const call of calls) assert.doesNotMatch(call, /supervisor|"monitor|whisper|barge|"mode"/);
    const code = await page.evaluate(async () => {
      const { items } = await (await fetch('/api/v1/choices/agents')).json();
      const answer = await fetch(`/api/v1/agents/${items[0].id}/watch`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"mode":"monitor"}' });
      return answer.status;
    });
    assert.equal(code, 403);
    assert.equal((await dial(page, '9952001')).phase, 'ended');
  }
}

/** Listens to calls of the demo by key until one is heard; some are just silent, or over. */
async function listenToAnyCall(boss) {
  const rows = boss.locator('[data-call]').filter({ hasText: '通話中' }).filter({ has: boss.getByRole('button', { name: 'モニタリング' }) });
  await rows.first().waitFor();
  let i = 0;
  for (const end = Date.now() + 240_000; Date.now() < end; await boss.waitForTimeout(200)) {
    const ids = await rows.evaluateAll((all) => all.map((row) => row.dataset.call));
    if (ids.length === 0) continue;
    const row = boss.locator(`[data-call="${ids[i++ % ids.length]}"]`);
    if (!(await row.focus({ timeout: 5000 }).then(() => true, () => false))) continue; // over by now
    await boss.keyboard.press('m');
    const listens = await barOf(boss).getByText('聞くだけです').waitFor({ timeout: 20_000 }).then(() => true, () => false);
    if (!listens) assert.equal(await row.count(), 0, 'a call that goes on can be listened to');
    else if (await moves(barOf(boss).getByRole('meter'))) return;
    if ((await barOf(boss).count()) === 0) continue;
    await barOf(boss).getByRole('button', { name: /^(切断|閉じる)$/ }).click();
    await barOf(boss).waitFor({ state: 'detached' });
  }
  throw new Error('nothing is heard of any call of the demo');
}

test('a supervisor hears a real call of the demo, and its mode is changed by keys', { skip }, async (t) => {
  const boss = await person(t, base, 'yamada', { tone: BOSS });
  await listenToAnyCall(boss);
  await mode(boss, 'モニタリング').focus();
  await boss.keyboard.press('ArrowRight');
  await mode(boss, 'ウィスパリング').and(boss.locator('[aria-checked=true]')).waitFor();
  await boss.getByRole('link', { name: '通話履歴' }).click(); // the call goes on beside every page
  await boss.getByRole('heading', { name: '通話履歴' }).waitFor();
  await mode(boss, 'ウィスパリング').and(boss.locator('[aria-checked=true]')).waitFor();
  await boss.goto(`${base}/history`); // loading anew is hanging up
  await boss.getByRole('heading', { name: '通話履歴' }).waitFor();
  await barOf(boss).waitFor({ state: 'detached' });
});

test('without a microphone a supervisor still listens, and is told why nobody hears', { skip }, async (t) => {
  const boss = await person(t, base, 'yamada');
  await listenToAnyCall(boss);
  await mode(boss, 'ウィスパリング').click();
  await barOf(boss).getByRole('alert').getByText('マイクの使用が許可されていないため').waitFor();
  await mode(boss, 'モニタリング').and(boss.locator('[aria-checked=true]')).waitFor();
  await barOf(boss).getByText('聞くだけです').waitFor();
  assert.deepEqual(await faults(boss), []);
});

test('a parked caller is listed with its slot and picked up in the browser', { skip }, async (t) => {
  const agent = await person(t, base, 'ishii', { tone: AGENT });
  const boss = await person(t, base, 'yamada', { tone: BOSS });
  await phoneIn(agent);
  await phoneIn(boss);
  await boss.getByRole('button', { name: /^パーク/ }).click();
  // Whoever is parked is one of the demo's people, and may hang up meanwhile: then somebody else is.
  let row;
  for (let tries = 0; tries < 6; tries++) {
    row = boss.locator(`[data-slot="${await parkSomebody(agent)}"]`);
    if (await pickUp(boss, row)) break;
  }
  await barOf(boss).getByText('通話中').waitFor();
  await row.waitFor({ state: 'detached' });
  await barOf(boss).getByRole('button', { name: '切断' }).click();
  await barOf(boss).waitFor({ state: 'detached' });
});

/** Looks at a parked caller and picks it up; false when it has gone by itself. */
async function pickUp(boss, row) {
  try {
    await row.getByRole('timer').filter({ hasText: /[1-9]/ }).waitFor();
    assert.deepEqual(await faults(boss), []);
    await row.getByRole('button', { name: 'このブラウザで取る' }).click();
    await barOf(boss).getByText('通話中').waitFor();
    return true;
  } catch (error) {
    if (error.name !== 'TimeoutError' || (await row.count()) > 0) throw error;
    if (await barOf(boss).count()) await barOf(boss).getByRole('button', { name: /^(切断|閉じる)$/ }).click();
    return false;
  }
}

/** Calls agents of the demo until one answers, and parks it; gives the slot. */
async function parkSomebody(agent) {
  const extensions = await agent.evaluate(async () => (await (await fetch('/api/v1/choices/agents')).json()).items.map((a) => a.extension).filter((e) => e && e !== '2013'));
  // On a busy floor everybody talks for a while: there is time.
  const until = Date.now() + 180_000;
  let last;
  for (let i = 0; Date.now() < until; i++) {
    if (i > 0 && i % extensions.length === 0) await new Promise((done) => setTimeout(done, 1000));
    const { phase, call, reason } = await dial(agent, extensions[i % extensions.length]);
    last = `${phase} ${reason}`;
    if (phase !== 'up') continue;
    const slot = await agent.evaluate(async (id) => {
      for (let i = 0; i < 100; i++) {
        await fetch(`/api/v1/calls/${id}/park`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' });
        const { items } = await (await fetch('/api/v1/parked')).json();
        const mine = items.find((p) => p.call === id);
        if (mine) return mine.slot;
        if (globalThis.calling.view.phase === 'ended') return undefined;
        await new Promise((done) => setTimeout(done, 200));
      }
      return undefined;
    }, call);
    if (slot) return slot;
    await hangUp(agent);
  }
  throw new Error(`nobody of the demo answered: ${last}`);
}

test('an agent has no means to listen, and finds whom to call', { skip }, async (t) => {
  const page = await visit(t, 'ja', '/', undefined, { viewport: { width: 1600, height: 900 } });
  await logIn(page, 'ito', DEMO_PASSWORD);
  await page.getByRole('complementary', { name: 'プレゼンス' }).getByRole('button').filter({ hasText: 'さとう' }).click();
  await page.getByRole('menuitem', { name: '電話する（自分の電話機）' }).waitFor();
  const items = await page.getByRole('menuitem').allInnerTexts();
  assert.deepEqual(items, ['チャット', '電話する（このブラウザ）', '電話する（自分の電話機）']);
  assert.deepEqual(await faults(page), []);
});

test('supervisors are told of an emergency call until they dismiss it, agents are not', { skip }, async (t) => {
  const agent = await person(t, base, 'ishii', { tone: AGENT });
  await phoneIn(agent);
  const boss = await person(t, base, 'yamada', { tone: BOSS });
  await dial(agent, '110');
  const alarm = boss.getByRole('alert').filter({ hasText: '緊急通報：石井 涼 が 110 に発信しました' });
  await alarm.waitFor();
  await hangUp(agent);
  await boss.reload();
  await alarm.waitFor(); // it stays
  assert.deepEqual(await faults(boss), []);
  await alarm.getByRole('button', { name: '確認して閉じる' }).click();
  await alarm.waitFor({ state: 'detached' });
  await boss.reload();
  await boss.locator('[data-call]').first().waitFor();
  assert.equal(await alarm.count(), 0);
  assert.equal(await agent.getByRole('alert').count(), 0);
  // That the own call is one to the police the agent is told; of alarms not.
  assert.doesNotMatch((await agent.evaluate(() => globalThis.told)).join('\n'), /"kind":"emergency"/);
});
