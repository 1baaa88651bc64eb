// The agent app's chat on a seat in memory: a long history, both languages, every kind of text, without a mouse.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fillChat, freeze, logIn, start, stop, talk, tellChat, visit } from './agent-app.mjs';

before(start);
after(stop);

const pane = (page) => page.getByRole('log');
const sizes = (page) => pane(page).evaluate((box) => ({ top: box.scrollTop, end: box.scrollHeight - box.clientHeight - box.scrollTop, shown: box.querySelectorAll('[data-seq]').length }));

test('of 5,000 messages a bounded part exists, what one reads stays put, and one gets to both ends', async (t) => {
  const page = await visit(t);
  await fillChat(page, 5000);
  await logIn(page);
  await page.keyboard.press('Alt+3');
  await page.locator('[data-thread=t_g]').click();
  await page.locator('[data-seq="5000"]').waitFor();
  await page.waitForFunction(() => ((box) => box.scrollHeight - box.clientHeight - box.scrollTop < 2)(document.querySelector('[role=log]')));
  // Upwards for ten pages: never more than the bound, and what was in sight before a page came still is.
  for (let reached = Number(await page.locator('[data-seq]').first().getAttribute('data-seq')); reached > 4400; ) {
    const first = reached;
    await pane(page).evaluate((box) => (box.scrollTop = 0));
    await page.waitForFunction((old) => Number(document.querySelector('[data-seq]').dataset.seq) < old, first);
    reached = Number(await page.locator('[data-seq]').first().getAttribute('data-seq'));
    assert.ok((await sizes(page)).shown <= 200);
    const still = await page.locator(`[data-seq="${first}"]`).evaluate((el) => el.getBoundingClientRect().top - el.closest('[role=log]').getBoundingClientRect().top);
    assert.ok(still > -60 && still < 120, `${first} jumped to ${still}`);
  }
  // A message that comes meanwhile moves nothing; the button leads to it.
  const seq = Number(await page.locator('[data-seq]').first().getAttribute('data-seq'));
  await tellChat(page, { text: '新しいお知らせ' });
  await page.getByRole('button', { name: /新着|最新|新しい/ }).waitFor();
  assert.equal(Number(await page.locator('[data-seq]').first().getAttribute('data-seq')), seq);
  await page.getByRole('button', { name: /新着|最新|新しい/ }).click();
  await page.locator('[data-seq="5001"]').getByText('新しいお知らせ').waitFor();
  assert.ok((await sizes(page)).shown <= 200);
});

test('markup, links, long words and signs of the other direction stay in their bubbles', async (t) => {
  const page = await visit(t, { viewport: { width: 900, height: 600 } });
  await fillChat(page, 30);
  await logIn(page);
  await page.keyboard.press('Alt+3');
  await page.locator('[data-thread=t_g]').click();
  await page.locator('[data-seq="30"]').waitFor();
  await page.getByText('<b>not bold</b>').first().waitFor();
  const out = await pane(page).evaluate((box) => {
    const right = box.getBoundingClientRect().right;
    return [...box.querySelectorAll('[data-seq] *')].filter((el) => el.getBoundingClientRect().right > right + 1).map((el) => el.textContent.slice(0, 20));
  });
  assert.deepEqual(out, []);
  assert.equal(await pane(page).evaluate((box) => box.scrollWidth > box.clientWidth), false);
  assert.equal(await page.evaluate(() => window.hurt), undefined);
});

test('an unread message is seen in the list, on the icon and in the tray; reading it while a call goes on leaves the call at hand', async (t) => {
  const page = await visit(t, { locale: 'en' });
  await fillChat(page, 3);
  await logIn(page);
  await page.getByText('Waiting for calls').waitFor();
  await tellChat(page, { thread: 't_a', author: 'a_3', authorName: '高橋', text: 'Can you take this one?' });
  await page.getByRole('button', { name: /Chat.*1/ }).waitFor();
  await talk(page);
  await page.keyboard.press('Alt+3');
  const row = page.locator('[data-thread=t_a][data-unread]');
  await row.getByText('Can you take this one?').waitFor();
  await row.focus();
  await page.keyboard.press('Enter');
  await page.locator('[data-seq="1"]').getByText('Can you take this one?').waitFor();
  await page.keyboard.insertText('Yes');
  await page.keyboard.press('Enter');
  await page.locator('[data-own]').getByText('Yes').waitFor();
  await page.locator('[data-mini]').getByText('田村').waitFor();
  await freeze(page);
  await page.keyboard.press('F9');
  await page.locator('[data-mini][data-phase=ended]').waitFor();
});

test('a click on the notification of a message opens its conversation', async (t) => {
  const page = await visit(t);
  await fillChat(page, 3);
  await logIn(page);
  await page.getByText('着信を待っています').waitFor();
  await page.evaluate(() => (document.hasFocus = () => false)); // the window lies behind others
  await tellChat(page, { thread: 't_g', author: 'a_2', authorName: '鈴木', text: '先の用件' });
  await tellChat(page, { thread: 't_a', author: 'a_3', authorName: '高橋', text: 'これをお願いします' });
  await page.waitForFunction(() => window.mock.seen.notes.length === 2);
  assert.match(await page.evaluate(() => window.mock.seen.notes.at(-1)), /高橋[^]*これをお願いします/);
  await page.evaluate(() => window.mock.tell('message.opened'));
  await page.getByRole('region', { name: '高橋' }).getByText('これをお願いします').waitFor();
});
