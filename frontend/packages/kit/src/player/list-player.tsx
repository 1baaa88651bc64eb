import { IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react';
import { createContext, use, useEffect, useMemo, useRef, useState, useSyncExternalStore, type ReactNode } from 'react';
import { useText } from '../i18n';
import { formatDuration } from '../formats';
import { Dim } from '../list/dim';
import { useStop } from '../parts/stop';
import { Jukebox } from './jukebox';
import classes from './player.module.css';

const JukeboxContext = createContext<Jukebox | undefined>(undefined);

interface HostProps {
  /** Where the sound of a row is. */
  urlOf: (id: string) => string;
  /** Told of each row whose sound was listened to. */
  onHeard?: (id: string) => void;
  children: ReactNode;
}

/** Holds the one audio element of the list inside. */
export function ListPlayerHost({ urlOf, onHeard, children }: HostProps) {
  const jukebox = useMemo(() => new Jukebox(), []);
  useEffect(() => {
    jukebox.urlOf = urlOf;
    jukebox.onHeard = onHeard ?? (() => undefined);
  }, [jukebox, urlOf, onHeard]);
  useEffect(() => () => jukebox.stop(), [jukebox]);
  return <JukeboxContext value={jukebox}>{children}</JukeboxContext>;
}

/** Pauses the list's player, as when another begins to play. */
export function usePauseList(): () => void {
  const jukebox = use(JukeboxContext);
  return useMemo(() => () => jukebox?.audio.pause(), [jukebox]);
}

/** Starts or stops a row's sound, as Enter on the row does. */
export function useToggleSound(): (id: string) => void {
  const jukebox = use(JukeboxContext);
  return useMemo(() => (id: string) => jukebox?.toggle(id), [jukebox]);
}

interface Props {
  id: string;
  /** The length until the file itself says it. */
  seconds: number;
  /** What is beside the button while the row is not played. */
  idle?: ReactNode;
  /** The place in the sound, as time; for columns that have room. */
  position?: boolean;
}

/** Play button of a row, and while it plays a small slider to seek. */
export function ListPlayer({ id, seconds, idle, position = false }: Props) {
  const { t } = useText();
  const jukebox = use(JukeboxContext);
  const stop = useStop();
  const now = useSyncExternalStore(jukebox?.subscribe ?? never, () => jukebox?.now);
  if (!jukebox) return null;
  const mine = now?.id === id;
  const running = mine && !now.paused;
  const Glyph = running ? IconPlayerPauseFilled : IconPlayerPlayFilled;
  return (
    <span className={classes.player} onClick={(event) => event.stopPropagation()}>
      <button type="button" tabIndex={stop} className={classes.button} aria-label={t(running ? 'player.pause' : 'player.play')} onClick={() => jukebox.toggle(id)}>
        <Glyph size={13} aria-hidden />
      </button>
      {mine && now.failed ? (
        <span className={classes.failed} role="alert" title={t('player.failed')}>{t('player.failed')}</span>
      ) : mine ? (
        <Seek audio={jukebox.audio} seconds={seconds} position={position} />
      ) : (
        idle
      )}
    </span>
  );
}

const never = () => () => undefined;

function Seek({ audio, seconds, position }: { audio: HTMLAudioElement; seconds: number; position: boolean }) {
  const { t } = useText();
  const stop = useStop();
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
        data-wide={position || undefined}
        tabIndex={stop}
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
      {position ? <Dim><span ref={time} /></Dim> : null}
    </>
  );
}
