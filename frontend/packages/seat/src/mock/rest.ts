import type { MockSeat } from './seat';
import { SELF, type MockSite } from './site';

type Body = Record<string, unknown>;
type Answer = { status: number; body?: unknown };
type Route = [method: string, path: RegExp, run: (m: string[], body: Body) => Answer];

const ok = (body?: unknown): Answer => ({ status: body === undefined ? 204 : 200, body });
const problem = (status: number, code: string, more: Body = {}): Answer => ({ status, body: { status, code, title: code, detail: code, ...more } });

/** The password of the mock's users: sato (agent) and yamada (supervisor). */
export const PASSWORD = 'Passw0rd1';

/** REST of the mock: as much of it as the agent app asks for. */
export class MockRest {
  private agent: { id: string; login: string; name: string; nickname: string; extension: string; role: string; language: string } | undefined;
  private devices = [
    { id: 'd_app', name: 'SATO-PC', kind: 'app', user: 'd2001a', state: 'registered', contacts: 1, address: '192.0.2.15:50612', userAgent: 'Yobirin/1.0 (Windows)', lastSeen: new Date().toISOString() },
    { id: 'd_desk', name: '机の電話', kind: 'desk', user: 'd2001b', state: 'offline', contacts: 0, address: '', userAgent: 'Yealink SIP-T46U', lastSeen: new Date(Date.now() - 86_400_000).toISOString() },
  ];
  private settings: Body = { notifyExternal: true, notifyInternal: true, crmSearch: false, popupOnRing: false, popupOnAnswer: true, popupTarget: 'tab', secondLogin: 'ring-all', historyOrder: 'newest' };

  /** What the login page is told that the server offers. */
  options: Body = { oidc: false, passwords: 'all' };
  /** Set up a second factor at the next login. */
  mustEnrol = false;
  missed: Body = { count: 0 };
  /** How the login in the browser ended. */
  private browser: Answer | undefined;

  constructor(
    private readonly seat: MockSeat,
    private readonly site: MockSite,
  ) {}

  /** Answers instead of the network for /api/, and leaves everything else to it. */
  install(window: Window & typeof globalThis): void {
    const network = window.fetch.bind(window);
    window.fetch = async (input, init) => {
      const request = new Request(input, init);
      const url = new URL(request.url);
      if (!url.pathname.startsWith('/api/v1/')) return network(input, init);
      await new Promise((done) => setTimeout(done, 30));
      request.signal.throwIfAborted();
      if (this.site.offline) return reply(problem(502, 'server_unreachable'));
      const text = await request.text();
      return reply(this.answer(request.method, url.pathname.slice('/api/v1'.length), (text ? JSON.parse(text) : {}) as Body, url));
    };
  }

  private answer(method: string, path: string, body: Body, url: URL): Answer {
    if (!this.agent && path !== '/site' && !path.startsWith('/session')) return problem(401, 'unauthenticated');
    if (method === 'GET' && path === '/calls') return ok(this.calls(url.searchParams));
    for (const [verb, pattern, run] of this.routes) {
      const match = verb === method ? pattern.exec(path) : null;
      if (match) return run(match.slice(1), body);
    }
    return problem(404, 'not_found');
  }

