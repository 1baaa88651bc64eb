// Development only: the console's server with made-up, moving data. `node mock-server.mjs [port]`.
import { createReadStream, existsSync, statSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocketServer } from 'ws';
import { MockSite, speech } from './mock-data.mjs';

const port = Number(process.argv[2] ?? 8080);
const password = process.env.YOBIRIN_ADMIN_PASSWORD ?? 'Passw0rd1';
const dist = fileURLToPath(new URL('../../server/internal/web/dist/', import.meta.url));
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
const sessions = new Map();
const wrong = new Map();
const clients = new Set();
let seq = 1;

const site = new MockSite((set, del) => {
  const text = JSON.stringify({ type: 'delta', seq: ++seq, set, del });
  for (const ws of clients) ws.send(text);
});
setInterval(() => site.tick(), 1000);

const snapshot = () => JSON.stringify({ type: 'snapshot', seq, serverTime: Date.now(), state: site.state });
const account = (id) => {
  const agent = site.state.agents[id === 'admin' ? 'a_admin' : id === 'sato' ? 'a_1' : ''];
  return agent && { id: agent.id, login: id, name: agent.name, nickname: agent.nickname, extension: agent.extension, role: id === 'admin' ? 'administrator' : 'agent' };
};
const who = (req) => sessions.get(/yb=(\w+)/.exec(req.headers.cookie ?? '')?.[1]);

function send(res, status, body, headers = {}) {
  res.writeHead(status, { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json', ...headers });
  res.end(body === undefined ? undefined : JSON.stringify(body));
}
const problem = (res, status, code, more) => send(res, status, { status, code, title: code, detail: code, ...more });
const body = async (req) => {
  const parts = [];
  for await (const part of req) parts.push(part);
  return JSON.parse(Buffer.concat(parts).toString() || '{}');
};

async function logIn(req, res) {
  const { id, password: given } = await body(req);
  if ((wrong.get(id) ?? 0) >= 5) return problem(res, 423, 'login_locked');
  const agent = account(id);
  if (!agent || given !== password) {
    wrong.set(id, (wrong.get(id) ?? 0) + 1);
    return problem(res, 401, 'login_failed', { attemptsLeft: 5 - wrong.get(id) });
  }
  wrong.delete(id);
  const token = Math.random().toString(36).slice(2);
  sessions.set(token, agent);
  return send(res, 200, { agent }, { 'Set-Cookie': `yb=${token}; Path=/; HttpOnly; SameSite=Strict` });
}

function recording(req, res, id) {
  const call = site.history.find((c) => c.id === id);
  if (!call?.hasRecording) return problem(res, 404, 'not_found');
  const wav = speech(call.talkSeconds);
  const range = /bytes=(\d+)-(\d*)/.exec(req.headers.range ?? '');
  const head = { 'Content-Type': 'audio/wav', 'Accept-Ranges': 'bytes' };
  if (!range) {
    res.writeHead(200, { ...head, 'Content-Length': wav.length });
    return res.end(wav);
  }
  const from = Number(range[1]);
  const to = range[2] ? Math.min(Number(range[2]), wav.length - 1) : wav.length - 1;
  res.writeHead(206, { ...head, 'Content-Length': to - from + 1, 'Content-Range': `bytes ${from}-${to}/${wav.length}` });
  return res.end(wav.subarray(from, to + 1));
}

async function api(req, res, url) {
  const route = `${req.method} ${url.pathname.replace('/api/v1', '')}`;
  if (route === 'POST /session') return logIn(req, res);
  if (route === 'GET /site') return send(res, 200, { name: 'デモ', timeZone: 'Asia/Tokyo', languages: ['ja', 'en'], version: 'mock' });
  const agent = who(req);
  if (route === 'GET /session/here') return send(res, 200, { agent });
  if (!agent) return problem(res, 401, 'unauthenticated');
  if (route === 'GET /session') return send(res, 200, { agent });
  if (route === 'DELETE /session') {
    sessions.clear();
    return send(res, 204);
  }
  if (route === 'PATCH /me') return send(res, 204);
  if (route === 'GET /calls') return send(res, 200, site.page(url.searchParams));
  if (route === 'GET /codes') return send(res, 200, { items: [['monitor', '995'], ['whisper', '994'], ['barge', '996']].map(([feature, digits]) => ({ feature, digits: [digits] })) });
  const choices = /^GET \/(groups|agents|numbers)$/.exec(route);
  if (choices) return send(res, 200, { items: site.choices(choices[1]) });
  const status = /^PUT \/agents\/(\w+)\/status$/.exec(route);
  if (status) {
    const { scope, status: value } = await body(req);
    return site.setStatus(status[1], scope, value) ? send(res, 204) : problem(res, 404, 'not_found');
  }
  const call = /^GET \/calls\/(\w+)(\/recording)?$/.exec(route);
  if (call?.[2]) return recording(req, res, call[1]);
  const timeline = call && site.timeline(call[1]);
  return timeline ? send(res, 200, timeline) : problem(res, 404, 'not_found');
}

function file(res, pathname) {
  let name = path.join(dist, path.normalize(pathname));
  if (!name.startsWith(dist) || !existsSync(name) || statSync(name).isDirectory()) name = path.join(dist, 'index.html');
  res.writeHead(200, { 'Content-Type': types[path.extname(name)] ?? 'application/octet-stream' });
  createReadStream(name).pipe(res);
}

const server = http.createServer((req, res) => {
  const url = new URL(req.url, 'http://mock');
  if (url.pathname.startsWith('/api/')) api(req, res, url).catch((error) => problem(res, 500, String(error)));
  else file(res, url.pathname);
});
const sockets = new WebSocketServer({ noServer: true });
server.on('upgrade', (req, socket, head) => {
  if (!who(req)) return socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
  return sockets.handleUpgrade(req, socket, head, (ws) => {
    clients.add(ws);
    ws.send(snapshot());
    ws.on('message', () => ws.send(snapshot()));
    ws.on('close', () => clients.delete(ws));
  });
});
server.listen(port, '127.0.0.1', () => console.log(`mock server on http://127.0.0.1:${port}, admin / ${password}`));
