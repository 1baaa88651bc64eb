import { COLLECTIONS, wholeRow, type Collection, type Delta, type LiveCallRow, type Rows, type Snapshot, type State } from './rows';

/** What the store made of a message: taken, or not because numbers are missing. */
export type Taken = 'applied' | 'ignored' | 'gap';

type Scheduler = (run: () => void) => void;
type MutableState = { [C in Collection]: ReadonlyMap<string, Rows[C]> };
/** A row left a collection. Told before listeners run. */
export type LeaveListener = (collection: Collection, id: string) => void;

const empty = (): MutableState => ({ groups: new Map(), agents: new Map(), waiting: new Map(), calls: new Map(), parked: new Map(), notices: new Map(), statuses: new Map(), mine: new Map() });

/**
 * The client's copy of the server's live state. A snapshot replaces it, a delta with the next number changes it,
 * anything else is a gap and leaves it untouched. Collections and rows are immutable values: a changed collection
 * is a new Map, an unchanged row keeps its identity.
 */
export class LiveStore {
  private state = empty();
  private seq: number | undefined;
  private readonly listeners = new Map<Collection, Set<() => void>>();
  private readonly leaveListeners = new Set<LeaveListener>();
  private readonly dirty = new Set<Collection>();
  private pending = false;

  constructor(private readonly schedule: Scheduler) {}

  /** The rows of one collection as they are now. */
  get<C extends Collection>(collection: C): State[C] {
    return this.state[collection] as State[C];
  }

  /** True once a snapshot has been taken. */
  get ready(): boolean {
    return this.seq !== undefined;
  }

  take(message: Snapshot | Delta): Taken {
    return message.type === 'snapshot' ? this.replace(message) : this.change(message);
  }

  /** Takes the calls that the reader has a part in, whole; those that are as before keep their identity. */
  takeMine(calls: readonly LiveCallRow[]): void {
    const before = this.state.mine;
    const after = new Map<string, LiveCallRow>();
    for (const call of calls) {
      const row = wholeRow('mine', call);
      const was = before.get(row.id);
      after.set(row.id, was && JSON.stringify(was) === JSON.stringify(row) ? was : row);
    }
    if (after.size === before.size && [...after].every(([id, row]) => before.get(id) === row)) return;
    this.put('mine', after);
    for (const id of before.keys()) if (!after.has(id)) this.left('mine', id);
  }

  subscribe(collection: Collection, listener: () => void): () => void {
    const set = this.listeners.get(collection) ?? new Set();
    this.listeners.set(collection, set);
    set.add(listener);
    return () => set.delete(listener);
  }

  /** Calls `listener` for each row that leaves. */
  onLeave(listener: LeaveListener): () => void {
    this.leaveListeners.add(listener);
    return () => this.leaveListeners.delete(listener);
  }

  /** Forgets everything, as after a log-out. */
  clear(): void {
    this.state = empty();
    this.seq = undefined;
    [...COLLECTIONS, 'mine' as const].forEach((c) => this.mark(c));
  }

  private replace(message: Snapshot): Taken {
    const first = this.seq === undefined;
    for (const collection of COLLECTIONS) {
      const before = this.state[collection];
      const after = new Map(Object.entries(message.state[collection] ?? {}).map(([id, row]) => [id, wholeRow(collection, row)]));
      this.put(collection, after as State[typeof collection]);
      if (!first) for (const id of before.keys()) if (!after.has(id)) this.left(collection, id);
    }
    this.seq = message.seq;
    return 'applied';
  }

  private change(message: Delta): Taken {
    if (this.seq === undefined) return 'gap';
    if (message.seq <= this.seq) return 'ignored';
    if (message.seq !== this.seq + 1) return 'gap';
    for (const collection of COLLECTIONS) {
      const set = message.set?.[collection];
      const del = message.del?.[collection];
      if (!set && !del?.length) continue;
      const next = new Map<string, Rows[Collection]>(this.state[collection]);
      for (const id in set) next.set(id, wholeRow(collection, set[id] as Rows[Collection]));
      for (const id of del ?? []) if (next.delete(id)) this.left(collection, id);
      this.put(collection, next as State[typeof collection]);
    }
    this.seq = message.seq;
    return 'applied';
  }

  private put<C extends Collection>(collection: C, rows: State[C]): void {
    (this.state as Record<Collection, unknown>)[collection] = rows;
    this.mark(collection);
  }

  private left(collection: Collection, id: string): void {
    for (const listener of this.leaveListeners) listener(collection, id);
  }

  /** Listeners run once per scheduled turn, however many deltas came in between. */
  private mark(collection: Collection): void {
    this.dirty.add(collection);
    if (this.pending) return;
    this.pending = true;
    this.schedule(() => {
      this.pending = false;
      const changed = [...this.dirty];
      this.dirty.clear();
      for (const c of changed) for (const listener of this.listeners.get(c) ?? []) listener();
    });
  }
}
