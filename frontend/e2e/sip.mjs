// A telephone for tests, in a few lines of SIP and RTP over UDP on 127.0.0.1: a carrier's customer, or a desk phone with an account.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import dgram from 'node:dgram';
import { once } from 'node:events';

const HOST = '127.0.0.1';
const SILENCE = Buffer.alloc(160, 0xff); // 20 ms of PCMU
const token = () => randomBytes(8).toString('hex');
const open = async (port = 0) => {
  const socket = dgram.createSocket('udp4');
  socket.bind(port, HOST);
  await once(socket, 'listening');
  return socket;
};

/** A message as it is looked at: first line, headers by lower-case name (all of a kind in a list), body. */
function parse(text) {
  const [head, ...body] = text.split('\r\n\r\n');
  const [line, ...rows] = head.split('\r\n');
  const headers = {};
  for (const row of rows) {
    const at = row.indexOf(':');
    (headers[row.slice(0, at).trim().toLowerCase()] ??= []).push(row.slice(at + 1).trim());
  }
  return { line, headers, body: body.join('\r\n\r\n'), one: (name) => headers[name]?.[0] ?? '' };
}

const addressOf = (sdp) => ({ port: Number(/m=audio (\d+)/.exec(sdp)?.[1]), host: /c=IN IP4 (\S+)/.exec(sdp)?.[1] ?? HOST });
const uriOf = (header) => /<([^>]+)>/.exec(header)?.[1] ?? header.split(';')[0];
/** The number in a header such as From. */
export const numberOf = (header) => /sips?:([^@;>]+)/.exec(header)?.[1] ?? '';

export class Phone {
  static async start({ user, server, password, port }) {
    const phone = new Phone();
    Object.assign(phone, { user, server, password, socket: await open(port), calls: new Map(), waiting: new Map(), arrived: [], timers: new Set(), wish: undefined });
    phone.port = phone.socket.address().port;
    phone.socket.on('message', (data, from) => phone.#take(data.toString(), from));
    phone.contact = `<sip:${user}@${HOST}:${phone.port}>`;
    return phone;
  }

  /** Registers as a desk phone does, and stays so for the test. */
  async register() {
    const id = token();
    const from = `<sip:${this.user}@${this.server.host}>;tag=${token()}`;
    const ask = (n, auth) => this.request('REGISTER', `sip:${this.server.host}`, { from, to: `<sip:${this.user}@${this.server.host}>`, id, seq: n, more: [`Contact: ${this.contact}`, 'Expires: 600', ...auth] });
    const first = await ask(1, []);
    const second = await ask(2, [this.#answerTo(first, 'REGISTER', `sip:${this.server.host}`)]);
    assert.match(second.line, / 200 /, 'the desk phone is registered');
  }

  #answerTo(refusal, method, uri) {
    const challenge = refusal.headers['www-authenticate']?.find((c) => /MD5|^(?!.*algorithm)/.test(c)) ?? refusal.one('proxy-authenticate');
    const part = (name) => new RegExp(`${name}="?([^",]+)"?`).exec(challenge)?.[1] ?? '';
    const sha = /SHA-256/i.test(part('algorithm'));
    const hash = (text) => createHash(sha ? 'sha256' : 'md5').update(text).digest('hex');
    const cnonce = token();
    const answer = hash(`${hash(`${this.user}:${part('realm')}:${this.password}`)}:${part('nonce')}:00000001:${cnonce}:auth:${hash(`${method}:${uri}`)}`);
    const name = refusal.headers['www-authenticate'] ? 'Authorization' : 'Proxy-Authorization';
    return `${name}: Digest username="${this.user}", realm="${part('realm')}", nonce="${part('nonce')}", uri="${uri}", response="${answer}", algorithm=${sha ? 'SHA-256' : 'MD5'}, qop=auth, cnonce="${cnonce}", nc=00000001`;
  }

  /** Sends a request and gives its final answer; `early` hears the others. */
  request(method, uri, { from, to, id, seq, more = [], body = '', early }) {
    const branch = `z9hG4bK${token()}`;
    const text = [
      `${method} ${uri} SIP/2.0`, `Via: SIP/2.0/UDP ${HOST}:${this.port};branch=${branch};rport`, 'Max-Forwards: 70', `From: ${from}`, `To: ${to}`, `Call-ID: ${id}`, `CSeq: ${seq} ${method}`,
      ...more, ...(body ? ['Content-Type: application/sdp'] : []), `Content-Length: ${Buffer.byteLength(body)}`, '', body,
    ].join('\r\n');
    const send = () => !this.closed && this.socket.send(text, this.server.port, this.server.host);
    send();
    if (method === 'ACK') return undefined;
    const again = setInterval(send, 1000); // until anything is heard
    this.timers.add(again);
    return new Promise((done) => {
      this.waiting.set(branch, (answer) => {
        clearInterval(again);
        this.timers.delete(again);
        const status = Number(answer.line.split(' ')[1]);
        if (status < 200) return void early?.(answer);
        this.waiting.delete(branch);
        return void done(answer);
      });
    });
  }

  #take(text, from) {
    const message = parse(text);
    if (!message.line) return; // a keepalive
    if (message.line.startsWith('SIP/2.0')) return void this.waiting.get(/branch=([^;\s]+)/.exec(message.one('via'))?.[1])?.(message);
    const method = message.line.split(' ')[0];
    const call = this.calls.get(message.one('call-id'));
    if (method === 'INVITE' && !call) return this.#offered(message, from);
    if (method === 'ACK') return undefined;
    if (call) return call.asked(method, message, from);
    return this.reply(message, from, method === 'OPTIONS' || method === 'NOTIFY' ? '200 OK' : '481 No Call');
  }

  #offered(message, from) {
    const call = new Call(this, message.one('call-id'));
    Object.assign(call, { invite: message, flow: from, theirs: message.one('from'), ours: `${message.one('to')};tag=${token()}`, target: uriOf(message.one('contact')), far: addressOf(message.body) });
    this.calls.set(call.id, call);
    this.reply(message, from, '180 Ringing', { to: call.ours, more: [`Contact: ${this.contact}`] });
    if (this.wish) this.wish(call);
    else this.arrived.push(call);
    this.wish = undefined;
  }

