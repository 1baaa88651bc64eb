type Tick = (now: number) => void;

/**
 * The one clock of all timers on screen: the server's time, ticking on its full seconds, so that every figure
 * changes in the same moment. It runs only while somebody listens.
 */
export class Clock {
  private offset = 0;
  private readonly ticks = new Set<Tick>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly local: () => number = Date.now) {}

  /** Server's time in milliseconds since the epoch. */
  now(): number {
    return this.local() + this.offset;
  }

  /** Sets the offset from the server's time that a message carried. */
  correct(serverTime: number): void {
    if (!Number.isFinite(serverTime) || serverTime <= 0) return;
    this.offset = serverTime - this.local();
    this.fire();
  }

  subscribe(tick: Tick): () => void {
    this.ticks.add(tick);
    this.arm();
    return () => {
      this.ticks.delete(tick);
      if (this.ticks.size > 0) return;
      clearTimeout(this.timer);
      this.timer = undefined;
    };
  }

  private arm(): void {
    if (this.timer !== undefined || this.ticks.size === 0) return;
    const rest = 1000 - (((this.now() % 1000) + 1000) % 1000);
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.fire();
      this.arm();
    }, rest + 2);
  }

  private fire(): void {
    const now = this.now();
    for (const tick of this.ticks) tick(now);
  }
}
