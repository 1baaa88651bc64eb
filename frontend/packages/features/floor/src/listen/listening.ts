import type { Key } from '@yobirin/kit';
import type { BrowserCall, Microphone, WatchMode } from '@yobirin/live';

export type { WatchMode };
export const MODES: readonly WatchMode[] = ['monitor', 'whisper', 'barge'];

/** Keys that a supervisor's phone presses to change the mode. */
const KEYS: Record<WatchMode, string> = { monitor: '1', whisper: '2', barge: '3' };

/** How long the end of a call stays on screen. */
const GOODBYE = 4000;

/** What cannot be done, as a text with its values. */
export interface Trouble {
  key: Key;
  values?: Record<string, string>;
}

/** The one call of this browser, as the phone bar shows it. Every change is a new value. */
export interface Line {
  readonly call: BrowserCall;
  /** What the bar says it is about: an agent's name, a slot. */
  readonly name: string;
  /** Agent who is listened to; none: an ordinary call. */
  readonly agent?: string;
  readonly mode: WatchMode;
  readonly trouble?: Trouble;
}

/** Whom to listen to. */
export interface Watched {
  id: string;
  name: string;
  extension: string;
}

/** What listening needs of the page around it; a test brings its own. */
export interface Around {
  dial(digits: string, options: { microphone: boolean }): BrowserCall;
  /** Digits of a feature's code; undefined when the site has none. */
  code(mode: WatchMode): Promise<string | undefined>;
  /** The supervisor's own call that a leg belongs to, as soon as the server tells of it; undefined when it does not. */
  home(leg: string): Promise<string | undefined>;
  /** Changes the mode of a supervisor's own call. Throws with what the server said. */
  change(home: string, mode: WatchMode): Promise<unknown>;
  /** Tells what went wrong before there was a call. */
  fail(trouble: Trouble): void;
}

/** The browser as a supervisor's ear and mouth: one call at a time, whose mode changes without a new connection. */
export class Listening {
  private line: Line | undefined;
  private count = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly around: Around) {}

  get now(): Line | undefined {
    return this.line;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Listens to an agent, or changes the mode when it is listened to already. */
  async watch(agent: Watched, mode: WatchMode): Promise<void> {
    if (this.line?.agent === agent.id && this.line.call.view.phase !== 'ended') return this.setMode(mode);
    const turn = ++this.count;
    if (!agent.extension) return this.around.fail({ key: 'watch.noExtension', values: { name: agent.name } });
    let code: string | undefined;
    try {
      code = await this.around.code(mode);
    } catch (error) {
      return this.around.fail({ key: 'phone.failed', values: { detail: said(error) } });
    }
    if (turn !== this.count) return undefined; // another call was asked for meanwhile
    if (!code) return this.around.fail({ key: 'watch.noCode' });
    const line = this.begin({ call: this.around.dial(code + agent.extension, { microphone: false }), name: agent.name, agent: agent.id, mode });
    if (mode !== 'monitor' && !(await this.speaks(line)) && this.isMine(line)) await this.tell('monitor');
    return undefined;
  }

  /** An ordinary call, with the microphone. */
  dial(digits: string, name: string): void {
    this.count++;
    this.begin({ call: this.around.dial(digits, { microphone: true }), name, mode: 'monitor' });
  }

  /** Who hears this browser from now on. The microphone is asked for first, and given back when only listening. */
  async setMode(mode: WatchMode): Promise<void> {
    const { line } = this;
    if (!line || line.mode === mode) return;
    if (mode !== 'monitor' && !(await this.speaks(line))) return;
    if (this.isMine(line)) await this.tell(mode);
  }

  mute(muted: boolean): void {
    this.line?.call.mute(muted);
  }

  hangUp(): void {
    this.line?.call.hangUp();
  }

  /** Takes the end, or what went wrong, off the screen. */
  dismiss(): void {
    const { line } = this;
    if (!line) return;
    if (line.call.view.phase === 'ended') this.set(undefined);
    else this.set({ ...line, trouble: undefined });
  }

  private begin(line: Line): Line {
    clearTimeout(this.timer);
    this.line?.call.hangUp();
    this.set(line);
    const leave = line.call.subscribe(() => {
      if (line.call.view.phase !== 'ended') return;
      leave();
      this.over(line.call);
    });
    if (line.call.view.phase === 'ended') this.over(line.call);
    return line;
  }

  /** An end that was wished for goes by itself; what went wrong stays until it was read. */
  private over(call: BrowserCall): void {
    if (this.line?.call !== call) return;
    const reason = call.view.reason;
    if (reason?.kind === 'hung-up') this.set(undefined);
    else if (reason?.kind === 'ended' && reason.cause === 'normal') this.timer = setTimeout(() => this.line?.call === call && this.set(undefined), GOODBYE);
  }

  private async speaks(line: Line): Promise<boolean> {
    if (await line.call.speak()) return true;
    const key = noVoice(line.call.view.microphone);
    if (key && this.isMine(line)) this.set({ ...this.line!, trouble: { key } });
    return false;
  }

  /** Changes the mode on the server; the switch moves at once and goes back when it is refused. */
  private async tell(mode: WatchMode): Promise<void> {
    const { line } = this;
    if (!line || line.mode === mode) return;
    const before = line.mode;
    this.set({ ...line, mode, trouble: mode === 'monitor' ? line.trouble : undefined });
    try {
      if (!(await answered(line.call)) || this.line?.mode !== mode) return; // over, or another wish came meanwhile
      const leg = line.call.leg;
      const home = leg === undefined ? undefined : await this.around.home(leg);
      if (home !== undefined) await this.around.change(home, mode);
      else if (!line.call.digits(KEYS[mode])) throw new Error(line.call.view.phase);
    } catch (error) {
      if (this.isMine(line)) this.set({ ...this.line!, mode: before, trouble: { key: 'phone.failed', values: { detail: said(error) } } });
      return;
    }
    if (mode === 'monitor' && this.isMine(line) && this.line?.mode === 'monitor') await line.call.listen();
  }

  private isMine(line: Line): boolean {
    return this.line?.call === line.call && line.call.view.phase !== 'ended';
  }

  private set(line: Line | undefined): void {
    this.line = line;
    for (const listener of this.listeners) listener();
  }
}

/** Waits until a call is up; false when it ends before. */
function answered(call: BrowserCall): Promise<boolean> {
  return new Promise((done) => {
    const look = () => {
      const { phase } = call.view;
      if (phase !== 'up' && phase !== 'ended') return;
      leave();
      done(phase === 'up');
    };
    const leave = call.subscribe(look);
    look();
  });
}

/** Why nobody hears this browser. */
function noVoice(microphone: Microphone): Key | undefined {
  if (microphone === 'denied') return 'phone.deniedMicrophone';
  if (microphone === 'missing') return 'phone.missingMicrophone';
  if (microphone === 'unsupported') return 'phone.unsupportedMicrophone';
  return undefined;
}

const said = (error: unknown) => (error instanceof Error ? error.message : String(error));
