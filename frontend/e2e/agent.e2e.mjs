// The agent app's phone on a seat in memory: every flow, mostly without a mouse.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { freeze, hand, logIn, phase, ring, seat, stage, start, step, stop, TAMURA, talk, thaw, until, visit } from './agent-app.mjs';

before(start);
after(stop);

test('the switch says the truth: on, off, registering, failed and why', async (t) => {
  const page = await visit(t);
  await logIn(page);
  const power = page.getByRole('switch', { name: '電話' });
  assert.equal(await power.getAttribute('aria-checked'), 'true');
  await page.keyboard.press('Alt+o');
  await page.getByText('OFF（発着信できません）').waitFor();
  await page.getByText('電話はOFFです').waitFor();
  await power.focus();
  await freeze(page);
  await page.keyboard.press('Space');
  await page.getByText('登録しています…').waitFor();
  await thaw(page);
  await page.locator('[data-state=registered]').first().waitFor();
  await page.evaluate(() => window.mock.seat.change((s) => Object.assign(s.phone, { state: 'failed', trouble: { code: 'sip_unreachable' } })));
  await page.getByText('登録できません', { exact: true }).waitFor();
  await page.getByRole('alert').getByText('電話サーバーに接続できません。').waitFor();
});

test('a call comes in: who, number, group and number called are seen, F2 answers, keys work it, F9 ends it', async (t) => {
  const page = await visit(t);
  await logIn(page);
  const line = await ring(page, TAMURA, { groupName: '受注', groupColor: '#e8590c', called: { number: '0120123456', name: 'フリーダイヤル', withheld: false, agent: '' } });
  const now = stage(page);
  for (const words of ['外線着信', '田村', '03-1234-1234', '受注', '着信先 フリーダイヤル', '待ち']) await now.getByText(words).first().waitFor();
  await page.keyboard.press('F2');
  await page.locator('[data-phase=talking]').waitFor();
  await page.keyboard.press('F3');
  await page.locator('[data-phase=holding]').waitFor();
  await page.keyboard.press('F3');
  await page.locator('[data-phase=talking]').waitFor();
  await page.keyboard.press('F6');
  await page.getByText('消音中').waitFor();
  assert.equal(await page.getByRole('button', { name: /消音解除/ }).getAttribute('aria-pressed'), 'true');
  await page.keyboard.press('F6');
  await page.keyboard.press('F8');
  await page.getByText('録音中', { exact: true }).waitFor();
  await page.keyboard.press('Shift+F8');
  await page.getByText('録音を一時停止中').waitFor();
  assert.equal(await page.evaluate((l) => window.mock.seat.state.calls.find((c) => c.line === l).muted, line), false);
  await page.getByRole('group', { name: '音声品質' }).getByText(/^MOS 4/).waitFor();
  await freeze(page);
  await page.keyboard.press('F9');
  await page.getByText('終了しました').waitFor();
  await thaw(page);
  await page.getByText('着信を待っています').waitFor();
});

test('nothing of the pane moves while a call comes, goes on and ends', async (t) => {
  const page = await visit(t);
  await logIn(page);
  const places = () => page.locator('[data-action]').evaluateAll((all) => all.map((el) => `${el.dataset.action} ${Math.round(el.getBoundingClientRect().left)} ${Math.round(el.getBoundingClientRect().top)}`));
  const idle = await places();
  assert.equal(idle.length, 10);
  const line = await ring(page, { number: '0312341234', name: 'とても長い名前の株式会社サンプル商事ホールディングス東日本営業本部' }, { groupName: 'とても長いグループ名のグループ', groupColor: '#e8590c' });
  await page.locator('[data-phase=offered]').waitFor();
  assert.deepEqual(await places(), idle, 'ringing');
  await page.keyboard.press('F2');
  await page.locator('[data-phase=talking]').waitFor();
  await page.keyboard.press('F8');
  await page.getByText('録音中', { exact: true }).waitFor();
  assert.deepEqual(await places(), idle, 'talking');
  await page.evaluate((l) => window.mock.seat.with(l, (c) => (c.trouble = { code: 'no_audio' })), line);
  await page.getByText('相手の音声が届いていません。').waitFor();
  assert.deepEqual(await places(), idle, 'trouble');
  await page.keyboard.press('F7');
  await page.getByRole('region', { name: '保留転送先' }).waitFor();
  assert.deepEqual(await places(), idle, 'transfer panel');
  await page.keyboard.press('Escape');
  await freeze(page);
  await page.keyboard.press('F9');
  await page.locator('[data-phase=ended]').waitFor();
  assert.deepEqual(await places(), idle, 'ended');
});

