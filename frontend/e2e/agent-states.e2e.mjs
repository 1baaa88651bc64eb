// What the agent app says in states that come seldom: in the smallest window, with the longest names, in both languages.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { logIn, phase, ring, seat, start, stop, TAMURA, talk, until, visit } from './agent-app.mjs';

before(start);
after(stop);

const SMALL = { width: 900, height: 600 };
const LONG = 'とても長い名前の株式会社サンプル商事ホールディングス東日本営業本部第二営業部';
const HOSTILE = `<img src=x onerror="window.hurt=1">\u202Egnp.exe${'W'.repeat(120)}`;

/** What of the big state line is cut off or lies upon something else. */
const crowded = (page) =>
  page.locator('[data-line][data-phase]').first().evaluate((box) => {
    const outer = box.getBoundingClientRect();
    const lines = [...box.children].filter((el) => el.getBoundingClientRect().height > 0);
    const rects = lines.map((el) => el.getBoundingClientRect());
    const name = (i) => lines[i].textContent.slice(0, 30);
    const out = [];
    rects.forEach((r, i) => {
      if (r.bottom > outer.bottom + 1 || r.right > outer.right + 1) out.push(`${name(i)} leaves the line`);
      if (i > 0 && r.top < rects[i - 1].bottom - 1) out.push(`${name(i)} lies upon ${name(i - 1)}`);
      if (lines[i].scrollHeight > r.height + 3 && getComputedStyle(lines[i]).overflow !== 'hidden') out.push(`${name(i)} is higher than its place`);
    });
    return out;
  });

for (const [locale, viewport] of [['ja', SMALL], ['en', SMALL], ['ja', { width: 1280, height: 900 }], ['en', { width: 1280, height: 900 }]]) {
  test(`who it is stays readable whatever else is said (${locale}, ${viewport.height})`, async (t) => {
    const page = await visit(t, { locale, viewport });
    await logIn(page);
    const long = await ring(page, { number: '+18005550123456789', name: LONG }, { groupName: LONG, groupColor: '#e8590c', called: { number: '0312345678', name: LONG, withheld: false, agent: '' } });
    await page.locator('[data-phase=offered]').waitFor();
    assert.deepEqual(await crowded(page), []);
    const waited = page.locator('[data-phase=offered] [class*=waited]');
    const [box, room] = [await waited.boundingBox(), await page.locator('[data-phase=offered]').boundingBox()];
    assert.ok(box.x + box.width <= room.x + room.width, 'how long the caller has waited is in sight');
    await page.keyboard.press('F9');
    await until(page, (s, l) => s.calls.find((c) => c.line === l)?.phase !== 'offered', long);
    const line = await talk(page);
    await page.evaluate((l) => window.mock.seat.with(l, (c) => Object.assign(c, { recording: true, paused: true, muted: true, farHeld: true, media: 'ice', trouble: { code: 'no_audio' } })), line);
    await page.getByRole('alert').waitFor();
    assert.deepEqual(await crowded(page), []);
    const muted = page.locator('[data-phase=talking]').getByText(locale === 'ja' ? '消音中' : 'Muted', { exact: true });
    assert.ok(await muted.evaluate((el) => el.scrollWidth <= el.clientWidth + 1), 'that one is muted is never cut');
  });
}

for (const [locale, said, park] of [
  ['ja', '転送の戻り：鈴木（応答なし）', '田中 のパーク 9003 の呼び戻し'],
  ['en', 'Transfer back from 鈴木: no answer', 'Parked in 9003 by 田中, back'],
]) {
  test(`what came back says so as long as it rings, beside another call too (${locale})`, async (t) => {
    const page = await visit(t, { locale, viewport: SMALL });
    await logIn(page);
    const who = (number, name) => ({ number, name, withheld: false, agent: '' });
    const own = { how: 'transfer', mine: true, by: who('2001', '佐藤 花子'), to: who('2002', '鈴木'), cause: 'no-answer', slot: 0 };
    const line = await ring(page, { number: '0312345678', name: LONG }, { groupName: LONG, groupColor: '#e8590c', back: own });
    const big = page.locator(`[data-line="${line}"][data-phase=offered]`);
    const text = big.getByText(said, { exact: true });
    await text.waitFor();
    assert.deepEqual(await crowded(page), []);
    assert.ok(await text.evaluate((el) => el.scrollWidth <= el.clientWidth + 1), 'nothing of it is cut');
    const beside = await ring(page, { number: '0399998888', name: '山田' }, { back: { ...own, how: 'park', mine: false, by: who('2003', '田中'), slot: 9003 } });
    await page.locator(`[data-line="${beside}"]`).getByText(park, { exact: true }).waitFor();
    await page.evaluate((l) => window.mock.seat.with(l, (c) => (c.back = null)), line); // it was answered
    await text.waitFor({ state: 'detached' });
  });
}

