import type { ChatReference } from '@yobirin/wire';

const BATCH = 100;

/** What references in messages stand for, asked once for each, many at a time. */
export class References {
  private readonly known = new Map<string, ChatReference>();
  private readonly wanted = new Set<string>();
  private readonly listeners = new Set<() => void>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly resolve: (refs: string[]) => Promise<ChatReference[]>) {}

  /** What is known of a reference now; undefined until the server has answered. */
  get(ref: string): ChatReference | undefined {
    return this.known.get(ref);
  }

  want(ref: string): void {
    if (this.known.has(ref) || this.wanted.has(ref)) return;
    this.wanted.add(ref);
    this.timer ??= setTimeout(() => void this.ask(), 20);
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private async ask(): Promise<void> {
    this.timer = undefined;
    const refs = [...this.wanted].slice(0, BATCH);
    try {
      for (const found of await this.resolve(refs)) this.known.set(found.ref, found);
    } catch {
      // Asked again when it is shown again.
    }
    for (const ref of refs) this.wanted.delete(ref);
    for (const listener of this.listeners) listener();
    if (this.wanted.size > 0) this.timer ??= setTimeout(() => void this.ask(), 20);
  }
}
