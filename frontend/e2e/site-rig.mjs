// A server of a test's own: started, killed and started again, with people who ask it over REST and in a browser.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { within } from './sip.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const ADMIN = 'Correct-horse-1';

/** Where the server's program is; it is built when nobody did. */
function program() {
  if (process.env.YOBIRIND) return process.env.YOBIRIND;
  const built = path.join(ROOT, '.tools', 'yobirind-dev');
  execFileSync('go', ['build', '-buildvcs=false', '-o', built, './server/cmd/yobirind'], { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
  return built;
}

export class Site {
  /** Starts a server on an empty folder. Without `password` it makes up the administrator's own and says it. */
  static async start({ password = ADMIN, env = {} } = {}) {
    const site = new Site();
    site.dir = mkdtempSync(path.join(os.tmpdir(), 'yobirin-site-'));
    chmodSync(site.dir, 0o711); // the database's user passes through
    site.program = program();
    const rtp = 33_000 + 2 * Math.floor(Math.random() * 10_000);
    site.settings = {
      PATH: process.env.PATH, HOME: site.dir, YOBIRIN_DATA_DIR: path.join(site.dir, 'data'), YOBIRIN_HTTP_LISTEN: '127.0.0.1:0', YOBIRIN_SIP_LISTEN: '127.0.0.1:0', YOBIRIN_METRICS_LISTEN: '127.0.0.1:0', YOBIRIN_WEBRTC_LISTEN: '127.0.0.1:0',
      YOBIRIN_PUBLIC_ADDRESS: '127.0.0.1', YOBIRIN_RTP_PORTS: `${rtp}-${rtp + 199}`, YOBIRIN_LOG_FORMAT: 'text', ...(password ? { YOBIRIN_ADMIN_PASSWORD: password } : {}), ...env,
    };
    site.said = '';
    await site.run();
    // Started again it is where it was.
    const [, http] = /console\s+(http\S+?)\/?\s*$/m.exec(site.said);
    const [, sip] = /^\s*SIP\s+(\S+)\s*$/m.exec(site.said);
    site.url = http;
    site.sip = { host: '127.0.0.1', port: Number(sip.split(':').pop()) };
    Object.assign(site.settings, { YOBIRIN_HTTP_LISTEN: new URL(http).host, YOBIRIN_SIP_LISTEN: sip });
    return site;
  }

  /** Starts the server's process and waits until it is ready. */
  async run() {
    const child = spawn(this.program, ['serve', '-drain', '1s'], { env: this.settings, cwd: this.dir, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    this.gone = new Promise((done) => child.once('exit', done));
    let now = '';
    const ready = new Promise((done, fail) => {
      for (const out of [child.stdout, child.stderr])
        out.on('data', (text) => {
          now += text;
          this.said = (this.said + text).slice(-200_000);
          if (/^\s*SIP\s+[\d.[\]:]+\s*$/m.test(now)) done();
        });
      child.once('exit', (code) => fail(new Error(`the server ended with ${code}:\n${this.said.slice(-4000)}`)));
    });
    ready.catch(() => undefined);
    await within(ready, 'the server to be ready', 120_000).catch((error) => {
      throw new Error(`${error.message}\n${this.said.slice(-4000)}`);
    });
  }

  /** As a power cut does. */
  async kill() {
    this.child.kill('SIGKILL');
    await this.gone;
  }

  async stop() {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      this.child.kill('SIGTERM');
      await within(this.gone, 'the server to end', 60_000).catch(() => this.child.kill('SIGKILL'));
    }
    rmSync(this.dir, { recursive: true, force: true });
    const worst = /panic:|DATA RACE|panic=/.exec(this.said);
    assert.equal(worst === null, true, this.said.slice(-6000));
  }

  /** Makes the site be as the object says. */
  apply(site) {
    const file = path.join(this.dir, 'site.yaml');
    writeFileSync(file, JSON.stringify(site));
    execFileSync(this.program, ['apply', '-f', file], { env: this.settings, cwd: this.dir, stdio: 'pipe' });
  }

  /** Somebody who asks over REST. */
  async person(id = 'admin', password = ADMIN, language = 'ja') {
    const rest = new Rest(this.url, language);
    const session = await rest.json('POST', '/session', { id, password, client: 'app' });
    rest.token = session.token;
    return rest;
  }
}

/** Requests of one session. */
export class Rest {
  constructor(url, language) {
    Object.assign(this, { url, language });
  }

  /** Any request; gives status, headers and the body read as JSON where it is. */
  async ask(method, path_, body, headers = {}) {
    const raw = typeof body === 'string' || body instanceof Uint8Array;
    const response = await fetch(`${this.url}/api/v1${path_}`, {
      method,
      headers: { 'Accept-Language': this.language, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...(this.token ? { Authorization: `Bearer ${this.token}` } : {}), ...headers },
      body: body === undefined || raw ? body : JSON.stringify(body),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    let json;
    try {
      json = JSON.parse(bytes.toString());
    } catch {
      json = undefined;
    }
    return { status: response.status, headers: response.headers, bytes, json, errors: json?.errors ?? [] };
  }

  /** A request that succeeds; gives its answer. */
  async json(method, path_, body, headers) {
    const got = await this.ask(method, path_, body, headers);
    if (got.status >= 300) throw new Error(`${method} ${path_}: ${got.status} ${got.bytes.toString().slice(0, 600)}`);
    return got.json;
  }
}

/** Asks again and again until `ok` gives something. */
export async function eventually(what, ask, ms = 60_000) {
  for (const end = Date.now() + ms; ; await new Promise((done) => setTimeout(done, 100))) {
    const got = await ask();
    if (got) return got;
    if (Date.now() > end) assert.fail(`never: ${what}`);
  }
}
