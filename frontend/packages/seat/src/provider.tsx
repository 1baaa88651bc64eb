import { createContext, use, useCallback, useEffect, useRef, useSyncExternalStore, type ReactNode } from 'react';
import type { Bridge, BridgeEvents, Levels } from './bridge';
import type { SeatStore } from './store';
import type { Command, State, Trouble } from './types';

const SeatContext = createContext<SeatStore | undefined>(undefined);

export function SeatProvider({ store, children }: { store: SeatStore; children: ReactNode }) {
  return <SeatContext value={store}>{children}</SeatContext>;
}

function useStore(): SeatStore {
  const store = use(SeatContext);
  if (!store) throw new Error('SeatProvider is missing');
  return store;
}

/** A part of the seat's state; renders again only when that part has changed. `select` must not make new objects. */
export function useSeat<T>(select: (state: State) => T): T {
  const store = useStore();
  return useSyncExternalStore(store.subscribe, () => select(store.state));
}

/** Gives the seat a command; what it answers is why it cannot be done, or null. */
export function useCommand(): (command: Command) => Promise<Trouble | null> {
  return useStore().run;
}

export function useBridge(): Bridge {
  return useStore().bridge;
}

/** Runs `listener` with every event of a kind. */
export function useSeatEvent<E extends keyof BridgeEvents>(event: E, listener: (data: BridgeEvents[E]) => void): void {
  const bridge = useBridge();
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => bridge.on(event, (data) => latest.current(data)), [bridge, event]);
}

/** Has levels measured while the component is on the screen. */
export function useMetering(): void {
  const { meter } = useStore();
  useEffect(() => meter(), [meter]);
}

/** Tells levels to `show`, ten times a second, without rendering. */
export function useLevel(show: (levels: Levels) => void): void {
  useSeatEvent('level', useCallback(show, [show]));
}
