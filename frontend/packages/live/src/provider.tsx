import { createContext, use, useEffect, useMemo, useRef, useState, useSyncExternalStore, type ReactNode } from 'react';
import { BrowserPhone } from './browser-phone';
import type { RecordChange } from './change-messages';
import type { ChatMessage } from './chat-messages';
import { Clock } from './clock';
import type { Collection, Rows, State } from './rows';
import { LiveSocket, type Connection, type Wire } from './socket';
import { LiveStore } from './store';

interface Live {
  store: LiveStore;
  socket: LiveSocket;
  clock: Clock;
  phone: BrowserPhone;
}

const LiveContext = createContext<Live | undefined>(undefined);

/**
 * Screens follow at most this often. It is less than the 100 ms in which the server gathers changes, so that what
 * comes is shown with the next frame: a floor is to follow within 200 ms of what happened.
 */
const BEAT = 80;

/** Runs the first change at once (next frame) and gathers those that follow within a beat. */
function beats(): (run: () => void) => void {
  let last = 0;
  return (run) => {
    const flush = () => {
      last = performance.now();
      run();
    };
    const wait = last + BEAT - performance.now();
    if (document.hidden || wait > 16) setTimeout(flush, Math.max(wait, document.hidden ? 1000 : 0));
    else requestAnimationFrame(flush);
  };
}

function openWire(): Wire {
  const url = new URL('/live', window.location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return new WebSocket(url) as unknown as Wire;
}

interface LiveProps {
  children: ReactNode;
  onRefused?: () => void;
  /** Opens the connection, where it is not this page's own WebSocket. The first one given is used. */
  open?: () => Wire;
}

/** Opens the live socket for its children and closes it with them. */
export function LiveProvider({ children, onRefused, open = openWire }: LiveProps) {
  const [opener] = useState(() => open);
  const refused = useRef(onRefused);
  useEffect(() => {
    refused.current = onRefused;
  });
  const live = useMemo<Live>(() => {
    const store = new LiveStore(beats());
    const clock = new Clock();
    const socket = new LiveSocket({ open: opener, store, clock, onRefused: () => refused.current?.() });
    return { store, clock, socket, phone: new BrowserPhone(socket) };
  }, [opener]);
  useEffect(() => {
    live.socket.start();
    const hurry = () => live.socket.hurry();
    window.addEventListener('online', hurry);
    return () => {
      window.removeEventListener('online', hurry);
      live.phone.hangUpAll();
      live.socket.stop();
    };
  }, [live]);
  return <LiveContext value={live}>{children}</LiveContext>;
}

function useLiveContext(): Live {
  const live = use(LiveContext);
  if (!live) throw new Error('LiveProvider is missing');
  return live;
}

/** This page as a phone. */
export function usePhone(): BrowserPhone {
  return useLiveContext().phone;
}

/** All rows of a collection; renders again when it changes. */
export function useRows<C extends Collection>(collection: C): State[C] {
  const { store } = useLiveContext();
  return useSyncExternalStore(
    (listener) => store.subscribe(collection, listener),
    () => store.get(collection),
  );
}

/** Waits for something among the rows of a collection, at most so many milliseconds; renders nothing again. */
export function useAwait<C extends Collection>(collection: C) {
  const { store } = useLiveContext();
  return useMemo(
    () =>
      <T,>(find: (rows: State[C]) => T | undefined, within: number): Promise<T | undefined> =>
        new Promise((done) => {
          const look = () => {
            const found = find(store.get(collection));
            if (found !== undefined) end(found);
          };
          const end = (found: T | undefined) => {
            clearTimeout(timer);
            leave();
            done(found);
          };
          const timer = setTimeout(() => end(undefined), within);
          const leave = store.subscribe(collection, look);
          look();
        }),
    [store, collection],
  );
}

/** One row; renders again only when this row changes. */
export function useRow<C extends Collection>(collection: C, id: string | undefined): Rows[C] | undefined {
  const { store } = useLiveContext();
  return useSyncExternalStore(
    (listener) => store.subscribe(collection, listener),
    () => (id === undefined ? undefined : store.get(collection).get(id)) as Rows[C] | undefined,
  );
}

/** True once the first snapshot is there. */
export function useReady(): boolean {
  const { store } = useLiveContext();
  return useSyncExternalStore(
    (listener) => store.subscribe('groups', listener),
    () => store.ready,
  );
}

/** State of the connection. */
export function useConnection(): Connection {
  const { socket } = useLiveContext();
  return useSyncExternalStore(
    (listener) => socket.subscribe(listener),
    () => socket.status,
  );
}

export function useClock(): Clock {
  return useLiveContext().clock;
}

/** Runs `listener` with every message of the chat. What came while the connection was lost has to be asked for. */
export function useChatMessages(listener: (message: ChatMessage) => void): void {
  const { socket } = useLiveContext();
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => socket.onChat((message) => latest.current(message)), [socket]);
}

/** Runs `listener` when a row leaves `collection`, as when a call has ended. */
export function useLeave(collection: Collection, listener: (id: string) => void): void {
  const { store } = useLiveContext();
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => store.onLeave((left, id) => left === collection && latest.current(id)), [store, collection]);
}

/** Runs `listener` when rows of `collection` come, change or go; changes of one moment are one. */
export function useRowChanges(collection: Collection, listener: () => void): void {
  const { store } = useLiveContext();
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => store.subscribe(collection, () => latest.current()), [store, collection]);
}

/**
 * Runs `listener` when a record of a noun ("agents") was made, changed or deleted by anybody. A change without `id` is
 * of many records, or of any: it is told, too, when the connection is back after it was lost.
 */
export function useChanges(noun: string, listener: (change: RecordChange) => void): void {
  const { socket } = useLiveContext();
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(
    () =>
      socket.onRecord((change) => {
        if (!change) latest.current({ type: 'changed', noun, action: 'update' });
        else if (change.noun === noun) latest.current(change);
      }),
    [socket, noun],
  );
}