  private readonly routes: Route[] = [
    ['POST', /^\/session$/, (_, body) => this.logIn(String(body['id']), String(body['password']))],
    ['GET', /^\/session$/, () => this.session()],
    ['DELETE', /^\/session$/, () => this.logOut()],
    ['GET', /^\/session\/options$/, () => ok(this.options)],
    ['POST', /^\/session\/browser$/, () => ({ status: 202 })],
    ['GET', /^\/session\/browser$/, () => this.endOfBrowser()],
    ['DELETE', /^\/session\/browser$/, () => ok()],
    ['POST', /^\/me\/totp$/, () => ok({ secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', uri: 'otpauth://totp/Yobirin:sato?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Yobirin' })],
    ['POST', /^\/me\/totp\/confirm$/, (_, body) => (body['code'] === '123456' ? ok({ codes: Array.from({ length: 10 }, (_, i) => `abcd${i}-fghij`) }) : problem(422, 'totp_wrong'))],
    ['GET', /^\/me\/missed$/, () => ok(this.missed)],
    ['PUT', /^\/me\/missed$/, () => ((this.missed = { count: 0 }), ok())],
    ['GET', /^\/site$/, () => ok({ name: 'デモ', timeZone: 'Asia/Tokyo', languages: ['ja', 'en'], version: '1.0.0' })],
    ['PUT', /^\/agents\/(\w+)\/status$/, ([id], body) => (this.site.setStatus(id!, String(body['scope']), String(body['status'])) ? ok() : problem(404, 'not_found'))],
    ['GET', /^\/(agents|groups)$/, ([kind]) => ok({ items: Object.values(this.site.state[kind!]!) })],
    ['GET', /^\/numbers$/, () => ok({ items: this.seat.state.numbers })],
    ['GET', /^\/codes$/, () => ok({ items: [] })],
    ['POST', /^\/calls$/, () => ok()],
    ['POST', /^\/calls\/(\w+)\/mode$/, ([call], body) => this.mode(call!, String(body['mode']))],
    ['GET', /^\/me\/profile$/, () => ok({ agent: this.agent, numbers: this.seat.state.numbers, noOutside: false, settings: this.settings, codes: this.seat.state.codes })],
    ['PATCH', /^\/me$/, (_, body) => this.change(body)],
    ['PUT', /^\/me\/password$/, (_, body) => this.password(body)],
    ['PUT', /^\/me\/pin$/, (_, body) => (body['current'] === PASSWORD ? ok() : problem(403, 'wrong_password'))],
    ['GET', /^\/me\/devices$/, () => ok({ items: this.devices })],
    ['POST', /^\/me\/devices$/, (_, body) => this.addDevice(String(body['name']))],
    ['DELETE', /^\/me\/devices\/(\w+)$/, ([id]) => this.removeDevice(id!)],
    ['GET', /^\/chat\/threads$/, () => ok({ items: [] })],
  ];

  private logIn(id: string, password: string): Answer {
    const known: Record<string, string> = { sato: 'agent', yamada: 'supervisor' };
    if (!known[id] || password !== PASSWORD) return problem(401, 'login_failed', { attemptsLeft: 4 });
    this.enter(id, known[id]!);
    return ok({ agent: this.agent, ...(this.mustEnrol && { mustEnrol: true }) });
  }

  /** What the person did in the system's browser; nothing: logged in. */
  endBrowser(code?: string): void {
    if (code) {
      this.browser = problem(401, code);
      return;
    }
    this.enter('sato', 'agent');
    this.browser = ok({ agent: this.agent });
  }

  /** Is told once. */
  private endOfBrowser(): Answer {
    const end = this.browser ?? { status: 202 };
    this.browser = undefined;
    return end;
  }

  private enter(id: string, role: string): void {
    this.agent = { id: SELF, login: id, name: '佐藤 花子', nickname: '佐藤', extension: '2001', role, language: this.seat.state.language };
    if (!this.mustEnrol) this.begin();
  }

  private begin(): void {
    if (!this.agent) return;
    const { id: agent, ...rest } = this.agent;
    // As in the app: the answer to the login may overtake the seat's own knowledge of it.
    setTimeout(() => this.seat.signIn({ agent, ...rest }), 50);
  }

  /** As in the app: the session begins when the page looks at it after the second factor was set up. */
  private session(): Answer {
    if (!this.agent) return problem(401, 'unauthenticated');
    if (this.mustEnrol) this.begin();
    this.mustEnrol = false;
    return ok({ agent: this.agent });
  }

  private logOut(): Answer {
    this.agent = undefined;
    this.seat.signOut();
    return ok();
  }

  private mode(call: string, mode: string): Answer {
    this.seat.change((s) => s.calls.filter((c) => c.call === call).forEach((c) => (c.listenMode = mode)));
    return ok();
  }

  private change(body: Body): Answer {
    Object.assign(this.settings, body);
    this.seat.change((s) => {
      for (const key of ['notifyExternal', 'notifyInternal', 'popupOnRing', 'popupOnAnswer', 'popupTarget'] as const) if (key in body) Object.assign(s.settings, { [key]: body[key] });
    });
    return ok();
  }

  private password(body: Body): Answer {
    if (body['current'] !== PASSWORD) return problem(403, 'wrong_password');
    const password = String(body['password']);
    if (password.length < 8 || !/\d/.test(password)) return problem(422, 'weak_password');
    return ok();
  }

  private addDevice(name: string): Answer {
    const device = { id: `d_${Date.now().toString(36)}`, name, kind: 'desk', user: `d2001${this.devices.length}`, state: 'offline', contacts: 0, address: '', userAgent: '', lastSeen: '' };
    this.devices.push(device);
    return ok({ device, password: 'k7Rw93mTpQ2xLf8z', domain: 'call.example.jp', servers: [{ transport: 'tls', host: 'call.example.jp', port: 5061 }, { transport: 'udp', host: 'call.example.jp', port: 5060 }] });
  }

  private removeDevice(id: string): Answer {
    this.devices = this.devices.filter((d) => d.id !== id);
    return ok();
  }

  private calls(query: URLSearchParams) {
    const limit = Math.min(Number(query.get('limit')) || 20, 100);
    const items = Array.from({ length: Math.min(limit, 40) }, (_, i) => {
      const started = Date.now() - (i + 1) * 610_000;
      const direction = (['in', 'out', 'internal', 'in'] as const)[i % 4]!;
      const missed = i % 5 === 0;
      const far = direction === 'internal' ? { number: String(2002 + (i % 10)), name: '', withheld: false } : { number: `03123400${String(10 + i)}`, name: i % 3 === 0 ? `株式会社サンプル${i}` : '', withheld: i === 7 };
      const own = { number: '2001', name: '佐藤 花子', withheld: false };
      return {
        id: `c_h${i}`, direction, result: missed ? 'missed' : 'answered', cause: 'normal', startedAt: new Date(started).toISOString(),
        from: direction === 'in' ? far : own, to: direction === 'in' ? { number: '0312345678', name: '代表', withheld: false } : far,
        talkSeconds: missed ? 0 : 35 + i * 17, waitSeconds: 6, hasRecording: !missed, agent: { id: SELF, name: '佐藤 花子' }, endedAt: new Date(started + 60_000).toISOString(),
      };
    });
    return { items, nextCursor: '' };
  }
}

function reply({ status, body }: Answer): Response {
  return new Response(body === undefined ? null : JSON.stringify(body), { status, headers: { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json' } });
}
