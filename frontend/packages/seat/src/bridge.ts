import type { Command, State, Trouble } from './types';

/** How loud the microphone and the loudspeaker are now, 0 to 1. */
export interface Levels {
  mic: number;
  speaker: number;
}

/** What Go tells the page by itself. */
export interface BridgeEvents {
  /** The whole state, only when its `rev` has changed. */
  seat: State;
  /** Ten times a second while levels are measured. */
  level: Levels;
  'live.open': undefined;
  'live.message': string;
  /** The live socket closed by itself: its WebSocket close code. */
  'live.close': number;
  /** A page that wants to be shown as a tab. */
  tab: { url: string };
  /** A person has clicked the notification of a message. */
  'message.opened': undefined;
}

/** The page's only way to the app around it. Nothing of it throws in passing: a promise may be rejected. */
export interface Bridge {
  state(): Promise<State>;
  run(command: Command): Promise<Trouble | null>;
  liveOpen(): Promise<void>;
  liveSend(text: string): Promise<void>;
  liveClose(): Promise<void>;
  openURL(url: string): Promise<void>;
  /** The app's own version. */
  version(): Promise<string>;
  /** Makes a crash bundle and gives its path. */
  crashBundle(): Promise<string>;
  notify(title: string, body: string): Promise<void>;
  on<E extends keyof BridgeEvents>(event: E, listener: (data: BridgeEvents[E]) => void): () => void;
}

/** The methods that Go has bound (desktop/internal/app). */
export interface Bound {
  State(): Promise<State>;
  Do(json: string): Promise<Trouble | null>;
  LiveOpen(): Promise<void>;
  LiveSend(text: string): Promise<void>;
  LiveClose(): Promise<void>;
  OpenURL(url: string): Promise<void>;
  Version(): Promise<string>;
  CrashBundle(): Promise<string>;
  Notify(title: string, body: string): Promise<void>;
}

/** The part of the Wails runtime that is used. */
export interface Runtime {
  EventsOn(name: string, listener: (...data: unknown[]) => void): () => void;
}

declare global {
  interface Window {
    go?: { app: { Bridge: Bound } };
    runtime?: Runtime;
  }
}

/** The bridge that Wails has put into this page. Throws outside of the app. */
export function wailsBridge(from: Pick<Window, 'go' | 'runtime'> = window): Bridge {
  const bound = from.go?.app.Bridge;
  const runtime = from.runtime;
  if (!bound || !runtime) throw new Error('this page is not inside the agent app');
  // Wails starts every call on its own: digits pressed quickly would overtake each other. What is of one kind goes in
  // its order; a login that waits for the network keeps no call from being hung up.
  const last = new Map<string, Promise<unknown>>();
  return {
    state: () => bound.State(),
    run: (command) => {
      const mine = (last.get(command.type) ?? Promise.resolve())
        .then(() => bound.Do(JSON.stringify(command)))
        .catch((error: unknown) => ({ code: 'app_failed', detail: String(error) }));
      last.set(command.type, mine);
      return mine;
    },
    liveOpen: () => bound.LiveOpen(),
    liveSend: (text) => bound.LiveSend(text),
    liveClose: () => bound.LiveClose(),
    openURL: (url) => bound.OpenURL(url),
    version: () => bound.Version(),
    crashBundle: () => bound.CrashBundle(),
    notify: (title, body) => bound.Notify(title, body),
    on: (event, listener) => runtime.EventsOn(event, (data) => listener(data as never)),
  };
}
