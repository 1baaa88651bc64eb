import type { Bound, Levels } from '../bridge';
import type { Call, Command, EndedBy, Person, Session, State, Trouble } from '../types';
import { canDo, firstState, newCall, person } from './state';

type Tell = (event: string, data?: unknown) => void;
type Of<T extends Command['type']> = Extract<Command, { type: T }>;

/** Numbers that end badly, as a test or a demonstration wants them. */
const ENDS: Record<string, Trouble> = {
  '0311110001': { code: 'call_busy' },
  '0311110002': { code: 'call_no_such_number' },
  '0311110003': { code: 'call_no_answer' },
};

/** What the mock asks of the world around the seat. */
export interface Around {
  tell: Tell;
  /** Name of an agent or group with this extension. */
  named: (extension: string) => Person | undefined;
  park: (call: Call) => void;
  pickUp: (slot: number) => Person | undefined;
}

/** A seat in memory that behaves as the agent app's does, for development and tests without Go. */
export class MockSeat {
  state: State = firstState();
  private next = 1;
  /** How fast far ends ring and answer; tests may shorten it. */
  pace = 900;
  /** How loud the person speaks while muted, 0 to 1. */
  voice = 0;
  /** What would happen later, while somebody looks at what is there now. */
  private waiting: (() => unknown)[] | undefined;

  constructor(private readonly around: Around) {
    this.answered();
    setInterval(() => this.measure(), 2000);
    setInterval(() => this.level(), 100);
  }

  /** Changes the state and tells the page. */
  change(how: (state: State) => void): void {
    how(this.state);
    for (const call of this.state.calls) call.can = canDo(call);
    this.state = { ...structuredClone(this.state), rev: this.state.rev + 1 };
    this.around.tell('seat', structuredClone(this.state));
  }

  signIn(session: Session): void {
    this.change((s) => {
      s.session = session;
      s.language = session.language || s.language;
      s.server.phase = 'online';
      s.server.trouble = null;
      s.numbers = [
        { id: 'n1', number: '0312345678', name: '代表', default: true },
        { id: 'n2', number: '0120123456', name: 'フリーダイヤル', default: false },
        { id: 'n3', number: '05031234567', name: '法人窓口', default: false },
      ];
      s.codes = { echo: '991', monitor: '995', whisper: '994', barge: '996' };
    });
    if (this.state.phone.on) this.register();
  }

  signOut(trouble: Trouble | null = null): void {
    const { language, settings, sound, server } = this.state;
    this.change((s) => Object.assign(s, firstState(), { language, settings, sound, rev: s.rev, server: { ...server, phase: 'connecting', trouble: null }, notices: trouble ? [{ ...trouble, id: 'ended', at: Date.now() }] : [] }));
    this.answered();
  }

  private register(): void {
    this.change((s) => Object.assign(s.phone, { on: true, state: 'registering', trouble: null }));
    this.later(() => this.state.phone.on && this.change((s) => Object.assign(s.phone, { state: 'registered', transport: 'tls', media: 'sdes', device: 'd_app' })), 0.4);
  }

  /** A call comes in. Gives its line. */
  ring(from: Partial<Person>, more: Partial<Call> = {}): string {
    const line = this.line();
    this.change((s) => s.calls.push(newCall(line, 'offered', { ...person(), ...from }, { waited: Date.now() - 12_000, ...more })));
    return line;
  }

  /** A call ends, and goes from the screen after a while. */
  end(line: string, endedBy: EndedBy, trouble: Trouble | null = null): void {
    if (!this.find(line) || this.find(line)?.phase === 'ended') return;
    this.with(line, (call) => Object.assign(call, { phase: 'ended', endedBy, trouble, since: Date.now(), consult: null }));
    this.later(() => this.change((s) => (s.calls = s.calls.filter((c) => c.line !== line))), 4);
    if (endedBy !== 'missed') return;
    const { party } = this.find(line)!;
    this.change((s) => s.notices.push({ id: `missed-${line}`, at: Date.now(), code: 'missed_call', params: { number: party.number, name: party.name, group: '' } }));
  }