test('names are text, whatever is in them', async (t) => {
  const page = await visit(t);
  await logIn(page);
  await ring(page, { number: '0312345678', name: HOSTILE }, { groupName: HOSTILE, groupColor: 'red;background:url(//x)' });
  await page.locator('[data-phase=offered] strong').getByText('<img src=x', { exact: false }).waitFor();
  await ring(page, { number: '0312345679', name: HOSTILE });
  await page.keyboard.press('Alt+2');
  await page.locator('[data-mini]').first().waitFor();
  assert.equal(await page.evaluate(() => window.hurt), undefined);
  assert.equal(await page.evaluate(() => document.querySelectorAll('img').length), 0);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth), false);
});

test('without sound the phone does not claim to wait for calls, and says so again when the device is back', async (t) => {
  const page = await visit(t);
  await logIn(page);
  await page.getByText('着信を待っています').waitFor();
  await page.evaluate(() => window.mock.seat.change((s) => (s.sound.trouble = { code: 'no_microphone' })));
  await page.getByText('電話を使用できません').waitFor();
  await page.getByText('音声を使用できません').waitFor();
  assert.equal(await page.getByText('使用できます', { exact: true }).count(), 0);
  await page.evaluate(() => window.mock.seat.change((s) => (s.sound.trouble = null)));
  await page.getByText('着信を待っています').waitFor();
  await page.getByText('使用できます', { exact: true }).waitFor();
});

/** Changes the agent's own row as the server would. */
const own = (page, how) => page.evaluate(`(() => { const { site } = window.mock; const me = site.state.agents.a_1; site.set('agents', 'a_1', (${how})(me)); })()`);

test('whoever is paused is not told to wait for calls, sees the after-call work run out, and why the phone is in error', async (t) => {
  const page = await visit(t);
  await logIn(page);
  const tag = page.getByRole('button', { name: '自分のステータス（全グループ）' });
  await own(page, (me) => ({ ...me, state: 'paused', statusId: 'st_acw', groups: me.groups.map((g) => ({ ...g, paused: true, statusId: 'st_acw', cause: 'acw', until: Date.now() + 3_600_500 })) }));
  await page.getByText('停止中（後処理）').waitFor();
  await page.getByText(/^あと (1:00:0|59:5)\d で待機に戻ります。$/).waitFor();
  await tag.getByText(/^あと (1:00:0|59:5)\d$/).waitFor();
  assert.equal(await page.getByText('着信を待っています').count(), 0);
  const [left, before] = [tag.getByRole('timer'), await tag.getByRole('timer').textContent()];
  await left.filter({ hasNotText: before }).waitFor();
  await own(page, (me) => ({ ...me, statusId: 'st_lunch', groups: me.groups.map((g) => ({ ...g, statusId: 'st_lunch', cause: 'self', until: undefined })) }));
  await page.getByText('グループの着信は来ません。Alt+W で待機に戻ります。').waitFor();
  await page.keyboard.press('Alt+W');
  await page.getByText('着信を待っています').waitFor();
  for (const [cause, words] of [['unreachable', '端末から応答なし'], ['no_microphone', 'マイクが見つかりません。'], ['device-error', '端末エラー']]) {
    await own(page, `(me) => ({ ...me, state: 'error', cause: '${cause}' })`);
    await page.locator('[data-idle]').getByText(words).waitFor();
    assert.equal(await tag.getAttribute('title'), words);
  }
});

test('a pause asked for in a call is taken back by one click; what the server refuses is said, by the key too', async (t) => {
  const page = await visit(t);
  await logIn(page);
  const all = page.getByRole('button', { name: '全て待機' });
  assert.ok(await all.isDisabled());
  await talk(page);
  await own(page, (me) => ({ ...me, state: 'talking', groups: me.groups.map((g) => ({ ...g, next: 'st_lunch' })) }));
  await page.getByText('通話後に昼休み').first().waitFor({ state: 'attached' });
  assert.ok(await all.isEnabled());
  assert.equal(await all.getAttribute('title'), 'Alt+W');
  await page.evaluate(() => (window.mock.site.setStatus = () => false));
  await page.keyboard.press('Alt+W');
  await page.getByRole('alert').getByText('ステータスを変更できませんでした', { exact: false }).waitFor();
});

