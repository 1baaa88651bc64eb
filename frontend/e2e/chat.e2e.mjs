// Agents write to each other and to their groups, each at a browser of their own (W-CHAT-1, W-CHAT-2, C-OPS-1).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start, stop, visit, logIn, DEMO_PASSWORD, WITHOUT_DEMO, serious as faults } from './browser.mjs';

const skip = WITHOUT_DEMO;
const SIZE = { viewport: { width: 1600, height: 900 } };
const WORDS = {
  ja: { chat: 'チャット', presence: 'プレゼンス', message: 'メッセージ', bold: '太文字', red: '赤文字', back: '会話の一覧へ戻る', read: /^既読/, typing: /が入力中…/, find: '相手・メッセージを探す', unread: /未読 \d+件/, unreadFrom: 'ここから未読', older: '最新へ', retry: '再送' },
  en: { chat: 'Chat', presence: 'Presence', message: 'Message', bold: 'Bold', red: 'Red', back: 'Back to the conversations', read: /^Read/, typing: /is writing…/, find: 'Find people and messages', unread: /\d+ unread/, unreadFrom: 'Unread from here', older: 'To the newest', retry: 'Send again' },
};
before(start);
after(stop);

/** Notes desktop notifications instead of showing them. */
function keepNotifications() {
  window.notified = [];
  window.Notification = class {
    static permission = 'granted';
    constructor(title, { body }) {
      window.notified.push({ title, body });
    }
    close() {}
  };
}

/** Somebody logged in, with the helpers of one language. */
async function person(t, login, lang = 'ja', options = {}) {
  const page = await visit(t, lang, '/', (fresh) => Promise.all([fresh.addInitScript(keepSockets), fresh.addInitScript(keepNotifications), fresh.addInitScript((language) => language === 'en' && localStorage.setItem('yobirin.language', language), lang)]), { ...SIZE, ...options });
  const w = WORDS[lang];
  await logIn(page, login, DEMO_PASSWORD);
  const side = page.getByRole('complementary');
  const area = page.getByRole('textbox', { name: w.message, exact: true });
  return {
    page, w, side, area, login,
    me: await page.evaluate(async () => (await (await fetch('/api/v1/session')).json()).agent),
    icon: (name) => side.getByRole('button', { name: new RegExp(`^${name}( |$)`) }),
    rows: side.locator('[data-thread]'),
    badge: side.getByRole('button', { name: new RegExp(`^${w.chat} .*${w.unread.source}`) }),
    messages: page.locator('[data-seq]'),
    last: page.locator('[data-seq]').last(),
    write: async (text) => {
      await area.fill(text);
      await area.press('Enter');
    },
  };
}

const showChat = (who) => who.icon(who.w.chat).click();
/** Opens the conversation with an agent as one does: by looking for the name. */
async function openWith(who, other) {
  await showChat(who);
  const back = who.page.getByRole('button', { name: who.w.back });
  const find = who.page.getByRole('searchbox', { name: who.w.find });
  await back.or(find).first().waitFor();
  if (await back.count()) await back.click();
  await find.fill(other.me.extension);
  await who.side.getByRole('region').getByRole('button', { name: other.me.nickname || other.me.name }).first().click();
  await who.area.waitFor();
}
const unique = (text) => `${text} ${Date.now().toString(36)}`;

