import { IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react';
import { formatDuration, useText } from '@yobirin/kit';
import { Dim } from '@yobirin/kit/list';
import { voicemailFile } from '@yobirin/wire';
import { createContext, use, useEffect, useMemo, useRef, useState, useSyncExternalStore, type ReactNode } from 'react';
import classes from './voicemail.module.css';

/** So much has to be heard for a message to count as heard, in seconds, or the whole of a shorter one. */
const HEARD_AFTER = 2;

interface Playing {
  id?: string;
  paused: boolean;
  failed: boolean;
}

/** One audio element for the whole list: starting one message stops the other. */
class Machine {
  readonly audio = new Audio();
  onHeard: (id: string) => void = () => undefined;
  private state: Playing = { paused: true, failed: false };
  private told: string | undefined;
  private readonly listeners = new Set<() => void>();

  constructor() {
    this.audio.preload = 'none';
    for (const event of ['play', 'pause', 'ended'] as const) this.audio.addEventListener(event, () => this.set({ ...this.state, paused: this.audio.paused }));
    this.audio.addEventListener('error', () => this.state.id !== undefined && this.set({ ...this.state, paused: true, failed: true }));
    this.audio.addEventListener('timeupdate', () => this.audio.currentTime >= HEARD_AFTER && this.tell());
    this.audio.addEventListener('ended', () => this.tell());
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
      this.told = undefined;
      this.audio.src = voicemailFile(id);
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

const MachineContext = createContext<Machine | undefined>(undefined);

/** Holds the one audio element of the list inside; `onHeard` is told of each message that was listened to. */
export function MessagePlayerHost({ onHeard, children }: { onHeard: (id: string) => void; children: ReactNode }) {
  const machine = useMemo(() => new Machine(), []);
  useEffect(() => {
    machine.onHeard = onHeard;
  }, [machine, onHeard]);
  useEffect(() => () => machine.stop(), [machine]);
  return <MachineContext value={machine}>{children}</MachineContext>;
}

/** Starts or stops a message, as Enter on its row does. */
export function useToggleMessage(): (id: string) => void {
  const machine = use(MachineContext);
  return useMemo(() => (id: string) => machine?.toggle(id), [machine]);
}

/** Play button of a row, and while it plays a slider to seek. */
export function MessagePlayer({ id, seconds }: { id: string; seconds: number }) {
  const { t } = useText();
  const machine = use(MachineContext);
  const now = useSyncExternalStore(machine?.subscribe ?? never, () => machine?.now);
  if (!machine) return null;
  const mine = now?.id === id;
  const running = mine && !now.paused;
  const Glyph = running ? IconPlayerPauseFilled : IconPlayerPlayFilled;
  return (
    <span className={classes.play} onClick={(event) => event.stopPropagation()}>
      <button type="button" className={classes.button} aria-label={t(running ? 'player.pause' : 'player.play')} onClick={() => machine.toggle(id)}>
        <Glyph size={13} aria-hidden />
      </button>
      {mine && now.failed ? (
        <span className={classes.bad} role="alert">{t('player.failed')}</span>
      ) : mine ? (
        <Seek audio={machine.audio} seconds={seconds} />
      ) : null}
    </span>
  );
}

const never = () => () => undefined;

function Seek({ audio, seconds }: { audio: HTMLAudioElement; seconds: number }) {
  const { t } = useText();
  const ref = useRef<HTMLInputElement>(null);
  const time = useRef<HTMLSpanElement>(null);
  const [length, setLength] = useState(seconds);
  useEffect(() => {
    const show = () => {
      if (Number.isFinite(audio.duration)) setLength(audio.duration);
      if (ref.current) ref.current.value = String(audio.currentTime);
      if (time.current) time.current.textContent = formatDuration(audio.currentTime);
    };
    show();
    const events = ['timeupdate', 'loadedmetadata', 'seeked'] as const;
    events.forEach((event) => audio.addEventListener(event, show));
    return () => events.forEach((event) => audio.removeEventListener(event, show));
  }, [audio]);
  return (
    <>
      <input
        ref={ref}
        className={classes.seek}
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
      <Dim>
        <span ref={time} />
      </Dim>
    </>
  );
}
