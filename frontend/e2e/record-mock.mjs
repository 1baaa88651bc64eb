// Made-up records for the record kit's test: the requests of contract and order of the server's room resource, in memory,
// put before any server by a route of the browser. `site.change(noun, id, patch)` is somebody else changing a record.
const AGENT = { login: '', name: '', nickname: '', role: 'agent', language: 'ja', crmSearch: true, popupOnRing: true, popupOnAnswer: false, popupTarget: 'tab', notifyExternal: true, notifyInternal: true, secondLogin: '', historyOrder: 'newest' };
const family = ['佐藤', '鈴木', '高橋', '田中', '伊藤', '渡辺', '山本', '中村', '小林', '加藤', '吉田', '山田', '佐々木', '山口', '松本', '井上', '木村', '林', '斎藤', '清水'];
const given = ['翔太', '美咲', '大輔', '陽子', '健', '愛', '誠', '由美', '拓也', '恵', '直樹', '香織'];
export const id = (n) => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`;

export class RecordMock {
  constructor({ agents = 10_000 } = {}) {
    this.count = 1_000_000;
    this.history = [];
    this.refuse = undefined;
    this.batches = new Map();
    this.nouns = {
      agents: new Map(Array.from({ length: agents }, (_, i) => [id(i + 1), { ...AGENT, id: id(i + 1), version: 1, login: `user${String(i + 1).padStart(5, '0')}`, name: `${family[i % 20]} ${given[i % 12]}`, nickname: family[i % 20], extension: String(20000 + i), role: i % 50 === 0 ? 'supervisor' : 'agent', groups: [{ id: 'g1', name: '受注', level: 1 }], ...(i === 2 ? { locked: { login: '2026-11-22T23:10:00Z' } } : {}), ...(i % 37 === 0 ? { disabled: true } : {}) }])),
      statuses: new Map([['離席中', '#e8a317', 'coffee'], ['昼休み', '#12a594', 'lunch'], ['会議', '#2f81f0', 'meeting'], ['後処理', '#8b95a3', 'pencil']].map(([name, color, icon], i) => [id(i + 1), { id: id(i + 1), version: 1, name, color, icon }])),
    };
    this.blanks = { agents: AGENT, statuses: { name: '', color: '#8b95a3', icon: 'clock' } };
    this.choices = {
      groups: [['g1', '受注', '3001', '#e8590c'], ['g2', '総合', '3002', '#1c7ed6']].map(([gid, name, extension, color]) => ({ id: gid, name, extension, color })),
      numbers: [['n1', '0312345678', '代表'], ['n2', '0120123456', 'フリーダイヤル']].map(([nid, number, name]) => ({ id: nid, number, name })),
      roles: [['agent', 'エージェント'], ['supervisor', 'SV'], ['administrator', 'システム管理者'], [id(77), '研修担当']].map(([rid, name]) => ({ id: rid, name })),
      formats: [],
    };
  }

  change(noun, rid, patch, by = '田中') {
    const before = this.nouns[noun].get(rid);
    const after = merge(before, patch);
    after.version = before.version + 1;
    this.nouns[noun].set(rid, after);
    this.note(noun, 'update', before, after, by);
    return after;
  }

  note(noun, action, before, after, by) {
    const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].filter((f) => f !== 'id' && f !== 'version' && JSON.stringify(before?.[f]) !== JSON.stringify(after?.[f])).map((field) => ({ field, from: before?.[field], to: after?.[field] }));
    const record = after ?? before;
    this.history.push({ number: this.history.length + 1, at: new Date().toISOString(), actor: 'x', actorName: by, via: 'console', action, title: record.name, fields, noun, record: record.id });
  }

  /** Answers a request: { status, body, headers }. */
  answer(method, url, headers, text) {
    const path = url.pathname.replace('/api/v1/', '');
    const choices = /^choices\/(\w+)$/.exec(path);
    if (choices) return ok({ items: this.choicesOf(choices[1], url.searchParams) });
    const undo = /^(\w+)\/batches\/([\w-]+)\/undo$/.exec(path);
    if (undo) return this.undo(undo[1], undo[2]);
    const [, noun, csv, rid, rest] = /^(\w+)(\.csv)?(?:\/([\w-]+))?(?:\/([\w-]+))?$/.exec(path) ?? [];
    const all = this.nouns[noun];
    if (!all) return undefined;
    if (csv) return { status: 200, headers: { 'Content-Type': 'text/csv', 'Content-Disposition': `attachment; filename="${noun}.csv"` }, body: `\ufeffname\r\n${this.found(noun, url.searchParams).map((r) => r.name).join('\r\n')}\r\n` };
    if (!rid) return method === 'GET' ? this.list(noun, url.searchParams) : this.create(noun, JSON.parse(text));
    if (rid === 'blank') return ok(this.blanks[noun]);
    if (rid === 'bulk') return this.bulk(noun, JSON.parse(text));
    if (rid === 'import') return this.importRows(noun, url.searchParams.get('dryRun') === 'true', text);
    if (rest === 'history') return ok({ items: this.history.filter((h) => h.noun === noun && h.record === rid).sort((a, b) => (url.searchParams.get('order') === 'oldest' ? a.number - b.number : b.number - a.number)) });
    if (rest === 'uses') return ok({ items: this.usesOf(noun, rid) });
    const record = all.get(rid);
    if (!record) return problem(404, 'not_found');
    if (rest === 'unlock') {
      this.change(noun, rid, { locked: false, lockedSince: null });
      return { status: 204 };
    }
    if (method === 'GET') return ok(record);
    const match = headers['if-match'];
    if (match === undefined) return problem(428, 'match_missing');
    if (match !== '*' && match !== `"${record.version}"`) return problem(409, 'changed_meanwhile');
    if (method === 'DELETE') return this.remove(noun, record);
    const patch = JSON.parse(text);
    const wrong = this.judge(noun, { ...record, ...patch }, rid);
    if (wrong) return wrong;
    const after = this.change(noun, rid, strip(patch), '管理者');
    return { ...ok(after), headers: { Undo: this.together('update', [[record, after.version]]) } };
  }

  usesOf(noun, rid) {
    return noun === 'agents' && rid === id(1) ? [{ noun: 'groups', id: 'g1', title: '受注', field: 'members' }] : [];
  }

  found(noun, params) {
    const { q, sort = 'name', ids, ...rest } = Object.fromEntries(params);
    const filters = Object.entries(rest).filter(([name]) => name !== 'limit' && name !== 'cursor');
    const needle = (q ?? '').normalize('NFKC').toLowerCase();
    const key = sort.replace('-', '');
    const way = sort.startsWith('-') ? -1 : 1;
    return [...this.nouns[noun].values()]
      .filter((r) => (!ids || ids.split(',').includes(r.id)) && (!needle || `${r.login ?? ''} ${r.name} ${r.extension ?? ''}`.toLowerCase().includes(needle)) && filters.every(([f, v]) => v.split(',').includes(String(r[f] ?? false))))
      .sort((a, b) => way * (compare(String(a[key] ?? ''), String(b[key] ?? '')) || compare(a.id, b.id)));
  }

  list(noun, params) {
    const all = this.found(noun, params);
    const from = Number(params.get('cursor') || 0);
    const to = from + Number(params.get('limit') || 100);
    return ok({ items: all.slice(from, to), total: all.length, ...(to < all.length ? { nextCursor: String(to) } : {}) });
  }

  judge(noun, record, self) {
    if (this.refuse) return this.refuse;
    const errors = [];
    if (record.name === '') errors.push({ location: 'name', rule: 'required', message: '必須項目です' });
    if (noun === 'agents' && [...this.nouns.agents.values()].some((r) => r.login === record.login && r.id !== self)) errors.push({ location: 'login', rule: 'taken', message: '既に使用されています', value: record.login });
    return errors.length > 0 ? problem(422, 'invalid', { errors }) : undefined;
  }

  create(noun, body) {
    const record = merge({ ...this.blanks[noun] }, strip(body));
    const wrong = this.judge(noun, record);
    if (wrong) return wrong;
    record.id = id(++this.count);
    record.version = 1;
    this.nouns[noun].set(record.id, record);
    this.note(noun, 'create', undefined, record, '管理者');
    return { status: 201, body: record };
  }

  remove(noun, record) {
    const uses = this.usesOf(noun, record.id);
    if (uses.length > 0) return problem(409, 'in_use', { errors: uses.map((u) => ({ location: `${u.noun}/${u.id}`, message: u.title, value: u.field })) });
    this.nouns[noun].delete(record.id);
    this.note(noun, 'delete', record, undefined, '管理者');
    return { status: 204, headers: { Undo: this.together('delete', [[record, record.version]]) } };
  }

  /** Keeps what was just noted together, so that it can be taken back. */
  together(what, before) {
    const batch = id(9_000_000 + this.batches.size);
    this.batches.set(batch, { before });
    for (const entry of this.history.slice(-before.length)) entry.batch = { id: batch, what, records: before.length, undoable: true };
    return batch;
  }

  bulk(noun, { ids, action, set, dryRun }) {
    const refused = [];
    const before = [];
    let done = 0;
    for (const rid of ids) {
      const record = this.nouns[noun].get(rid);
      if (action === 'delete' && this.usesOf(noun, rid).length > 0) refused.push({ id: rid, title: record.name, code: 'in_use', detail: '使用されています' });
      else {
        if (!dryRun && action === 'delete') this.nouns[noun].delete(rid);
        if (!dryRun && action === 'update') before.push([record, this.change(noun, rid, set, '管理者').version]);
        done++;
      }
    }
    return ok({ done, unchanged: 0, refused, undo: before.length > 0 ? this.together('update', before) : undefined });
  }

  undo(noun, which) {
    const batch = this.batches.get(which);
    if (!batch) return problem(404, 'not_found');
    if (batch.undone) return problem(409, 'undo_done');
    const report = { done: 0, refused: [], skipped: [] };
    for (const [record, version] of batch.before) {
      const now = this.nouns[noun].get(record.id);
      const thief = noun === 'agents' && !now && [...this.nouns.agents.values()].find((r) => r.extension === record.extension);
      if (thief) report.refused.push({ id: record.id, title: record.name, code: 'invalid', errors: [{ location: 'extension', rule: 'taken', value: record.extension, message: '既に使用されています' }] });
      else if (!now) {
        report.done++;
        report.skipped.push({ id: record.id, title: record.name, fields: ['password'] });
        this.nouns[noun].set(record.id, { ...record, version: version + 1 });
        this.note(noun, 'restore', undefined, record, '管理者');
      } else if (now.version !== version) report.refused.push({ id: record.id, title: now.name, code: 'changed_since', detail: 'その後に変更されているため、元に戻せません。' });
      else {
        report.done++;
        this.change(noun, record.id, { ...record, version }, '管理者');
      }
    }
    if (report.done > 0) {
      batch.undone = true;
      for (const entry of this.history) if (entry.batch?.id === which) entry.batch = { ...entry.batch, undoable: false, undoneAt: new Date().toISOString() };
    }
    return ok(report);
  }

  importRows(noun, dryRun, text) {
    const [head, ...rows] = text.replace(/^\ufeff/, '').trim().split(/\r?\n/);
    const names = head.split(',');
    const report = { rows: rows.length, created: 0, updated: 0, unchanged: 0, refused: [], dryRun };
    rows.forEach((line, i) => {
      const record = Object.fromEntries(line.split(',').map((v, n) => [names[n], v]));
      if (record.name === '') report.refused.push({ row: i + 2, column: 'name', value: '', message: '必須項目です', rule: 'required' });
      else {
        report.created++;
        if (!dryRun) this.create(noun, record);
      }
    });
    return ok(report);
  }

  choicesOf(noun, params) {
    const all = this.choices[noun] ?? [...(this.nouns[noun]?.values() ?? [])].map(({ id: cid, name, extension, color }) => ({ id: cid, name, extension, color }));
    const q = params.get('q') ?? '';
    const ids = params.get('ids')?.split(',');
    return all.filter((c) => (!ids || ids.includes(c.id)) && c.name.includes(q)).slice(0, Number(params.get('limit') || 50));
  }
}

const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const ok = (body) => ({ status: 200, body });
const problem = (status, code, more) => ({ status, body: { status, code, title: code, detail: code, ...more } });
const strip = (given) => Object.fromEntries(Object.entries(given).filter(([name]) => name !== 'password' && name !== 'pin'));

function merge(target, patch) {
  const out = { ...target };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete out[key];
    else if (typeof value === 'object' && !Array.isArray(value)) out[key] = merge(out[key] ?? {}, value);
    else out[key] = value;
  }
  return out;
}

const PERMISSIONS = ['floor.see', 'directory.read', 'agents.view', 'agents.edit', 'statuses.view', 'statuses.edit', 'login.unlock', 'pin.unlock', 'csv.export', 'csv.import'];

/**
 * Puts `mock` before whatever serves the page: the session, the site, the live socket, and the nouns that it has. `log`
 * gets every request for records. The result's `tell` is a message of the live socket.
 */
export async function mockRecords(page, mock, { log = [], language = 'ja', permissions = PERMISSIONS } = {}) {
  const session = { agent: { id: 'a_admin', login: 'admin', name: '管理者', nickname: '管理者', role: 'administrator', language }, permissions };
  const sockets = new Set();
  const state = { loggedIn: true, reachable: true };
  await page.routeWebSocket('**/live', (ws) => {
    sockets.add(ws);
    ws.send(JSON.stringify({ type: 'snapshot', seq: 1, serverTime: Date.now(), state: { groups: {}, agents: {}, waiting: {}, calls: {}, parked: {}, notices: {}, statuses: {} } }));
  });
  await page.route('**/api/v1/**', async (route) => {
    const request = route.request();
    const url = new URL(request.url());
    const path = url.pathname.replace('/api/v1', '');
    if (!state.reachable) return route.abort();
    if (path === '/session' && request.method() === 'POST') state.loggedIn = true;
    if (path === '/session/here') return route.fulfill({ json: state.loggedIn ? session : {} });
    if (!state.loggedIn) return route.fulfill({ status: 401, contentType: 'application/problem+json', body: JSON.stringify({ status: 401, code: 'unauthenticated' }) });
    if (path === '/session') return route.fulfill({ json: session });
    if (path === '/site') return route.fulfill({ json: { name: 'デモ', timeZone: 'Asia/Tokyo', languages: ['ja', 'en'], version: 'mock' } });
    if (path === '/me/profile') return route.fulfill({ json: { id: session.agent.id, name: session.agent.name, settings: { historyOrder: 'newest' } } });
    const answer = mock.answer(request.method(), url, request.headers(), request.postData() ?? '');
    if (!answer) return route.fulfill({ json: { items: [] } });
    log.push({ method: request.method(), path, search: url.searchParams, body: request.postData(), match: request.headers()['if-match'] });
    const body = answer.body === undefined ? '' : typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
    return route.fulfill({ status: answer.status, headers: { 'Content-Type': answer.status < 400 ? 'application/json' : 'application/problem+json', ...answer.headers }, body });
  });
  return { log, state, tell: (noun, id, action = 'update') => sockets.forEach((ws) => ws.send(JSON.stringify({ type: 'changed', noun, id, action }))) };
}
