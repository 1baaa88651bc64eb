import { IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react';
import { formatDuration, useText } from '@yobirin/kit';
import { recordingUrl } from '@yobirin/wire';
import { createContext, use, useEffect, useMemo, useRef, useState, useSyncExternalStore, type ReactNode } from 'react';
import classes from './calls.module.css';

interface Playing {
  id?: string;
  paused: boolean;
  failed: boolean;
}

/** One audio element for a whole list: starting one recording stops the other. */
class Jukebox {
  readonly audio = new Audio();
  private state: Playing = { paused: true, failed: false };
  private readonly listeners = new Set<() => void>();

  constructor() {
    this.audio.preload = 'none';
    for (const event of ['play', 'pause', 'ended'] as const) {
      this.audio.addEventListener(event, () => this.set({ ...this.state, paused: this.audio.paused }));
    }
    this.audio.addEventListener('error', () => this.state.id !== undefined && this.set({ ...this.state, paused: true, failed: true }));
  }

  get now(): Playing {
    return this.state;
  }

  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  toggle(id: string): void {
    if (this.state.id !== id || this.state.failed) {
      this.audio.src = recordingUrl(id);
      this.set({ id, paused: false, failed: false });
    } else if (!this.audio.paused) {
      this.audio.pause();
      return;
    }
    // A refused start ends as the element's own error event.
    this.audio.play().catch(() => undefined);
  }

  stop(): void {
    this.audio.pause();
    this.set({ paused: true, failed: false });
    this.audio.removeAttribute('src');
    this.audio.load();
  }

  private set(state: Playing): void {
    this.state = state;
    this.listeners.forEach((listener) => listener());
  }
}

const JukeboxContext = createContext<Jukebox | undefined>(undefined);

/** Holds the one audio element of the list shown inside. */
export function InlinePlayerHost({ children }: { children: ReactNode }) {
  const jukebox = useMemo(() => new Jukebox(), []);
  useEffect(() => () => jukebox.stop(), [jukebox]);
  return <JukeboxContext value={jukebox}>{children}</JukeboxContext>;
}

/** Stops the list's player, as when a detail begins to play. */
export function useStopInline(): () => void {
  const jukebox = use(JukeboxContext);
  return useMemo(() => () => jukebox?.audio.pause(), [jukebox]);
}

/** Play button of a row, and while it plays a small slider to seek. */
export function InlinePlayer({ id, seconds }: { id: string; seconds: number }) {
  const { t } = useText();
  const jukebox = use(JukeboxContext);
  const now = useSyncExternalStore(jukebox?.subscribe ?? never, () => jukebox?.now);
  if (!jukebox) return null;
  const mine = now?.id === id;
  const running = mine && !now.paused;
  const Glyph = running ? IconPlayerPauseFilled : IconPlayerPlayFilled;
  return (
    <span className={classes.inline} onClick={(event) => event.stopPropagation()}>
      <button type="button" className={classes.inlineButton} aria-label={t(running ? 'player.pause' : 'player.play')} onClick={() => jukebox.toggle(id)}>
        <Glyph size={13} aria-hidden />
      </button>
      {mine && now.failed ? (
        <span className={classes.failed} role="alert" title={t('player.failed')}>{t('player.failed')}</span>
      ) : mine ? (
        <Seek audio={jukebox.audio} />
      ) : (
        <span className={classes.dim}>{formatDuration(seconds)}</span>
      )}
    </span>
  );
}

const never = () => () => undefined;

function Seek({ audio }: { audio: HTMLAudioElement }) {
  const { t } = useText();
  const ref = useRef<HTMLInputElement>(null);
  const [length, setLength] = useState(0);
  useEffect(() => {
    const show = () => {
      if (Number.isFinite(audio.duration)) setLength(audio.duration);
      if (ref.current) ref.current.value = String(audio.currentTime);
    };
    show();
    audio.addEventListener('timeupdate', show);
    audio.addEventListener('loadedmetadata', show);
    return () => {
      audio.removeEventListener('timeupdate', show);
      audio.removeEventListener('loadedmetadata', show);
    };
  }, [audio]);
  return (
    <input
      ref={ref}
      className={classes.inlineSeek}
      type="range"
      min={0}
      max={length || 1}
      step={0.1}
      defaultValue={0}
      aria-label={t('player.seek')}
      onChange={(event) => {
        audio.currentTime = Number(event.currentTarget.value);
      }}
    />
  );
}