test('a call is refused, answered elsewhere, or missed, and each is said', async (t) => {
  const page = await visit(t);
  await logIn(page);
  await ring(page);
  await page.getByRole('button', { name: /拒否/ }).waitFor();
  await freeze(page);
  await page.keyboard.press('F9');
  await page.getByText('終了しました').waitFor();
  await step(page);
  const elsewhere = await ring(page);
  await page.evaluate((l) => window.mock.seat.end(l, 'elsewhere'), elsewhere);
  await page.getByText('他の電話で応答しました').waitFor();
  await thaw(page);
  const missed = await ring(page, { number: '09012345678' });
  await page.evaluate((l) => window.mock.seat.end(l, 'missed'), missed);
  const toast = page.getByRole('status').filter({ hasText: '不在着信：090-1234-5678' });
  await toast.waitFor();
  await toast.getByRole('button', { name: '折り返す' }).click();
  await until(page, (s) => s.lastDialed === '09012345678' && s.notices.length === 0);
});

test('a second call rings while one talks: it is a second card; answering holds the first, and one switches between them', async (t) => {
  const page = await visit(t);
  await logIn(page);
  const first = await talk(page);
  const second = await ring(page, { number: '09011112222' });
  const card = page.getByRole('region', { name: '外線着信: 090-1111-2222' });
  await card.waitFor();
  await page.keyboard.press('F2');
  await until(page, (s, l) => s.calls.find((c) => c.line === l).phase === 'talking', second);
  assert.equal(await phase(page, first), 'holding');
  await page.getByRole('region', { name: /保留中: .*田村/ }).waitFor();
  await page.keyboard.press('Shift+F6');
  await until(page, (s, l) => s.calls.find((c) => c.line === l).phase === 'talking', first);
  assert.equal(await phase(page, second), 'holding');
  const third = await ring(page, { number: '0311111111' });
  await page.keyboard.press('Shift+F2');
  await until(page, (s, l) => s.calls.find((c) => c.line === l)?.phase === 'ended', third);
  assert.equal(await phase(page, first), 'talking');
});

test('dialing takes any paste, names and redial; what cannot be called is said in words', async (t) => {
  const page = await visit(t);
  await logIn(page);
  const field = page.getByRole('combobox', { name: '電話番号、名前、内線' });
  await page.keyboard.press('Alt+d');
  await page.locator('[role=combobox]:focus').waitFor();
  await page.keyboard.insertText('＋８１（３）１２３４−５６７８'.replace('−', '-'));
  await page.keyboard.press('Enter');
  await until(page, (s) => s.lastDialed === '0312345678' && s.calls.length === 1);
  await page.locator('[data-phase=talking]').waitFor();
  assert.equal(await field.inputValue(), '');
  await page.keyboard.press('F9');
  await page.getByText('着信を待っています').waitFor();
  await freeze(page);
  await page.keyboard.press('Alt+r');
  await until(page, (s) => s.calls.some((c) => c.phase === 'dialing' && c.party.number === '0312345678'));
  await thaw(page);
  await page.keyboard.press('F9');
  await field.fill('渡辺');
  await page.getByRole('option', { name: /渡辺/ }).waitFor();
  await field.press('ArrowDown');
  await field.press('Enter');
  await until(page, (s) => s.lastDialed === '2006');
  await page.keyboard.press('F9');
  // Whom alone a name fits is called by Enter; of several the first is offered before.
  await field.fill('吉田');
  await page.getByRole('option', { name: /吉田/ }).waitFor();
  await field.press('Enter');
  await until(page, (s) => s.lastDialed === '2011');
  await page.keyboard.press('F9');
  await field.fill('田');
  await page.getByRole('option', { name: /田中/ }).waitFor();
  await field.press('Enter');
  await page.locator('li[role=option][aria-selected=true]').waitFor();
  assert.equal(await seat(page, (s) => s.lastDialed), '2011');
  await field.press('Enter');
  await until(page, (s) => ['2004', '2012', '2011'].includes(s.lastDialed) && s.calls.some((c) => c.phase !== 'ended'));
  await page.keyboard.press('F9');
  await field.fill('だれでもない');
  await page.getByText('該当する人はいません。', { exact: false }).waitFor();
  await field.press('Enter');
  await page.getByRole('alert').getByText('「だれでもない」は電話番号として使えません。').waitFor();
  await freeze(page);
  await field.fill('03-1111-0001');
  await field.press('Enter');
  await until(page, (s) => s.lastDialed === '0311110001');
  await step(page);
  await page.getByRole('alert').getByText('話中です。').waitFor();
  await thaw(page);
  await page.keyboard.press('Alt+o');
  await field.fill('2003');
  await field.press('Enter');
  const off = page.getByRole('alert').getByText('電話がOFFです。');
  await off.waitFor();
  await page.keyboard.press('Alt+o');
  await page.getByText('着信を待っています').waitFor();
  assert.equal(await off.count(), 0);
});