for (const lang of ['ja', 'en']) {
  test(`a message arrives live, marks and read marks with it (${lang})`, { skip }, async (t) => {
    const sato = await person(t, 'ishii', lang);
    const ito = await person(t, 'tanaka', lang);
    await openWith(sato, ito);
    await openWith(ito, sato);
    await sato.page.bringToFront();
    // It is shown for some seconds: who writes on is seen writing, however slow a machine is.
    const seen = ito.page.getByText(sato.w.typing).waitFor();
    let shown = false;
    const end = seen.then(() => (shown = true), () => (shown = true));
    for (await sato.area.pressSequentially('a'); !shown; await Promise.race([end, sato.page.waitForTimeout(3500)])) await sato.area.pressSequentially('a');
    await seen;
    const text = unique('折返しをお願いします');
    await sato.page.getByRole('button', { name: sato.w.bold, exact: true }).click();
    await sato.page.getByRole('button', { name: sato.w.red, exact: true }).click();
    await sato.area.fill(`${text}\n二行目`);
    await sato.area.press('Enter');
    const arrived = ito.messages.filter({ hasText: text });
    await arrived.waitFor();
    const style = await arrived.locator('p').evaluate((p) => [getComputedStyle(p).fontWeight, getComputedStyle(p).color, p.textContent]);
    const plain = await ito.page.evaluate(() => getComputedStyle(document.body).color);
    assert.equal(style[0], '700');
    assert.notEqual(style[1], plain);
    assert.equal(style[2], `${text}\n二行目`);
    assert.equal(await sato.page.getByRole('button', { name: sato.w.bold, exact: true }).getAttribute('aria-pressed'), 'false'); // for one message
    await ito.page.bringToFront();
    await sato.messages.filter({ hasText: text }).getByText(sato.w.read).waitFor();
    assert.equal(await sato.messages.filter({ hasText: text }).count(), 1);
    assert.deepEqual(await faults(sato.page), []);
  });

  test(`what comes while one is elsewhere is counted, bold and red, until it is read (${lang})`, { skip }, async (t) => {
    const sato = await person(t, 'ishii', lang);
    const ito = await person(t, 'tanaka', lang);
    await openWith(sato, ito);
    await ito.icon(ito.w.presence).click();
    const text = unique('至急');
    await sato.write(text);
    await ito.badge.waitFor();
    await ito.page.waitForFunction((words) => window.notified.some((n) => n.body === words && /いしい/.test(n.title)), text);
    assert.equal((await sato.page.evaluate(() => window.notified)).length, 0);
    await showChat(ito);
    const row = ito.side.locator('[data-thread][data-unread]').filter({ hasText: text });
    await row.waitFor();
    assert.equal(await row.getAttribute('data-fresh'), 'true');
    const look = await row.getByText(text).evaluate((el) => [getComputedStyle(el).fontWeight, getComputedStyle(el).color]);
    assert.equal(look[0], '700');
    assert.notEqual(look[1], await ito.page.evaluate(() => getComputedStyle(document.body).color));
    assert.deepEqual(await faults(ito.page), []);
    await row.click();
    await ito.page.getByText(ito.w.unreadFrom).waitFor();
    await ito.page.getByRole('button', { name: ito.w.back }).click();
    await ito.side.locator('[data-thread]').filter({ hasText: text }).and(ito.page.locator(':not([data-unread])')).waitFor();
  });
}

test('an agent who was not logged in finds the message at the login', { skip }, async (t) => {
  const sato = await person(t, 'ishii');
  const ito = await person(t, 'tanaka');
  await openWith(sato, ito);
  await ito.page.close();
  const text = unique('お先に失礼します');
  await sato.write(text);
  await sato.messages.filter({ hasText: text }).waitFor();
  const back = await person(t, 'tanaka');
  await back.badge.waitFor();
  await showChat(back);
  const row = back.rows.filter({ hasText: text });
  await row.waitFor();
  assert.equal(await row.getAttribute('data-unread'), 'true');
  assert.equal(await row.getAttribute('data-fresh'), null); // it did not just come
  await row.click();
  await back.messages.filter({ hasText: text }).waitFor();
});

/** No network any more: what is open closes, and nothing opens. */
async function lose(page) {
  await page.context().setOffline(true);
  await page.evaluate(() => window.sockets.forEach((socket) => socket.close()));
}

/** Keeps the page's sockets, so that a test can cut them. */
function keepSockets() {
  window.sockets = [];
  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(...args) {
      super(...args);
      window.sockets.push(this);
    }
  };
}

