import { forgetStep, noteStep, STEPS_KEPT } from './changes';
import { COLLECTIONS, wholeRow, type Collection, type Delta, type LiveCallRow, type Rows, type Snapshot, type State } from './rows';

/** What the store made of a message: taken, or not because numbers are missing. */
export type Taken = 'applied' | 'ignored' | 'gap';

type Scheduler = (run: () => void) => void;
type MutableState = { [C in Collection]: ReadonlyMap<string, Rows[C]> };
/** A row left a collection. Told before listeners run. */
export type LeaveListener = (collection: Collection, id: string) => void;

/** In which order the collections of a snapshot are shown: what others are drawn with first. */
const SHOWN: readonly Collection[] = ['statuses', ...COLLECTIONS.filter((c) => c !== 'statuses')];
/** Milliseconds after which the listeners that are left wait for another turn. */
const PART = 12;

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
  /** Collections of a snapshot that are not shown yet. */
  private readonly coming: { [C in Collection]?: Map<string, Rows[C]> } = {};
  private complete = false;
  private chains = 0;
  private readonly afterwards: (() => void)[] = [];
  private readonly readyListeners = new Set<() => void>();
  private readonly steps: { [C in Collection]?: ReadonlyMap<string, unknown>[] } = {};

  /** `later` runs something after the screen had a turn. */
  constructor(
    private readonly schedule: Scheduler,
    private readonly later: Scheduler = (run) => run(),
  ) {}

  /** The rows of one collection as they are now. */
  get<C extends Collection>(collection: C): State[C] {
    return this.state[collection] as State[C];
  }

  /** True once the first snapshot is there with all its collections. */
  get ready(): boolean {
    return this.complete;
  }

  /** Runs `listener` when `ready` changes. */
  onReady(listener: () => void): () => void {
    this.readyListeners.add(listener);
    return () => this.readyListeners.delete(listener);
  }

  /** Runs something when all of a snapshot has been told, at once when there is none on its way. */
  whenTold(run: () => void): void {
    if (this.chains > 0) this.afterwards.push(run);
    else run();
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
    for (const c of COLLECTIONS) delete this.coming[c];
    this.setComplete(false);
    [...COLLECTIONS, 'mine' as const].forEach((c) => this.mark(c));
  }

  /**
   * All of a large site is too much work for one task: each collection takes the place of what was there in a turn of
   * its own, and its listeners run, some at a time, so that keys and pointer are answered in between.
   */
  private replace(message: Snapshot): Taken {
    for (const collection of COLLECTIONS) {
      const rows: Record<string, Rows[Collection]> = message.state[collection] ?? {};
      const after = new Map<string, Rows[Collection]>();
      for (const id in rows) after.set(id, wholeRow(collection, rows[id]!));
      (this.coming as Record<Collection, unknown>)[collection] = after;
    }
    this.seq = message.seq;
    this.chains++;
    this.schedule(() => this.showInTurn(SHOWN));
    return 'applied';
  }

  private showInTurn([next, ...others]: readonly Collection[]): void {
    if (next === undefined) {
      if (this.seq !== undefined) this.setComplete(true);
      this.chains--;
      if (this.chains === 0) for (const run of this.afterwards.splice(0)) run();
      return;
    }
    this.show(next);
    this.tellInParts([...(this.listeners.get(next) ?? [])], next, () => this.later(() => this.showInTurn(others)));
  }

  private show(collection: Collection): void {
    const after = this.coming[collection];
    if (!after) return; // a later snapshot's, which was shown already, or nobody is logged in any more
    delete this.coming[collection];
    const before = this.state[collection];
    (this.state as Record<Collection, unknown>)[collection] = after;
    if (this.complete) for (const id of before.keys()) if (!after.has(id)) this.left(collection, id);
  }

  private tellInParts(listeners: readonly (() => void)[], collection: Collection, then: () => void): void {
    const began = performance.now();
    for (const [i, listener] of listeners.entries()) {
      if (this.listeners.get(collection)?.has(listener)) listener();
      if (performance.now() - began < PART || i === listeners.length - 1) continue;
      this.later(() => this.tellInParts(listeners.slice(i + 1), collection, then));
      return;
    }
    then();
  }

  private setComplete(complete: boolean): void {
    if (this.complete === complete) return;
    this.complete = complete;
    for (const listener of this.readyListeners) listener();
  }

  private change(message: Delta): Taken {
    if (this.seq === undefined) return 'gap';
    if (message.seq <= this.seq) return 'ignored';
    if (message.seq !== this.seq + 1) return 'gap';
    for (const collection of COLLECTIONS) {
      const set = message.set?.[collection];
      const del = message.del?.[collection];
      if (!set && !del?.length) continue;
      this.step(collection, set ?? {}, del ?? []);
    }
    this.seq = message.seq;
    return 'applied';
  }

  private step(collection: Collection, set: Record<string, Rows[Collection]>, del: readonly string[]): void {
    const coming = this.coming[collection] as Map<string, Rows[Collection]> | undefined;
    if (coming) { // nobody has seen it yet
      for (const id in set) coming.set(id, wholeRow(collection, set[id] as Rows[Collection]));
      for (const id of del) coming.delete(id);
      return;
    }
    const from: ReadonlyMap<string, Rows[Collection]> = this.state[collection];
    const next = new Map(from);
    const gone: Rows[Collection][] = [];
    const come: Rows[Collection][] = [];
    const leave = (id: string) => {
      const before = next.get(id);
      if (before) gone.push(before);
    };
    for (const id in set) {
      const row = wholeRow(collection, set[id] as Rows[Collection]);
      leave(id);
      come.push(row);
      next.set(id, row);
    }
    for (const id of del) {
      leave(id);
      if (next.delete(id)) this.left(collection, id);
    }
    noteStep(next, { from, gone, come });
    const kept = (this.steps[collection] ??= []);
    if (kept.push(next) > STEPS_KEPT) forgetStep(kept.shift()!);
    this.put(collection, next as State[typeof collection]);
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
      for (const c of changed) this.tell(c);
    });
  }

  private tell(collection: Collection): void {
    for (const listener of this.listeners.get(collection) ?? []) listener();
  }
}