test('Enter that ends a composition does not dial, and F-keys of an input method are its own', async (t) => {
  const page = await visit(t);
  await logIn(page);
  await page.keyboard.press('Alt+d');
  await page.keyboard.insertText('0312345678');
  const press = (key, keyCode) =>
    page.evaluate(([k, c]) => {
      const event = new KeyboardEvent('keydown', { key: k, code: k, bubbles: true, cancelable: true, isComposing: true });
      Object.defineProperty(event, 'keyCode', { value: c });
      document.activeElement.dispatchEvent(event);
    }, [key, keyCode]);
  await press('Enter', 229);
  await ring(page);
  await page.locator('[data-phase=offered]').waitFor();
  await press('F2', 229);
  assert.deepEqual(await seat(page, (s) => s.calls.map((c) => c.phase)), ['offered']);
  await page.keyboard.press('F2');
  await page.locator('[data-phase=talking]').waitFor();
});

test('a tel: link puts its number into the field and dials nothing', async (t) => {
  const page = await visit(t);
  await logIn(page);
  await page.evaluate(() => window.mock.seat.change((s) => Object.assign(s, { dial: '0398765432', dialRev: s.dialRev + 1 })));
  const field = page.getByRole('combobox', { name: '電話番号、名前、内線' });
  await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'combobox' && document.activeElement.value === '0398765432');
  assert.equal(await seat(page, (s) => s.calls.length), 0);
  await field.press('Enter');
  await until(page, (s) => s.calls.length === 1);
});

test("a link's number is seen whatever is on the screen, is kept over other panes, and does not come back once it was dialed", async (t) => {
  const page = await visit(t);
  await logIn(page);
  const left = (number) => page.evaluate((dial) => window.mock.seat.change((s) => Object.assign(s, { dial, dialRev: s.dialRev + 1 })), number);
  const field = page.getByRole('combobox', { name: '電話番号、名前、内線' });
  const holds = (number) => page.waitForFunction((n) => document.activeElement?.getAttribute('role') === 'combobox' && document.activeElement.value === n, number);
  await page.keyboard.press('Alt+3');
  await page.getByRole('searchbox').first().focus();
  await left('0398765432');
  await holds('0398765432');
  // What one has begun to write is there again after a look at something else.
  await field.fill('0398');
  await page.keyboard.press('Alt+2');
  await field.waitFor({ state: 'detached' });
  await page.keyboard.press('Alt+1');
  await field.waitFor();
  assert.equal(await field.inputValue(), '0398');
  // In a call it takes the place of the panel that asks to whom.
  await talk(page);
  await page.keyboard.press('F4');
  await page.getByRole('region', { name: '転送先' }).waitFor();
  await page.getByRole('button', { name: '右側を隠す' }).click();
  await left('0312340000');
  await holds('0312340000');
  assert.equal(await page.getByRole('region', { name: '転送先' }).count(), 0);
  await page.keyboard.press('Enter');
  await until(page, (s) => s.calls.length === 2 && s.dial === '');
  await page.waitForFunction((el) => el.value === '', await field.elementHandle());
  await page.keyboard.press('Alt+3');
  await field.waitFor({ state: 'detached' });
  await page.keyboard.press('Alt+1');
  await field.waitFor();
  assert.equal(await field.inputValue(), '');
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('role')), null);
});