test('whoever speaks while muted is told so, and the levels are measured no longer than that', async (t) => {
  const page = await visit(t, { viewport: SMALL });
  await logIn(page);
  await talk(page);
  await page.keyboard.press('F6');
  await page.getByText('消音中', { exact: true }).waitFor();
  await until(page, (s) => s.sound.metering);
  await page.evaluate(() => (window.mock.seat.voice = 0.4));
  const told = page.getByText('消音中：声は届いていません');
  await told.waitFor();
  assert.ok(await told.evaluate((el) => el.scrollWidth <= el.clientWidth + 1), 'it is not cut');
  await page.evaluate(() => (window.mock.seat.voice = 0));
  await page.getByText('消音中', { exact: true }).waitFor();
  // The settings look at the levels too: whoever ends first does not end it for the other.
  await page.evaluate(() => (location.hash = '#/me/computer'));
  await page.getByRole('meter').first().waitFor();
  await page.keyboard.press('F6');
  await page.getByText('消音中', { exact: true }).waitFor({ state: 'detached' });
  assert.ok(await seat(page, (s) => s.sound.metering));
  await page.evaluate(() => (location.hash = '#/history'));
  await until(page, (s) => !s.sound.metering);
});

test('who rings while one talks is said beside the docked call, and both are within reach in a small window', async (t) => {
  const page = await visit(t, { viewport: SMALL });
  await logIn(page);
  const first = await talk(page);
  await page.keyboard.press('Alt+2');
  const second = await ring(page, { number: '09011112222', name: '渡辺商店' });
  const rings = page.getByRole('region', { name: '電話: 外線着信 渡辺商店' });
  await rings.getByText('渡辺商店').waitFor();
  for (const button of await page.locator('[data-mini] button').all()) {
    const box = await button.boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= SMALL.width);
  }
  await page.keyboard.press('Shift+F2');
  await until(page, (s, l) => s.calls.find((c) => c.line === l)?.phase !== 'offered', second);
  assert.equal(await phase(page, first), 'talking');
  const third = await ring(page, { number: '09011113333', name: '高橋' });
  await page.getByRole('region', { name: '電話: 外線着信 高橋' }).getByRole('button', { name: /^応答/ }).click();
  await until(page, (s, l) => s.calls.find((c) => c.line === l)?.phase === 'talking', third);
  assert.equal(await phase(page, first), 'holding');
});

test('in the smallest window the steps of a consultation are in sight, whatever was scrolled to', async (t) => {
  const page = await visit(t, { viewport: SMALL });
  await logIn(page);
  await talk(page);
  await page.keyboard.press('F7');
  await page.getByRole('region', { name: '保留転送先' }).getByRole('combobox').and(page.locator(':focus')).waitFor();
  await page.keyboard.type('2003');
  await page.keyboard.press('Enter');
  const strip = page.getByRole('region', { name: '保留転送', exact: true });
  await strip.getByText('と相談中。', { exact: false }).waitFor();
  const inSight = () =>
    page.waitForFunction(() => {
      const steps = [...document.querySelectorAll('[data-step]')];
      return steps.length === 4 && steps.every((el) => el.contains(document.elementFromPoint(el.getBoundingClientRect().x + 4, el.getBoundingClientRect().y + 4)));
    });
  await inSight();
  await page.getByRole('list', { name: '最近の通話' }).getByRole('listitem').last().scrollIntoViewIfNeeded();
  await page.evaluate(() => {
    const middle = [...document.querySelectorAll('*')].find((el) => el.contains(document.querySelector('[data-step]')) && el.scrollHeight > el.clientHeight + 4 && getComputedStyle(el).overflowY === 'auto');
    middle?.scrollTo({ top: middle.scrollHeight });
  });
  await ring(page, { number: '09011112222', name: '渡辺商店' });
  await page.getByRole('region', { name: /外線着信: 渡辺商店/ }).waitFor();
  await inSight();
});

test('inside calls are listed by the colleague, never by oneself', async (t) => {
  const page = await visit(t);
  await logIn(page);
  const recent = page.getByRole('list', { name: '最近の通話' });
  await recent.getByText('田中', { exact: false }).first().waitFor();
  const table = page.getByRole('table', { name: '通話履歴' }).or(page.getByRole('grid', { name: '通話履歴' })).first();
  await table.getByText('2004', { exact: false }).first().waitFor();
  assert.equal(await table.getByText('佐藤 花子 2001').count(), 0);
});

for (const locale of ['ja', 'en']) {
  test(`at 1280 px the history shows all that it shows at first beside the phone (${locale})`, async (t) => {
    const page = await visit(t, { locale, viewport: { width: 1280, height: 720 } });
    await logIn(page);
    await page.evaluate(() => (location.hash = '#/history'));
    const table = page.getByRole('table');
    await table.getByRole('row').nth(3).waitFor();
    assert.equal(await table.evaluate((el) => el.scrollWidth > el.clientWidth), false);
    for (const head of await table.getByRole('columnheader').all()) assert.ok(await head.evaluate((el) => el.scrollWidth <= el.clientWidth + 1), `the head ${await head.textContent()} is whole`);
    await table.getByRole('columnheader', { name: locale === 'ja' ? 'グループ' : 'Group' }).waitFor();
    await table.getByRole('columnheader', { name: locale === 'ja' ? 'エージェント' : 'Agent' }).waitFor();
  });
}