test('what is written while the server is away is sent once when it is back, and what came meanwhile is there', { skip }, async (t) => {
  const sato = await person(t, 'ishii');
  const ito = await person(t, 'tanaka');
  await openWith(sato, ito);
  await openWith(ito, sato);
  await lose(sato.page);
  const [mine, his] = [unique('オフライン中に書いた'), unique('その間に届いた')];
  await sato.write(mine);
  const waiting = sato.page.locator('[data-pending=waiting]').filter({ hasText: mine });
  await waiting.getByText('サーバーに接続できません').waitFor();
  await sato.area.fill('長い下書き\n'.repeat(9)); // the field grows: who was at the end stays there
  await sato.page.waitForFunction(() => {
    const box = document.querySelector('[role=log]');
    return box.scrollHeight - box.scrollTop - box.clientHeight <= 2;
  });
  await sato.area.fill('');
  await ito.write(his);
  await ito.messages.filter({ hasText: his }).waitFor();
  assert.equal(await sato.messages.filter({ hasText: his }).count(), 0);
  await sato.page.context().setOffline(false);
  await sato.messages.filter({ hasText: mine }).waitFor({ timeout: 180_000 });
  await sato.messages.filter({ hasText: his }).waitFor();
  await ito.messages.filter({ hasText: mine }).waitFor();
  for (const who of [sato, ito]) assert.equal(await who.messages.filter({ hasText: mine }).count(), 1);
});

test('a message is found by two characters of it, and shown where it stands', { skip }, async (t) => {
  const sato = await person(t, 'ishii');
  const ito = await person(t, 'tanaka');
  await openWith(sato, ito);
  const mark = unique('ｶﾞｽ料金の見積');
  await sato.write(mark);
  await sato.messages.filter({ hasText: mark }).waitFor();
  for (let i = 0; i < 12; i++) await sato.write(`${i} 行目`);
  await showChat(ito);
  await ito.page.getByRole('searchbox', { name: ito.w.find }).fill('見積 ガス');
  const hit = ito.side.locator('[data-hit]').filter({ hasText: mark });
  await hit.waitFor();
  assert.deepEqual(await faults(ito.page), []);
  await hit.click();
  await ito.page.locator('[data-marked]').filter({ hasText: mark }).waitFor();
  await ito.page.getByRole('button', { name: ito.w.back }).click();
  await ito.page.getByRole('searchbox', { name: ito.w.find }).fill('zzzzqqqq');
  await ito.page.getByText('該当するものがありません').waitFor();
});

test('texts that look like pages are texts', { skip }, async (t) => {
  const sato = await person(t, 'ishii');
  const ito = await person(t, 'tanaka');
  await openWith(sato, ito);
  await openWith(ito, sato);
  const hostile = ['<img src=x onerror="window.hurt=1">', '<script>window.hurt=1</script>', '<a href="javascript:window.hurt=1">x</a>', '"><svg onload=window.hurt=1>', 'javascript:window.hurt=1', '\u202egnp.exe', '{{7*7}} ${7*7} &lt;b&gt;'];
  for (const text of hostile) {
    await sato.write(text);
    await ito.last.locator('p').filter({ hasText: text }).waitFor();
    assert.equal(await ito.last.locator('p').evaluate((p) => p.textContent), text);
    assert.equal(await ito.last.locator('img, script, svg, iframe, a').count(), 0);
  }
  await ito.page.getByRole('button', { name: ito.w.back }).click();
  await ito.rows.first().waitFor();
  for (const who of [sato, ito]) assert.equal(await who.page.evaluate(() => window.hurt), undefined);
});

test('a reference to a call opens it for who may see it, and is bare text for others', { skip }, async (t) => {
  const boss = await person(t, 'yamada');
  const ito = await person(t, 'tanaka');
  const id = await boss.page.evaluate(async (agent) => {
    for (;;) {
      const { items } = await (await fetch('/api/v1/calls?limit=100')).json();
      const found = items.find((c) => c.endedAt && c.agent?.id !== agent);
      const seen = found && (await fetch(`/api/v1/calls/${found.id}`)).ok;
      if (seen) return found.id;
      await new Promise((done) => setTimeout(done, 1000));
    }
  }, ito.me.id);
  await openWith(boss, ito);
  await openWith(ito, boss);
  const before = await boss.messages.count();
  await boss.write(`この通話を確認してください call:${id} customer:${id}`);
  await boss.messages.nth(before).waitFor();
  const link = boss.last.getByRole('button', { name: /^通話 / });
  await link.waitFor();
  assert.equal(await boss.last.locator('[data-hidden]').count(), 1); // customers do not exist yet
  await ito.last.getByText(`call:${id}`, { exact: false }).first().waitFor();
  await ito.last.locator('[data-hidden][title]').first().waitFor();
  assert.equal(await ito.last.getByRole('button').count(), 0);
  await link.click();
  await boss.page.waitForURL(new RegExp(`/history/${id}`));
  assert.deepEqual(await faults(boss.page), []);
});