test('the caller ID is chosen and kept; agents who may not call outside have none', async (t) => {
  const page = await visit(t);
  await logIn(page);
  await page.getByLabel('発番号').selectOption({ label: 'フリーダイヤル 0120-123-456' });
  await until(page, (s) => s.callerId === 'n2');
  await page.evaluate(() => window.mock.seat.change((s) => (s.noOutside = true)));
  await page.getByText('外線発信は許可されていません').waitFor();
  assert.equal(await page.getByLabel('発番号').count(), 0);
});

test('keys are sent as tones in a call, from the pad and from the keyboard, and typed into the field without one', async (t) => {
  const page = await visit(t);
  await logIn(page);
  await page.keyboard.press('Alt+k');
  const pad = page.getByRole('group', { name: 'ダイヤルパッド' });
  await pad.getByRole('button', { name: '1', exact: true }).click();
  await pad.getByRole('button', { name: '#', exact: true }).click();
  const field = page.getByRole('combobox', { name: '電話番号、名前、内線' });
  assert.equal(await field.inputValue(), '1#');
  await field.fill('');
  await talk(page);
  await page.evaluate(() => {
    window.keys = [];
    const run = window.mock.seat.run.bind(window.mock.seat);
    window.mock.seat.run = (command) => (command.type === 'press' ? window.keys.push(command.digits) && null : run(command));
  });
  const tones = page.getByRole('group', { name: '相手にボタン音を送ります' });
  await tones.getByRole('button', { name: '5', exact: true }).click();
  await page.keyboard.press('*');
  await page.keyboard.press('7');
  await tones.getByText('5*7').waitFor();
  assert.deepEqual(await page.evaluate(() => window.keys), ['5', '*', '7']);
});

test('blind transfer: refused with the reason on the call, then done', async (t) => {
  const page = await visit(t);
  await logIn(page);
  const line = await talk(page);
  await page.keyboard.press('F4');
  const panel = page.getByRole('region', { name: '転送先' });
  await panel.waitFor();
  // Who can answer comes first, groups are there too.
  assert.match(await panel.getByRole('option').first().textContent(), /高橋|伊藤|小林|山田/);
  await panel.getByRole('option', { name: '受注' }).waitFor();
  await panel.getByRole('combobox').and(page.locator(':focus')).waitFor();
  await page.keyboard.type('2999');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('転送先の番号が見つかりません。').waitFor();
  assert.equal(await phase(page, line), 'talking');
  await hand(page, 'F4', '2003');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await until(page, (s, l) => s.calls.find((c) => c.line === l).phase === 'ended', line);
});

test('consultation: ring, talk, swap, give up; then complete; all by keys', async (t) => {
  const page = await visit(t);
  await logIn(page);
  const line = await talk(page);
  const consult = () => page.evaluate((l) => window.mock.seat.state.calls.find((c) => c.line === l)?.consult, line);
  await freeze(page);
  await hand(page, 'F7', '2004');
  await page.keyboard.press('Enter');
  await until(page, (s, l) => s.calls.find((c) => c.line === l).busy === 'consult', line);
  await step(page);
  const strip = page.getByRole('region', { name: '保留転送' });
  await strip.getByText('田中 美咲 を呼び出しています。').waitFor();
  assert.equal(await strip.getByRole('button', { name: /三者通話/ }).isDisabled(), true);
  await thaw(page);
  await strip.getByText('田中 美咲 と相談中。').waitFor();
  await page.keyboard.press('Shift+F3');
  await strip.getByText('田村 と通話中。').waitFor();
  await page.keyboard.press('Shift+F9');
  await strip.waitFor({ state: 'detached' });
  assert.equal(await consult(), null);
  await hand(page, 'F7', '2004');
  await page.keyboard.press('Enter');
  await strip.getByText('と相談中。').waitFor();
  await page.keyboard.press('Shift+F4');
  await until(page, (s, l) => s.calls.find((c) => c.line === l)?.phase === 'ended', line);
});