  /** Changes one call. */
  with(line: string, how: (call: Call) => void): void {
    this.change((s) => s.calls.filter((c) => c.line === line).forEach(how));
  }

  run(command: Command): Trouble | null {
    const handler = this.handlers[command.type] as ((command: Command) => Trouble | null | void) | undefined;
    if (!handler) return null;
    return handler(command) ?? null;
  }

  private readonly handlers: { [T in Command['type']]?: (command: Of<T>) => Trouble | null | void } = {
    phoneOn: ({ on }) => (on ? this.register() : this.change((s) => Object.assign(s.phone, { on: false, state: 'off', trouble: null }))),
    dial: ({ to }) => this.dial(to),
    redial: () => this.dial(this.state.lastDialed),
    testCall: () => this.dial(this.state.codes.echo),
    chooseCallerID: ({ id }) => this.change((s) => (s.callerId = id)),
    answer: ({ line }) => this.on(line ?? this.oldest(), 'offered', (call) => this.answer(call)),
    reject: ({ line }) => this.on(line ?? this.oldest(), 'offered', (call) => this.end(call.line, 'us')),
    hangUp: ({ line }) => this.hangUp(line),
    hold: ({ line, on }) => (on ? this.hold(line) : this.resume(line)),
    mute: ({ line, on }) => this.with(line, (c) => (c.muted = on)),
    transfer: ({ line, to }) => this.slowly(line, 'transfer', () => (to === '2999' ? { code: 'no-such-number', params: { to } } : void this.end(line, 'us'))),
    consulting: ({ line, to }) => this.slowly(line, 'consult', () => this.consult(line, to, 'attended')),
    add: ({ line, to }) => this.slowly(line, 'add', () => this.consult(line, to, 'add')),
    swap: ({ line }) => this.slowly(line, 'swap', () => this.with(line, (c) => c.consult && (c.consult.with = !c.consult.with))),
    complete: ({ line }) => this.slowly(line, 'complete', () => this.end(line, 'us')),
    cancel: ({ line }) => this.slowly(line, 'cancel', () => this.with(line, (c) => (c.consult = null))),
    merge: ({ line }) => this.slowly(line, 'merge', () => this.merge(line)),
    park: ({ line }) =>
      this.slowly(line, 'park', () => {
        this.around.park(this.find(line)!);
        this.end(line, 'us');
      }),
    pickUp: ({ slot }) => this.pickUp(slot),
    record: ({ line, on }) => this.slowly(line, 'record', () => this.with(line, (c) => Object.assign(c, { recording: on, paused: false }))),
    pause: ({ line, on }) => this.slowly(line, 'pause', () => this.with(line, (c) => (c.paused = on))),
    chooseSound: ({ microphone, speaker, ringer }) => this.change((s) => Object.assign(s.sound, given({ microphone, speaker, ringer }))),
    meter: ({ on }) => this.change((s) => (s.sound.metering = on)),
    changeSettings: (wish) => this.settings(wish),
    useServer: ({ url }) => this.useServer(url),
    logOut: ({ sure }) => this.leave(false, sure === true),
    quit: ({ sure }) => this.leave(true, sure === true),
    stay: () => this.change((s) => (s.leaving = null)),
    putAway: ({ id }) => this.change((s) => (s.notices = s.notices.filter((n) => n.id !== id))),
  };

  /** In a call it is asked first; without one the server's answer ends the session. */
  private leave(quit: boolean, sure: boolean): void {
    const up = this.state.calls.filter((c) => !['offered', 'ended'].includes(c.phase));
    if (up.length > 0 && !sure) this.change((s) => (s.leaving = { quit }));
    else if (sure && !quit) this.signOut();
    else if (sure) this.change((s) => (s.leaving = null));
  }

