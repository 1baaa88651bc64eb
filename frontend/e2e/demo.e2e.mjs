// What only the real server with its demo can show: rights, locks, statuses, explanations, a server that stands still.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DEMO_PASSWORD, logIn, SERVER_PID, start, stop, visit, WITHOUT_DEMO, untilSeen } from './browser.mjs';

const skip = WITHOUT_DEMO;
let base;
before(async () => {
  base = await start();
});
after(stop);

/** Fails the login until the server has answered, and gives the answer's status. */
async function tryPassword(page, id, password) {
  await page.locator('input[name=username]').fill(id);
  await page.locator('input[name=password]').fill(password);
  const [answer] = await Promise.all([page.waitForResponse((r) => r.url().endsWith('/api/v1/session') && r.request().method() === 'POST'), page.keyboard.press('Enter')]);
  return answer.status();
}

test('five wrong passwords lock the login, and the page says what to do', { skip }, async (t) => {
  const page = await visit(t);
  const answers = [];
  for (let i = 0; i < 5; i++) answers.push(await tryPassword(page, 'kato', `wrong-${i}`));
  assert.deepEqual(answers.slice(0, 4), [401, 401, 401, 401]);
  assert.equal(await tryPassword(page, 'kato', DEMO_PASSWORD), 423);
  await page.getByRole('alert').getByText('このログインIDはロックされています。').waitFor();
  await page.getByRole('alert').getByText(/管理者にログインロックの解除を依頼/).waitFor();
});

test('an agent sees the own calls and no floor, and changes nobody else', { skip }, async (t) => {
  const page = await visit(t, 'ja', '/realtime');
  await logIn(page, 'ito', DEMO_PASSWORD);
  await page.waitForURL(/\/history/);
  await page.getByRole('heading', { name: '通話履歴' }).waitFor();
  assert.equal(await page.getByRole('link', { name: 'SV' }).count(), 0);
  await page.getByRole('button', { name: '総合 のステータス' }).waitFor();
  assert.equal(await page.getByRole('button', { name: '受注 のステータス' }).count(), 0);
  const other = await page.evaluate(async () => {
    const { items } = await (await fetch('/api/v1/choices/agents')).json();
    const body = JSON.stringify({ scope: 'all', status: 'available' });
    const target = items.find((a) => a.extension === '2001') ?? { id: '00000000-0000-7000-8000-000000000000' };
    return (await fetch(`/api/v1/agents/${target.id}/status`, { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body })).status;
  });
  assert.ok(other === 403 || other === 404, `the server answered ${other}`);
});

test("a supervisor's change of a status reaches the agent's own screen, and is taken back", { skip }, async (t) => {
  const agent = await visit(t, 'ja');
  await logIn(agent, 'yamamoto', DEMO_PASSWORD);
  const floor = await visit(t, 'ja');
  await logIn(floor, 'yamada', DEMO_PASSWORD);
  const tile = floor.getByRole('region', { name: 'エージェント' }).getByRole('button', { name: '山本 葵 のステータスを変更' });
  const tag = agent.getByRole('button', { name: '総合 のステータス' });
  await tag.waitFor();
  const choose = async (name) => {
    await tile.click();
    await floor.getByRole('menuitem', { name }).click();
  };
  await untilSeen(() => choose('研修'), tag.filter({ hasText: '研修' }));
  await untilSeen(() => choose('待機'), tag.filter({ hasNotText: '研修' }));
});

test('a refused change of a status says why', { skip }, async (t) => {
  const page = await visit(t, 'ja', '/', (p) =>
    p.route('**/api/v1/agents/*/status', (route) => route.fulfill({ status: 409, contentType: 'application/problem+json', body: '{"code":"conflict","detail":"現在の状態ではこの操作を行えません。"}' })),
  );
  await logIn(page, 'yamada', DEMO_PASSWORD);
  await page.getByRole('button', { name: '右側を表示する' }).click();
  await page.getByRole('complementary', { name: 'プレゼンス' }).getByRole('button').filter({ hasText: 'さとう' }).click();
  await page.getByRole('menuitem', { name: '会議' }).click();
  await page.getByRole('alert').getByText('現在の状態ではこの操作を行えません。').waitFor();
});

test('a running call counts in the history and becomes a finished one in place', { skip }, async (t) => {
  const page = await visit(t, 'ja', '/history');
  await logIn(page);
  const running = page.locator('[data-id]').filter({ hasText: /通話中/ }).first();
  await running.waitFor({ timeout: 300_000 });
  const row = page.locator(`[data-id="${await running.getAttribute('data-id')}"]`);
  // It counts, unless it was about to end.
  const over = row.filter({ hasNotText: /通話中|保留中/ });
  await row.getByRole('timer').or(over).first().waitFor();
  const [first = ''] = await row.getByRole('timer').allTextContents();
  await row.getByRole('timer').filter({ hasNotText: first }).or(over).first().waitFor();
  await over.waitFor({ timeout: 300_000 });
  await row.getByRole('timer').waitFor({ state: 'detached' });
});

test('a call tells its quality, and why it rang where it rang', { skip }, async (t) => {
  const page = await visit(t, 'ja', '/history?direction=in&result=answered');
  await logIn(page);
  const recorded = page.locator('[data-id]').filter({ has: page.getByRole('button', { name: '再生' }) }).first();
  await recorded.waitFor({ timeout: 300_000 });
  // By its address: a call that comes in meanwhile moves the rows under a pointer.
  await page.goto(`${base}/history/${await recorded.getAttribute('data-id')}?direction=in&result=answered`);
  const quality = page.getByRole('table', { name: '音声品質' });
  await quality.waitFor();
  const cells = await quality.locator('tbody tr').first().locator('td').allInnerTexts();
  assert.match(cells[0], /^[1-4]\.\d\d$/);
  assert.match(cells[1], /^\d+\.\d%$/);
  assert.match(cells[2], /^\d+\.\d ms$/);
  const why = page.getByRole('button', { name: '呼び出した理由' }).first();
  await why.click();
  const reasons = page.locator('[data-chosen]').filter({ has: page.getByRole('img', { name: '呼び出し' }) });
  await reasons.first().waitFor();
  const text = await page.locator(`[id="${await why.getAttribute('aria-controls')}"]`).innerText();
  assert.doesNotMatch(text, /[0-9a-f]{8}-|[a-z]+-[a-z]+/, 'an identifier or code is shown instead of words');
});

test('a session that was ended elsewhere leads to the login', { skip }, async (t) => {
  const page = await visit(t, 'ja');
  await logIn(page, 'nakamura', DEMO_PASSWORD);
  await page.getByText('接続済み').waitFor();
  assert.equal(await page.evaluate(async () => (await fetch('/api/v1/session', { method: 'DELETE' })).status), 204);
  await page.getByText('ログインの有効期限が切れました。').waitFor({ timeout: 180_000 });
});

test('a server that stands still is told, and the figures come back by themselves', { skip: skip || (!SERVER_PID && 'needs YOBIRIN_SERVER_PID') }, async (t) => {
  const page = await visit(t);
  await logIn(page);
  await page.getByText('接続済み').waitFor();
  await page.getByRole('table').locator('tbody tr').first().waitFor();
  process.kill(SERVER_PID, 'SIGSTOP');
  const bar = page.getByRole('alert').filter({ hasText: 'サーバーとの接続が切れました' });
  try {
    await bar.waitFor({ timeout: 180_000 });
  } finally {
    process.kill(SERVER_PID, 'SIGCONT');
  }
  await bar.waitFor({ state: 'detached', timeout: 180_000 });
  await page.getByText('接続済み').waitFor();
});