test('a group is written to by its members alone, and files by whom they are meant for', { skip }, async (t) => {
  const sato = await person(t, 'ishii');
  const boss = await person(t, 'yamada');
  await showChat(boss);
  const all = await boss.page.evaluate(async () => (await (await fetch('/api/v1/chat/threads')).json()).items);
  const own = await sato.page.evaluate(async () => (await (await fetch('/api/v1/chat/threads')).json()).items);
  const groups = all.filter((one) => one.kind === 'group');
  const foreign = groups.find((one) => !own.some((mine) => mine.id === one.id));
  assert.ok(groups.length > own.filter((one) => one.kind === 'group').length && foreign);
  const tries = await sato.page.evaluate(async (id) => {
    const json = { 'Content-Type': 'application/json' };
    const path = `/api/v1/chat/threads/${id}`;
    return Promise.all([
      fetch(`${path}/messages`), fetch(`${path}/messages`, { method: 'POST', headers: json, body: '{"ref":"12345678","text":"x"}' }),
      fetch(`${path}/read`, { method: 'PUT', headers: json, body: '{"seq":1}' }), fetch(`${path}/typing`, { method: 'POST' }),
      fetch(`${path}/files?name=a`, { method: 'POST', body: 'x' }), fetch(`/api/v1/chat/search?q=x&thread=${id}`),
    ].map(async (asked) => (await asked).status));
  }, foreign.id);
  assert.deepEqual(tries, [404, 404, 404, 404, 404, 404]);

  await openWith(sato, boss);
  await openWith(boss, sato);
  const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
  await sato.page.locator('input[type=file]').setInputFiles([{ name: '見積.png', mimeType: 'image/png', buffer: png }, { name: 'page.html', mimeType: 'text/html', buffer: Buffer.from('<script>window.hurt=1</script>') }]);
  await sato.page.getByText('page.html').waitFor();
  await sato.page.waitForFunction(() => document.querySelectorAll('[data-status=ready]').length === 2);
  const text = unique('資料です');
  await sato.write(text);
  const arrived = boss.messages.filter({ hasText: text });
  await arrived.getByRole('img', { name: '画像 見積.png' }).waitFor();
  assert.ok(await arrived.getByRole('img').evaluate((img) => img.decode().then(() => img.naturalWidth === 1)));
  const links = await arrived.getByRole('link').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
  const taken = await boss.page.evaluate(async (hrefs) => Promise.all(hrefs.map(async (href) => {
    const answer = await fetch(href);
    return [answer.status, ...['content-type', 'content-disposition', 'x-content-type-options', 'content-security-policy'].map((h) => answer.headers.get(h))];
  })), links);
  assert.deepEqual(taken.map((h) => [h[0], h[1], h[3], h[4]]), [[200, 'image/png', 'nosniff', "default-src 'none'; sandbox"], [200, 'application/octet-stream', 'nosniff', "default-src 'none'; sandbox"]]);
  for (const h of taken) assert.match(h[2], /^attachment/);
  const stranger = await person(t, 'tanaka');
  for (const href of links) assert.equal(await stranger.page.evaluate(async (url) => (await fetch(url)).status, href), 404);
});

