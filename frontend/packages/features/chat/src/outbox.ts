import type { ChatText } from '@yobirin/live';
import type { Pending } from './model';

export interface OutboxOptions {
  send: (pending: Pending) => Promise<ChatText>;
  /** Whether a later try may succeed, and the words for a person. */
  judge: (error: unknown) => { again: boolean; detail: string };
  onSent: (message: ChatText) => void;
  onChange: (all: readonly Pending[]) => void;
}

const FIRST_WAIT = 1000;
const LAST_WAIT = 30_000;

/**
 * Messages on their way. Those of one conversation go one after the other, so that they arrive in the order in which
 * they were written; each is tried again under the same name, which the server stores once.
 */
export class Outbox {
  private all: readonly Pending[] = [];
  private readonly busy = new Set<string>();
  private readonly tries = new Map<string, number>();
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(private readonly options: OutboxOptions) {}

  get pending(): readonly Pending[] {
    return this.all;
  }

  add(pending: Pending): void {
    this.set([...this.all, pending]);
    void this.pump(pending.thread);
  }

  /** The server has told of a message: it needs no more tries. */
  confirm(ref: string): void {
    if (this.all.some((p) => p.ref === ref)) this.set(this.all.filter((p) => p.ref !== ref));
  }

  retry(ref: string): void {
    const pending = this.all.find((p) => p.ref === ref);
    if (!pending) return;
    this.change(ref, { status: 'sending', detail: undefined });
    this.wake(pending.thread);
  }

  discard(ref: string): void {
    this.tries.delete(ref);
    this.set(this.all.filter((p) => p.ref !== ref));
  }

  /** The connection is back: what waits is tried at once. */
  hurry(): void {
    for (const thread of new Set(this.all.map((p) => p.thread))) this.wake(thread);
  }

  stop(): void {
    this.timers.forEach(clearTimeout);
    this.timers.clear();
  }

  private wake(thread: string): void {
    clearTimeout(this.timers.get(thread));
    this.timers.delete(thread);
    void this.pump(thread);
  }

  private async pump(thread: string): Promise<void> {
    if (this.busy.has(thread) || this.timers.has(thread)) return;
    this.busy.add(thread);
    for (let next = this.next(thread); next; next = this.next(thread)) {
      if (next.status === 'waiting') this.change(next.ref, { status: 'sending' });
      if (!(await this.try(next))) break;
    }
    this.busy.delete(thread);
  }

  private next(thread: string): Pending | undefined {
    return this.all.find((p) => p.thread === thread && p.status !== 'failed');
  }

  /** True when the next may be sent. */
  private async try(pending: Pending): Promise<boolean> {
    try {
      const message = await this.options.send(pending);
      this.tries.delete(pending.ref);
      this.options.onSent(message);
      this.confirm(pending.ref);
      return true;
    } catch (error) {
      const { again, detail } = this.options.judge(error);
      if (!again) {
        this.change(pending.ref, { status: 'failed', detail });
        return true;
      }
      const tried = this.tries.get(pending.ref) ?? 0;
      this.tries.set(pending.ref, tried + 1);
      this.change(pending.ref, { status: 'waiting', detail });
      this.timers.set(
        pending.thread,
        setTimeout(() => this.wake(pending.thread), Math.min(LAST_WAIT, FIRST_WAIT * 2 ** tried)),
      );
      return false;
    }
  }

  private change(ref: string, to: Partial<Pending>): void {
    this.set(this.all.map((p) => (p.ref === ref ? { ...p, ...to } : p)));
  }

  private set(all: readonly Pending[]): void {
    this.all = all;
    this.options.onChange(all);
  }
}