  private dial(pasted: string): Trouble | null {
    const to = pasted.normalize('NFKC').replace(/^(tel|callto|sip):/i, '').replace(/[\s()ー‐-]/g, '').replace(/^\+81/, '0');
    if (!/^[0-9*#+]{1,64}$/.test(to)) return { code: 'number_invalid', params: { value: pasted } };
    if (!this.state.phone.on) return { code: 'phone_off' };
    if (!['registered', 'registering'].includes(this.state.phone.state)) return { code: 'phone_not_registered' };
    this.talking().forEach((c) => this.hold(c.line));
    const line = this.line();
    const who = this.around.named(to);
    this.change((s) => {
      s.lastDialed = to;
      s.dial = '';
      s.calls.push(newCall(line, 'dialing', who ?? person(to), { internal: who !== undefined }));
    });
    this.later(() => this.find(line)?.phase === 'dialing' && this.with(line, (c) => Object.assign(c, { phase: 'ringing', since: Date.now() })), 0.5);
    const bad = ENDS[to];
    this.later(() => {
      if (this.find(line)?.phase !== 'ringing') return;
      if (bad) this.end(line, 'failed', bad);
      else this.up(line);
    }, 1.5);
    return null;
  }

  private up(line: string): void {
    this.with(line, (c) => Object.assign(c, { phase: 'talking', since: Date.now(), answeredAt: Date.now(), media: 'sdes', codec: 'opus' }));
  }

  private answer(call: Call): void {
    this.talking().forEach((c) => this.hold(c.line));
    this.up(call.line);
  }

  private hangUp(line?: string): Trouble | null {
    const call = line ? this.find(line) : (this.talking()[0] ?? this.state.calls.find((c) => c.phase !== 'ended'));
    if (!call) return { code: 'no_such_call' };
    this.end(call.line, 'us');
    return null;
  }

  private hold(line: string): void {
    this.with(line, (c) => c.phase === 'talking' && Object.assign(c, { phase: 'holding', since: Date.now() }));
  }

  private resume(line: string): void {
    this.talking().forEach((c) => this.hold(c.line));
    this.with(line, (c) => c.phase === 'holding' && Object.assign(c, { phase: 'talking', since: Date.now() }));
  }

  private consult(line: string, to: string, how: string): void {
    this.with(line, (c) => (c.consult = { how, party: this.around.named(to) ?? person(to), stage: 'begun', with: true }));
    this.later(() => {
      if (how === 'add') this.merge(line);
      else this.with(line, (c) => c.consult && (c.consult.stage = 'consulting'));
    }, 1.2);
  }

  private merge(line: string): void {
    this.with(line, (c) => {
      if (c.consult) c.others = [...c.others, c.consult.party];
      c.consult = null;
    });
  }

  private pickUp(slot: number): Trouble | null {
    const who = this.around.pickUp(slot);
    if (!who) return { code: 'slot_empty' };
    this.talking().forEach((c) => this.hold(c.line));
    const line = this.line();
    this.change((s) => s.calls.push(newCall(line, 'dialing', who)));
    this.up(line);
    return null;
  }

  private settings({ language, answerKey, hangUpKey, startAtLogin, ringVolume, speakerGain, micGain, echo, noise, forceMedia, popup, notifyChat }: Of<'changeSettings'>): Trouble | null {
    this.change((s) => {
      Object.assign(s.settings, given({ answerKey, hangUpKey, startAtLogin, ringVolume, speakerGain, micGain, echo, noise, forceMedia, popup, notifyChat }));
      if (language) s.language = language;
      s.hotkeys = s.settings.answerKey === 'Ctrl+Alt+Delete' ? [{ code: 'hotkey_taken', params: { key: 'Ctrl+Alt+Delete' } }] : [];
    });
    return null;
  }

  private useServer(url: string): Trouble | null {
    if (!/^(https?:\/\/)?[\w.-]+(:\d+)?$/.test(url.trim())) return { code: 'server_invalid', params: { value: url } };
    const whole = url.includes('://') ? url.trim() : `https://${url.trim()}`;
    const trouble = /expired/.test(whole) ? { code: 'certificate_expired', detail: 'x509: certificate has expired' } : /nowhere/.test(whole) ? { code: 'server_unreachable', detail: 'dial tcp: lookup nowhere: no such host' } : null;
    this.change((s) => Object.assign(s.server, { url: whole, phase: 'connecting', since: Date.now(), trouble }));
    this.answered();
    return null;
  }

  /** The server answers, unless something is wrong with it. */
  private answered(): void {
    this.later(() => this.state.server.phase === 'connecting' && !this.state.server.trouble && this.change((s) => (s.server.phase = 'online')), 0.3);
  }

  private slowly(line: string, busy: Call['busy'], then: () => Trouble | null | void): Trouble | null {
    this.with(line, (c) => Object.assign(c, { busy, trouble: null }));
    this.later(() => {
      this.with(line, (c) => (c.busy = ''));
      const trouble = then();
      if (trouble) this.with(line, (c) => (c.trouble = trouble));
    }, 0.25);
    return null;
  }

  private on(line: string | undefined, phase: Call['phase'], then: (call: Call) => void): Trouble | null {
    const call = line === undefined ? undefined : this.find(line);
    if (call?.phase !== phase) return { code: 'no_such_call' };
    then(call);
    return null;
  }

  private measure(): void {
    const calls = this.talking();
    if (calls.length === 0) return;
    this.change((s) =>
      s.calls.filter((c) => c.phase === 'talking').forEach((c) => {
        const wobble = Math.random();
        c.quality = { lossPercent: Number((wobble * 0.4).toFixed(1)), farLoss: 0, jitterMs: 3 + Math.round(wobble * 3), roundTripMs: 18 + Math.round(wobble * 6), bufferMs: 40, mos: 4.3 - wobble / 10 };
      }),
    );
  }

  private level(): void {
    if (!this.state.sound.metering && this.talking().length === 0) return;
    const muted = this.talking().some((c) => c.muted);
    const levels: Levels = { mic: muted ? this.voice : Math.random() * 0.7, speaker: muted ? 0.1 : Math.random() * 0.8 };
    this.around.tell('level', levels);
  }

  private talking(): Call[] {
    return this.state.calls.filter((c) => c.phase === 'talking');
  }

  private find(line: string): Call | undefined {
    return this.state.calls.find((c) => c.line === line);
  }

  private oldest(): string | undefined {
    return this.state.calls.find((c) => c.phase === 'offered')?.line;
  }

  private line(): string {
    return `k${this.next++}`;
  }

  /** From now on nothing happens by itself: what passes quickly can be looked at, however slow the machine is. */
  freeze(): void {
    this.waiting ??= [];
  }

  /** Of what would have happened since `freeze`, the next happens. */
  step(): void {
    const due = this.waiting ?? [];
    this.waiting = [];
    for (const run of due) run();
  }

  /** All of it happens, and time goes on. */
  thaw(): void {
    const due = this.waiting ?? [];
    this.waiting = undefined;
    for (const run of due) run();
  }

  private later(run: () => unknown, paces: number): void {
    if (this.waiting) this.waiting.push(run);
    else setTimeout(run, paces * this.pace);
  }
}

/** What of a wish was given: absent things stay. */
const given = (wish: object) => Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined));

/** The mock as Go's bound methods. */
export function boundSeat(seat: MockSeat, live: { open: () => void; send: (text: string) => void; close: () => void }, seen: { urls: string[]; notes: string[] }): Bound {
  return {
    State: async () => structuredClone(seat.state),
    Do: async (json) => seat.run(JSON.parse(json) as Command),
    LiveOpen: async () => live.open(),
    LiveSend: async (text) => live.send(text),
    LiveClose: async () => live.close(),
    OpenURL: async (url) => void seen.urls.push(url),
    Version: async () => '1.0.0',
    CrashBundle: async () => '/home/sato/.config/yobirin/crash-20261122-2342.zip',
    Notify: async (title, body) => void seen.notes.push(`${title}\n${body}`),
  };
}
