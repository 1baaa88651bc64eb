import type { Bridge } from './bridge';
import { share } from './share';
import type { Command, State, Trouble } from './types';

/** The page's copy of the seat's state: what the last event said, nothing of its own. */
export class SeatStore {
  private readonly listeners = new Set<() => void>();
  private readonly off: () => void;
  private meters = 0;

  private constructor(
    readonly bridge: Bridge,
    private now: State,
    early: { state?: State },
  ) {
    this.off = bridge.on('seat', (state) => this.take(state));
    if (early.state) this.take(early.state);
  }

  /** Waits for the first state. Events that come before it are not lost. */
  static async open(bridge: Bridge): Promise<SeatStore> {
    const early: { state?: State } = {};
    const off = bridge.on('seat', (state) => (early.state = state));
    try {
      return new SeatStore(bridge, await bridge.state(), early);
    } finally {
      off();
    }
  }

  get state(): State {
    return this.now;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly run = (command: Command): Promise<Trouble | null> => this.bridge.run(command);

  /** Has levels measured until what it gives is called, and no longer than the last of all who asked. */
  readonly meter = (): (() => void) => {
    if (this.meters++ === 0) void this.run({ type: 'meter', on: true });
    return () => {
      if (--this.meters === 0) void this.run({ type: 'meter', on: false });
    };
  };

  close(): void {
    this.off();
    this.listeners.clear();
  }

  /** An older state than the one shown, overtaken on its way, is dropped. */
  private take(state: State): void {
    if (state.rev <= this.now.rev) return;
    this.now = share(this.now, state);
    for (const listener of this.listeners) listener();
  }
}
