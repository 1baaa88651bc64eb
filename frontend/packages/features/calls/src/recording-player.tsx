import { IconDownload, IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react';
import { formatDuration, useText } from '@yobirin/kit';
import { usePauseList } from '@yobirin/kit/player';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import classes from './player.module.css';
import { SPEEDS, speedBeside } from './speed';
import { useDeck, type Deck } from './use-audio';
import { Waveform, type Mark, type Stretch } from './waveform';

interface Props {
  url: string;
  seconds: number;
  marks: readonly Mark[];
  /** Stretches in which the recording was paused. */
  pauses?: readonly Stretch[];
}

/** Player of a recording: two lanes, seek, balance between the sides, speed. */
export function RecordingPlayer({ url, seconds, marks, pauses = [] }: Props) {
  const { t } = useText();
  const { deck, paused, length, failed } = useDeck(url);
  const [speed, setSpeed] = useState(1);
  const pauseList = usePauseList();
  const shown = length || seconds;
  if (!deck) return <div className={classes.player} />;
  const toggle = () => {
    pauseList();
    // A refused start ends as the element's own error event.
    deck.toggle().catch(() => undefined);
  };
  const onKey = (event: KeyboardEvent) => {
    const inField = (event.target as HTMLElement).matches('input[type=range], select');
    const far = event.shiftKey ? 30 : 5;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === ' ' && !(event.target as HTMLElement).matches('button, a')) toggle();
    else if (event.key === 'ArrowLeft' && !inField) deck.seek(deck.audio.currentTime - far);
    else if (event.key === 'ArrowRight' && !inField) deck.seek(deck.audio.currentTime + far);
    else if (event.key === 'ArrowUp' && !inField) setSpeed(speedBeside(speed, 1));
    else if (event.key === 'ArrowDown' && !inField) setSpeed(speedBeside(speed, -1));
    else if (event.key === 'Home' && !inField) deck.seek(0);
    else if (event.key === 'End' && !inField) deck.seek(shown);
    else return;
    event.preventDefault();
  };
  const Glyph = paused ? IconPlayerPlayFilled : IconPlayerPauseFilled;
  return (
    <div className={classes.player} onKeyDown={onKey} role="group" aria-label={t('detail.recording')}>
      <Waveform url={url} audio={deck.audio} length={shown} marks={marks} pauses={pauses} onSeek={(second) => deck.seek(second)} />
      <div className={classes.controls}>
        <button type="button" className={classes.play} aria-label={t(paused ? 'player.play' : 'player.pause')} title={t('player.keys')} onClick={toggle}>
          <Glyph size={17} aria-hidden />
        </button>
        <Position deck={deck} length={shown} />
        <Balance deck={deck} />
        <Speed deck={deck} speed={speed} onSpeed={setSpeed} />
        <a className={classes.download} href={url} download aria-label={t('player.download')} title={t('player.download')}>
          <IconDownload size={16} stroke={1.8} aria-hidden />
        </a>
      </div>
      {failed ? <p className={classes.failed} role="alert">{t('player.failed')}</p> : null}
    </div>
  );
}

function Position({ deck, length }: { deck: Deck; length: number }) {
  const { t } = useText();
  const slider = useRef<HTMLInputElement>(null);
  const time = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const { audio } = deck;
    const show = () => {
      if (slider.current) slider.current.value = String(audio.currentTime);
      if (time.current) time.current.textContent = formatDuration(audio.currentTime);
    };
    show();
    const events = ['timeupdate', 'seeked', 'loadedmetadata'] as const;
    events.forEach((e) => audio.addEventListener(e, show));
    return () => events.forEach((e) => audio.removeEventListener(e, show));
  }, [deck]);
  return (
    <>
      <span ref={time} className={classes.time} data-testid="position">0:00</span>
      <input
        ref={slider}
        className={classes.seek}
        type="range"
        min={0}
        max={length || 1}
        step={0.1}
        defaultValue={0}
        aria-label={t('player.seek')}
        onChange={(event) => deck.seek(Number(event.currentTarget.value))}
      />
      <span className={classes.time}>{formatDuration(length)}</span>
    </>
  );
}

function Balance({ deck }: { deck: Deck }) {
  const { t } = useText();
  const [balance, setBalance] = useState(0);
  useEffect(() => deck.setBalance(balance), [deck, balance]);
  return (
    <label className={classes.balance} title={t('player.balance')}>
      <span>{t('player.customer')}</span>
      <input
        type="range"
        min={-1}
        max={1}
        step={0.1}
        value={balance}
        aria-label={t('player.balance')}
        onChange={(event) => {
          const next = Number(event.currentTarget.value);
          setBalance(Math.abs(next) < 0.15 ? 0 : next);
        }}
        onDoubleClick={() => setBalance(0)}
      />
      <span>{t('player.agent')}</span>
    </label>
  );
}

function Speed({ deck, speed, onSpeed }: { deck: Deck; speed: number; onSpeed: (speed: number) => void }) {
  const { t } = useText();
  useEffect(() => {
    deck.audio.preservesPitch = true;
    deck.audio.defaultPlaybackRate = speed;
    deck.audio.playbackRate = speed;
  }, [deck, speed]);
  return (
    <select className={classes.speed} value={speed} aria-label={t('player.speed')} onChange={(event) => onSpeed(Number(event.currentTarget.value))}>
      {SPEEDS.map((rate) => (
        <option key={rate} value={rate}>
          {t('player.speedOf', { rate })}
        </option>
      ))}
    </select>
  );
}