test('presence offers chat on an agent, and a long history loads backwards without a jump', { skip }, async (t) => {
  const sato = await person(t, 'ishii');
  const boss = await person(t, 'yamada');
  await sato.icon(sato.w.presence).click();
  const agents = sato.side.getByRole('listitem').getByRole('button');
  await agents.first().focus();
  await sato.page.keyboard.press('ArrowDown');
  await agents.nth(1).and(sato.page.locator(':focus')).waitFor();
  const counted = await sato.side.getByRole('group', { name: '状態ごとの人数' }).getByRole('button').allInnerTexts();
  assert.equal(counted.reduce((sum, text) => sum + Number(/\d+$/.exec(text)[0]), 0), await sato.page.evaluate(async () => (await (await fetch('/api/v1/floor')).json()).agents.length));
  await sato.side.getByRole('searchbox').fill(boss.me.extension);
  await sato.side.getByRole('listitem').filter({ hasText: boss.me.extension }).getByRole('button').click();
  await sato.page.getByRole('menuitem', { name: 'チャット' }).click();
  await sato.area.waitFor();
  const [open] = await sato.page.evaluate(async (agent) => (await (await fetch('/api/v1/chat/threads')).json()).items.filter((one) => one.agent === agent), boss.me.id);
  const thread = open?.id ?? (await sato.page.evaluate(async (agent) => (await (await fetch(`/api/v1/chat/agents/${agent}`, { method: 'POST' })).json()).id, boss.me.id));
  // Both fill the conversation at their allowed pace.
  const fill = (who) => who.page.evaluate(async (id) => {
    for (let i = 0; i < 60; ) {
      const answer = await fetch(`/api/v1/chat/threads/${id}/messages`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ ref: crypto.randomUUID(), text: `${i} 番の${'長い'.repeat((i * 7) % 40)}行` }) });
      if (answer.ok) i++;
      else if (answer.status !== 429) throw new Error(String(answer.status));
      else await new Promise((done) => setTimeout(done, 300));
    }
  }, thread);
  await Promise.all([fill(sato), fill(boss)]);
  await sato.page.reload();
  await showChat(sato);
  await sato.rows.and(sato.page.locator(`[data-thread="${thread}"]`)).click();
  await sato.last.waitFor();
  const log = sato.page.getByRole('log');
  const newest = Number(await sato.last.getAttribute('data-seq'));
  let jumps = 0;
  for (const end = Date.now() + 60_000; Date.now() < end; ) { // older messages come as fast as the machine is
    const step = await log.evaluate(async (box) => {
      const mark = [...box.querySelectorAll('[data-seq]')].find((m) => m.getBoundingClientRect().bottom > box.getBoundingClientRect().top + 80);
      const before = mark.getBoundingClientRect().top;
      const wish = Math.min(150, box.scrollTop);
      box.scrollTop -= wish;
      await new Promise((done) => setTimeout(done, 120));
      return { moved: mark.isConnected ? mark.getBoundingClientRect().top - before : undefined, wish, top: box.scrollTop, first: Number(box.querySelector('[data-seq]').dataset.seq) };
    });
    if (step.moved !== undefined && Math.abs(step.moved - step.wish) > 2) jumps++;
    if (newest - step.first > 100 && step.top === 0) break;
  }
  assert.equal(jumps, 0);
  assert.ok((await sato.messages.count()) <= 200);
  const first = Number(await sato.messages.first().getAttribute('data-seq'));
  assert.ok(newest - first > 100, `${first} … ${newest}`);
  await sato.page.getByRole('button', { name: sato.w.older }).click();
  await sato.page.locator(`[data-seq="${newest}"]`).waitFor();
});

test('an input method’s Enter sends nothing, Shift+Enter begins a line, a draft outlives a reload', { skip }, async (t) => {
  const sato = await person(t, 'ishii');
  const ito = await person(t, 'tanaka');
  await openWith(sato, ito);
  const sent = [];
  sato.page.on('request', (request) => request.method() === 'POST' && request.url().endsWith('/messages') && sent.push(request.url()));
  const client = await sato.page.context().newCDPSession(sato.page);
  await sato.area.focus();
  await client.send('Input.imeSetComposition', { text: 'へんかん', selectionStart: 4, selectionEnd: 4 });
  await sato.page.evaluate(() => document.addEventListener('keydown', (event) => (window.composed = event.key === 'Enter' && event.isComposing), true));
  await client.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 229 });
  await client.send('Input.dispatchKeyEvent', { type: 'keyUp', key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 229 });
  assert.equal(await sato.page.evaluate(() => window.composed), true);
  await client.send('Input.insertText', { text: '変換' });
  assert.match(await sato.area.inputValue(), /変換/);
  await sato.area.press('Shift+Enter');
  await sato.area.pressSequentially('次の行');
  assert.equal(sent.length, 0);
  const draft = await sato.area.inputValue();
  assert.match(draft, /変換\n次の行$/);
  await sato.page.reload();
  await showChat(sato);
  await openWith(sato, ito);
  assert.equal(await sato.area.inputValue(), draft);
  await sato.area.fill('');
});