  reply(message, to, status, { to: local, more = [], body = '' } = {}) {
    const text = [
      `SIP/2.0 ${status}`, ...message.headers.via.map((v) => `Via: ${v}`), ...(message.headers['record-route'] ?? []).map((v) => `Record-Route: ${v}`), `From: ${message.one('from')}`, `To: ${local ?? message.one('to')}`,
      `Call-ID: ${message.one('call-id')}`, `CSeq: ${message.one('cseq')}`, ...more, ...(body ? ['Content-Type: application/sdp'] : []), `Content-Length: ${Buffer.byteLength(body)}`, '', body,
    ].join('\r\n');
    this.socket.send(text, to.port, to.address);
  }

  /** The next call that rings here. */
  async incoming(why = `a call at ${this.user}`) {
    this.arrived = this.arrived.filter((c) => !c.over);
    if (this.arrived.length) return this.arrived.shift();
    return within(new Promise((done) => (this.wish = done)), why);
  }

  /** Calls a number; the call's `up` is there when it was answered. */
  async dial(number) {
    const call = new Call(this, token());
    this.calls.set(call.id, call);
    Object.assign(call, { ours: `${this.display === undefined ? '' : `"${this.display}" `}<sip:${this.user}@${HOST}>;tag=${token()}`, theirs: `<sip:${number}@${this.server.host}>`, target: `sip:${number}@${this.server.host}:${this.server.port}` });
    await call.sound();
    const ask = (auth) => this.request('INVITE', call.target, { from: call.ours, to: call.theirs, id: call.id, seq: ++call.seq, more: [`Contact: ${this.contact}`, ...auth], body: call.describe(), early: (a) => call.heard(a) });
    const answered = ask([]).then((answer) => {
      if (!this.password || !/ 40[17] /.test(answer.line)) return answer;
      call.request('ACK', call.seq);
      return ask([this.#answerTo(answer, 'INVITE', call.target)]);
    });
    call.up = answered.then((answer) => {
      call.theirs = answer.one('to');
      call.status = Number(answer.line.split(' ')[1]);
      if (call.status >= 300) return void call.end();
      call.target = uriOf(answer.one('contact'));
      call.far = addressOf(answer.body);
      call.request('ACK', call.seq);
      return call.over ? undefined : void call.talk();
    });
    return call;
  }

  /** Ends its calls, and is gone. */
  async stop() {
    await Promise.all([...this.calls.values()].map((c) => c.hangUp()));
    this.close();
  }

  /** Is gone at once, whatever still goes on. */
  close() {
    if (this.closed) return;
    this.closed = true;
    for (const call of this.calls.values()) call.end();
    for (const timer of this.timers) clearInterval(timer);
    this.socket.close();
  }
}

export class Call {
  constructor(phone, id) {
    Object.assign(this, { phone, id, seq: 0, over: false, got: 0, keys: '' });
    this.ended = new Promise((done) => (this.tellEnd = done));
    this.ringing = new Promise((done) => (this.heard = done));
  }

  /** Who calls, as the carrier is told. */
  get from() {
    return numberOf(this.invite.one('p-asserted-identity') || this.invite.one('from'));
  }

  async sound() {
    this.rtp = await open();
    this.rtp.on('message', (packet) => {
      this.got++;
      if ((packet[1] & 0x7f) === 101 && packet[1] & 0x80) this.keys += '0123456789*#'[packet[12]];
    });
  }

  describe(direction = 'sendrecv') {
    return ['v=0', `o=- ${this.seq + 1} ${this.seq + 1} IN IP4 ${HOST}`, 's=-', `c=IN IP4 ${HOST}`, 't=0 0', `m=audio ${this.rtp.address().port} RTP/AVP 0 101`, 'a=rtpmap:0 PCMU/8000', 'a=rtpmap:101 telephone-event/8000', 'a=fmtp:101 0-15', `a=${direction}`, ''].join('\r\n');
  }

  /** Sends silence as a phone does whose user listens. */
  talk() {
    let seq = 0;
    const source = randomBytes(4);
    this.timer = setInterval(() => {
      const head = Buffer.alloc(12);
      head.writeUInt8(0x80, 0);
      head.writeUInt16BE(seq & 0xffff, 2);
      head.writeUInt32BE((seq++ * 160) >>> 0, 4);
      source.copy(head, 8);
      this.rtp.send(Buffer.concat([head, SILENCE]), this.far.port, this.far.host);
    }, 20);
  }

  /** Takes the call. */
  async answer() {
    await this.sound();
    this.phone.reply(this.invite, this.flow, '200 OK', { to: this.ours, more: [`Contact: ${this.phone.contact}`], body: this.describe() });
    this.talk();
    return this;
  }

  /** Refuses it. */
  refuse(status = '486 Busy Here') {
    this.phone.reply(this.invite, this.flow, status, { to: this.ours });
    this.end();
  }

  asked(method, message, from) {
    const { phone } = this;
    if (method === 'INVITE' && !this.rtp) return undefined; // the same again: it rings
    if (method === 'CANCEL') {
      phone.reply(message, from, '200 OK');
      phone.reply(this.invite, this.flow, '487 Request Terminated', { to: this.ours });
      return this.end();
    }
    if (method === 'INVITE' || method === 'UPDATE') {
      if (message.body) this.far = addressOf(message.body);
      const held = /a=(sendonly|inactive)/.exec(message.body)?.[1];
      this.held = held !== undefined;
      const body = method === 'INVITE' || message.body ? this.describe(held === 'sendonly' ? 'recvonly' : held ?? 'sendrecv') : '';
      return phone.reply(message, from, '200 OK', { more: [`Contact: ${phone.contact}`], body });
    }
    phone.reply(message, from, '200 OK');
    return method === 'BYE' ? this.end() : undefined;
  }

  request(method, seq = ++this.seq) {
    return this.phone.request(method, this.target, { from: this.ours, to: this.theirs, id: this.id, seq });
  }

  async hangUp() {
    if (this.over || this.phone.closed) return;
    if (this.invite && !this.rtp) return void this.refuse();
    this.end();
    // A BYE before the answer ends the call at this server as well as a CANCEL.
    await within(this.request('BYE'), 'the answer to BYE').catch(() => undefined);
  }

  end() {
    if (this.done) return;
    this.over = this.done = true;
    clearInterval(this.timer);
    this.rtp?.close();
    this.tellEnd();
  }
}

/** Fails when a promise takes too long. */
export function within(promise, why, ms = 60_000) {
  let timer;
  const late = new Promise((_, fail) => (timer = setTimeout(() => fail(new Error(`never: ${why}`)), ms)));
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