test('whoever stands in the history is called by one click', async (t) => {
  const page = await visit(t);
  await logIn(page);
  const list = page.getByRole('main');
  await list.getByRole('button', { name: '03-1234-0011 に発信' }).click();
  await until(page, (s) => s.lastDialed === '0312340011' && s.calls.length === 1);
  assert.match(page.url(), /#\/history$/); // the row was not opened
  const withheld = list.getByRole('row').filter({ hasText: '非通知' }).first();
  await withheld.waitFor();
  assert.equal(await withheld.getByRole('button', { name: /に発信/ }).count(), 0);
});

test('the command palette reaches what the screen reaches, and hands no call over by a mere Enter', async (t) => {
  const page = await visit(t);
  await logIn(page);
  const open = async (typed) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.insertText(typed);
  };
  const pick = async (name) => {
    await page.getByRole('dialog').getByRole('option', { name }).first().click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  };
  await open('法人窓口');
  await pick(/発番号を 法人窓口/);
  await until(page, (s) => s.callerId === 'n3');
  await open('受注');
  await pick(/受注 のステータスを昼休みにする/);
  await page.waitForFunction(() => window.mock.site.state.agents.a_1.groups[0].statusId === 'st_lunch');
  assert.notEqual(await page.evaluate(() => window.mock.site.state.agents.a_1.groups[1].statusId), 'st_lunch');
  await open('エコー');
  await pick(/エコーテスト/);
  await until(page, (s) => s.lastDialed === '991');
  await page.keyboard.press('F9');
  await open('ダイヤルパッド');
  await pick(/ダイヤルパッドを表示/);
  await page.getByRole('group', { name: 'ダイヤルパッド' }).waitFor();
  const line = await talk(page);
  await open('高橋');
  const words = await page.getByRole('dialog').getByRole('option').allTextContents();
  assert.match(words[0], /電話する/);
  assert.match(words.join('|'), /保留転送する.*転送する.*チャット/);
  await pick(/高橋 2003 に保留転送する/);
  await until(page, (s, l) => s.calls.find((c) => c.line === l)?.consult?.party.number === '2003', line);
  await page.keyboard.press('Shift+F9');
  await until(page, (s, l) => !s.calls.find((c) => c.line === l)?.consult, line);
  await page.keyboard.press('F9');
  await open('9001');
  await pick(/パーク 9001/);
  await until(page, (s) => s.calls.some((c) => c.party.number === '0312340001' && c.phase === 'talking'));
});

test('in the smallest window one can still remove a phone, and sees which app this is', async (t) => {
  const page = await visit(t, { viewport: SMALL, locale: 'en' });
  await logIn(page);
  await page.evaluate(() => (window.location.hash = '#/me/devices'));
  const remove = page.getByRole('button', { name: /Remove 机の電話/ });
  await remove.waitFor();
  const [box, main] = [await remove.boundingBox(), await page.locator('#page').boundingBox()];
  assert.ok(box.x + box.width <= main.x + main.width);
  await page.evaluate(() => (window.location.hash = '#/me/about'));
  await page.getByText('App version').waitFor();
  await page.getByText('1.0.0').first().waitFor();
});

test('of many colleagues the nearest are offered first, and groups keep their places', async (t) => {
  const page = await visit(t);
  await logIn(page);
  await page.evaluate(() => {
    for (let i = 0; i < 200; i++) window.mock.site.set('agents', `b_${i}`, { ...window.mock.site.state.agents.a_3, id: `b_${i}`, name: `同僚 ${i}`, nickname: `同僚${i}`, extension: String(5000 + i), state: i % 2 ? 'offline' : 'available' });
  });
  await talk(page);
  await page.keyboard.press('F4');
  const panel = page.getByRole('region', { name: '転送先' });
  await panel.getByRole('option', { name: /受注/ }).waitFor();
  assert.equal(await panel.getByRole('option', { name: /同僚1 / }).count(), 0);
  await panel.getByRole('combobox').and(page.locator(':focus')).waitFor();
  await page.keyboard.insertText('同僚199');
  await panel.getByRole('option', { name: /同僚199/ }).waitFor();
  assert.deepEqual(await seat(page, (s) => s.calls.map((c) => c.phase)), ['talking']);
  assert.equal(TAMURA.number, await seat(page, (s) => s.calls[0].party.number));
});
