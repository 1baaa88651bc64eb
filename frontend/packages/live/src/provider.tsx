import { createContext, use, useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore, type ReactNode } from 'react';
import { BrowserPhone } from './browser-phone';
import type { RecordChange } from './change-messages';
import type { ChatMessage } from './chat-messages';
import { beats, nextTurn } from './beats';
import { Clock } from './clock';
import { Counted } from './counted';
import { Ordered } from './ordered';
import { sameRights, type Collection, type Rights, type Rows, type State } from './rows';
import { LiveSocket, type Connection, type Wire } from './socket';
import { LiveStore } from './store';

interface Live {
  store: LiveStore;
  socket: LiveSocket;
  clock: Clock;
  phone: BrowserPhone;
}

const LiveContext = createContext<Live | undefined>(undefined);


function openWire(): Wire {
  const url = new URL('/live', window.location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return new WebSocket(url) as unknown as Wire;
}

interface LiveProps {
  children: ReactNode;
  onRefused?: () => void;
  /** What the page believes that its reader may. Where the server knows better, `onRefused` is run, too. */
  rights?: Rights;
  /** Opens the connection, where it is not this page's own WebSocket. The first one given is used. */
  open?: () => Wire;
}

/** Opens the live socket for its children and closes it with them. */
export function LiveProvider({ children, onRefused, rights, open = openWire }: LiveProps) {
  const [opener] = useState(() => open);
  const refused = useRef(onRefused);
  const believed = useRef(rights);
  useEffect(() => {
    refused.current = onRefused;
    believed.current = rights;
  });
  const live = useMemo<Live>(() => {
    const store = new LiveStore(beats(), nextTurn);
    const clock = new Clock();
    const onRights = (now: Rights) => believed.current && !sameRights(believed.current, now) && refused.current?.();
    const socket = new LiveSocket({ open: opener, store, clock, onRights, onRefused: () => refused.current?.() });
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

/**
 * What `select` makes of a collection; renders again only when that is another value. It runs at every change: it must
 * be quick, and give the same value for the same rows.
 */
export function useSelected<C extends Collection, T>(collection: C, select: (rows: State[C]) => T): T {
  const { store } = useLiveContext();
  return useSyncExternalStore(
    (listener) => store.subscribe(collection, listener),
    () => select(store.get(collection)),
  );
}

/** The wanted rows of a collection in order; renders again when one of them changes. Give functions that stay the same. */
export function useOrdered<C extends Collection>(collection: C, compare: (a: Rows[C], b: Rows[C]) => number, wanted?: (row: Rows[C]) => boolean): readonly Rows[C][] {
  const ordered = useMemo(() => new Ordered(compare, wanted), [compare, wanted]);
  return useSelected(collection, (rows) => ordered.of(rows as ReadonlyMap<string, Rows[C]>));
}

/** How many rows of a collection there are of each kind; renders again when that changes. Give a function that stays the same. */
export function useCounted<C extends Collection, K>(collection: C, kindsOf: (row: Rows[C]) => readonly K[]): ReadonlyMap<K, number> {
  const counted = useMemo(() => new Counted<Rows[C], K>(kindsOf), [kindsOf]);
  return useSelected(collection, (rows) => counted.of(rows as ReadonlyMap<string, Rows[C]>));
}

/** Finds rows without rendering again when they change: for what is only said when it is asked for. */
export function useLookup<C extends Collection>(collection: C): (id: string | undefined) => Rows[C] | undefined {
  const { store } = useLiveContext();
  return useCallback((id) => (id === undefined ? undefined : store.get(collection).get(id)) as Rows[C] | undefined, [store, collection]);
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
    (listener) => store.onReady(listener),
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
