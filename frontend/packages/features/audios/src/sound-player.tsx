import { IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react';
import { formatDuration, IconButton, useText } from '@yobirin/kit';
import { useEffect, useRef, useState } from 'react';
import classes from './audios.module.css';

/** So many bars; each shows the loudest of its part. */
const BARS = 240;
const SMALL = 1;
const LARGE = 5;

/** A sound with its waveform: a click or the arrow keys move through it, the space bar plays. */
export function SoundPlayer({ src, label }: { src: string; label: string }) {
  const { t } = useText();
  const audio = useRef<HTMLAudioElement>(null);
  const wave = useWave(src);
  const [playing, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const [failed, setFailed] = useState(false);
  const length = wave?.seconds ?? 0;
  useEffect(() => {
    if (!playing) return undefined;
    let frame = requestAnimationFrame(function look() {
      setAt(audio.current?.currentTime ?? 0);
      frame = requestAnimationFrame(look);
    });
    return () => cancelAnimationFrame(frame);
  }, [playing]);
  const toggle = () => {
    const sound = audio.current;
    if (!sound) return;
    if (sound.paused) void sound.play().catch(() => setFailed(true));
    else sound.pause();
  };
  const go = (to: number) => {
    const next = Math.max(0, Math.min(length, to));
    if (audio.current) audio.current.currentTime = next;
    setAt(next);
  };
  return (
    <div className={classes.player} role="group" aria-label={label}>
      <audio
        ref={audio}
        src={src}
        preload="auto"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => {
          setPlaying(false);
          go(0);
        }}
        onError={() => setFailed(true)}
      />
      <IconButton icon={playing ? IconPlayerPauseFilled : IconPlayerPlayFilled} name={t(playing ? 'player.pause' : 'player.play')} disabled={failed} onClick={toggle} />
      <div
        className={classes.wave}
        role="slider"
        tabIndex={0}
        aria-label={t('player.seek')}
        aria-valuemin={0}
        aria-valuemax={Math.round(length)}
        aria-valuenow={Math.round(at)}
        aria-valuetext={t('audios.position', { at: formatDuration(at), length: formatDuration(length) })}
        onPointerDown={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          go(((event.clientX - box.left) / box.width) * length);
        }}
        onKeyDown={(event) => {
          const step = { ArrowLeft: -SMALL, ArrowRight: SMALL, PageDown: -LARGE, PageUp: LARGE, Home: -length, End: length }[event.key];
          if (step === undefined && event.key !== ' ') return;
          event.preventDefault();
          if (step === undefined) toggle();
          else go(at + step);
        }}
      >
        <svg viewBox={`0 0 ${BARS} 40`} preserveAspectRatio="none" aria-hidden>
          {(wave?.peaks ?? []).map((peak, i) => {
            const height = Math.max(1, peak * 38);
            return <rect key={i} x={i + 0.15} y={20 - height / 2} width={0.7} height={height} data-past={(length > 0 && i / BARS < at / length) || undefined} />;
          })}
        </svg>
      </div>
      <span className={classes.time}>{failed ? t('record.playFailed') : `${formatDuration(at)} / ${formatDuration(length)}`}</span>
    </div>
  );
}

interface Wave {
  seconds: number;
  peaks: number[];
}

function useWave(src: string): Wave | undefined {
  const [wave, setWave] = useState<{ src: string; wave: Wave }>();
  useEffect(() => {
    const stop = new AbortController();
    void waveOf(src, stop.signal)
      .then((read) => setWave({ src, wave: read }))
      .catch(() => undefined); // the player says when it cannot play; without its picture it still does
    return () => stop.abort();
  }, [src]);
  return wave?.src === src ? wave.wave : undefined;
}

async function waveOf(src: string, signal: AbortSignal): Promise<Wave> {
  const raw = await (await fetch(src, { signal, credentials: 'same-origin' })).arrayBuffer();
  const context = new OfflineAudioContext(1, 1, 8000);
  const sound = await context.decodeAudioData(raw);
  return { seconds: sound.duration, peaks: peaksOf(sound.getChannelData(0), BARS) };
}

/** The loudest sample of each of `count` parts, the loudest of all being 1, or less when the sound is soft. */
export function peaksOf(samples: Float32Array, count: number): number[] {
  const size = samples.length / count;
  const peaks = Array.from({ length: count }, (_, i) => {
    let most = 0;
    for (let n = Math.floor(i * size); n < Math.min(samples.length, Math.ceil((i + 1) * size)); n++) most = Math.max(most, Math.abs(samples[n]!));
    return most;
  });
  const loudest = Math.max(0.05, ...peaks);
  return peaks.map((peak) => peak / loudest);
}