test('three talk together, somebody else is added, and all are listed', async (t) => {
  const page = await visit(t);
  await logIn(page);
  await talk(page);
  await hand(page, 'F7', '2004');
  await page.keyboard.press('Enter');
  await page.getByText('と相談中。').waitFor();
  await page.keyboard.press('Shift+F10');
  const list = page.getByRole('region', { name: '参加者' });
  await list.getByText('3人で通話中').waitFor();
  await hand(page, 'F10', '2005');
  await page.keyboard.press('Enter');
  await list.getByText('4人で通話中').waitFor();
  for (const name of ['田村', '田中 美咲', '伊藤 翔']) await list.getByText(name).waitFor();
});

test('a caller is parked, seen ticking in the list, and picked up from its menu', async (t) => {
  const page = await visit(t);
  await logIn(page);
  await talk(page);
  await page.keyboard.press('F5');
  const row = page.locator('[data-slot="9002"]');
  await row.getByText('田村').waitFor();
  const timer = row.getByRole('timer');
  const first = await timer.textContent();
  await page.waitForFunction(([el, old]) => el.textContent !== old, [await timer.elementHandle(), first]);
  await row.click();
  await page.getByRole('menuitem', { name: 'この電話で応答する' }).click();
  await page.locator('[data-phase=talking]').getByText('田村').waitFor();
  await row.waitFor({ state: 'detached' });
});

test('the call stays at hand when another pane is shown or the side is folded, and panes are remembered', async (t) => {
  const page = await visit(t);
  await logIn(page);
  await talk(page);
  await page.keyboard.press('Alt+2');
  await page.getByRole('heading', { name: 'プレゼンス' }).waitFor();
  const mini = page.getByRole('region', { name: '電話' });
  await mini.getByText('田村').waitFor();
  await mini.getByRole('button', { name: /^保留/ }).click();
  await mini.getByText('保留中').waitFor();
  await page.getByRole('button', { name: '右側を隠す' }).click();
  await mini.getByText('田村').waitFor();
  await freeze(page);
  await mini.getByRole('button', { name: /^切断/ }).click();
  await mini.getByText('終了しました').waitFor();
  await thaw(page);
  await mini.waitFor({ state: 'detached' });
  await page.keyboard.press('Alt+1');
  await page.getByText('着信を待っています').waitFor();
  assert.equal(await page.getByRole('button', { name: /^電話/, pressed: true }).count(), 1);
});

test('presence offers what can be done: call, hand on in a call; listening for supervisors only', async (t) => {
  const items = async (page) => (await page.getByRole('menuitem').allTextContents()).join('|');
  const open = async (page, name) => {
    await page.getByRole('button', { name }).first().click();
    await page.getByRole('menuitem').first().waitFor();
  };
  const agent = await visit(t);
  await logIn(agent);
  await talk(agent);
  await agent.keyboard.press('Alt+2');
  await open(agent, /高橋/);
  const words = await items(agent);
  assert.match(words, /電話する（この電話）/);
  assert.match(words, /電話する（自分の電話機）/);
  assert.match(words, /通話を転送する/);
  assert.match(words, /通話を保留転送する/);
  assert.doesNotMatch(words, /モニタリング/);
  await agent.getByRole('menuitem', { name: '通話を保留転送する' }).click();
  await until(agent, (s) => s.calls[0].consult?.party.number === '2003');
  const supervisor = await visit(t);
  await logIn(supervisor, 'yamada');
  await supervisor.keyboard.press('Alt+2');
  await open(supervisor, /鈴木/);
  assert.match(await items(supervisor), /モニタリング.*ウィスパ.*割り込/);
  assert.doesNotMatch(await items(supervisor), /転送/);
  await supervisor.getByRole('menuitem', { name: /モニタリング/ }).click();
  await until(supervisor, (s) => s.lastDialed === '9952002');
});

test('a supervisor who listens changes how without a new call', async (t) => {
  const page = await visit(t);
  await logIn(page, 'yamada');
  const line = await talk(page);
  await page.evaluate((l) => window.mock.seat.with(l, (c) => Object.assign(c, { listener: true, listenMode: 'monitor' })), line);
  await page.getByText('モニタリング中').waitFor();
  const modes = page.getByRole('group', { name: '聞き方' });
  await modes.getByRole('button', { name: 'ウィスパリング' }).click();
  await modes.getByRole('button', { name: 'ウィスパリング', pressed: true }).waitFor();
});
