/** What a list's player does now. */
export interface Playing {
  /** Whose sound is in the player. */
  id?: string;
  paused: boolean;
  failed: boolean;
}

/** So much has to be played for a sound to count as heard, in seconds, or the whole of a shorter one. */
const HEARD_AFTER = 2;

/** One audio element for a whole list: starting one row's sound stops the other's. */
export class Jukebox {
  /** Where the sound of a row is. */
  urlOf: (id: string) => string = () => '';
  /** Told once for each time that a row's sound is put in and heard. */
  onHeard: (id: string) => void = () => undefined;
  private state: Playing = { paused: true, failed: false };
  private told: string | undefined;
  private readonly listeners = new Set<() => void>();

  constructor(readonly audio = new Audio()) {
    audio.preload = 'none';
    for (const event of ['play', 'pause', 'ended'] as const) audio.addEventListener(event, () => this.set({ ...this.state, paused: audio.paused }));
    audio.addEventListener('error', () => this.state.id !== undefined && this.set({ ...this.state, paused: true, failed: true }));
    audio.addEventListener('timeupdate', () => audio.currentTime >= HEARD_AFTER && this.tell());
    audio.addEventListener('ended', () => this.tell());
  }

  get now(): Playing {
    return this.state;
  }

  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Starts a row's sound, or stops it where it is; one that failed is asked for again. */
  toggle(id: string): void {
    if (this.state.id !== id || this.state.failed) {
      this.told = undefined;
      this.audio.src = this.urlOf(id);
      this.set({ id, paused: false, failed: false });
    } else if (!this.audio.paused) {
      this.audio.pause();
      return;
    }
    // A refused start ends as the element's own error event.
    this.audio.play().catch(() => undefined);
  }

  /** Takes the sound out, so that its connection ends, too. */
  stop(): void {
    this.audio.pause();
    this.set({ paused: true, failed: false });
    this.audio.removeAttribute('src');
    this.audio.load();
  }

  private tell(): void {
    const { id } = this.state;
    if (id === undefined || this.told === id) return;
    this.told = id;
    this.onHeard(id);
  }

  private set(state: Playing): void {
    this.state = state;
    this.listeners.forEach((listener) => listener());
  }
}
