import { IconPlayerPauseFilled } from '@tabler/icons-react';
import { formatDuration, useText } from '@yobirin/kit';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import classes from './player.module.css';
import { liftPeak, peaksOf } from './peaks';

const POINTS = 1200;
/** Decoding holds the whole recording as floats: beyond this the lanes stay empty and say so. */
const MOST_BYTES = 60 * 1024 * 1024;

interface Lanes {
  left: Float32Array;
  right: Float32Array;
}

class TooLong extends Error {}

async function loadLanes(url: string, signal: AbortSignal): Promise<Lanes> {
  const answer = await fetch(url, { signal, credentials: 'same-origin' });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  if (Number(answer.headers.get('Content-Length')) > MOST_BYTES) {
    await answer.body?.cancel();
    throw new TooLong();
  }
  const bytes = await answer.arrayBuffer();
  const audio = await new OfflineAudioContext(2, 1, 8000).decodeAudioData(bytes);
  return { left: peaksOf(audio.getChannelData(0), POINTS), right: peaksOf(audio.getChannelData(audio.numberOfChannels > 1 ? 1 : 0), POINTS) };
}

/** A moment of the timeline as a mark over the lanes. */
export interface Mark {
  second: number;
  label: string;
  color: string;
}

/** A part of a recording, in seconds; `until` 0 is its end. */
export interface Stretch {
  from: number;
  until: number;
}

interface Props {
  url: string;
  audio: HTMLAudioElement;
  length: number;
  marks: readonly Mark[];
  pauses: readonly Stretch[];
  onSeek: (second: number) => void;
}

/** Both sides of a recording as two lanes, caller above, our side below; a click seeks. */
export function Waveform({ url, audio, length, marks, pauses, onSeek }: Props) {
  const { t } = useText();
  const lanes = useQuery({
    queryKey: ['waveform', url],
    queryFn: ({ signal }) => loadLanes(url, signal),
    staleTime: Infinity,
    gcTime: 60_000,
    retry: (count, error) => count < 1 && !(error instanceof TooLong),
  });
  return (
    <div
      className={classes.wave}
      data-loaded={lanes.data ? true : undefined}
      onPointerDown={(event) => {
        const seek = (e: { clientX: number }) => {
          const box = box0.getBoundingClientRect();
          onSeek(Math.max(0, Math.min(1, (e.clientX - box.left) / box.width)) * length);
        };
        const box0 = event.currentTarget;
        box0.setPointerCapture(event.pointerId);
        seek(event);
        box0.onpointermove = seek;
        box0.onpointerup = () => {
          box0.onpointermove = null;
        };
      }}
    >
      <Lane peaks={lanes.data?.left} tone="--talking-fill" label={t('player.customer')} />
      <Lane peaks={lanes.data?.right} tone="--available-fill" label={t('player.agent')} />
      {lanes.isError ? <span className={classes.waveNote}>{t(lanes.error instanceof TooLong ? 'player.waveformLong' : 'player.waveformFailed')}</span> : null}
      {pauses.map((p, i) => {
        const until = p.until || length;
        const percent = (second: number) => `${(Math.min(second, length) / Math.max(length, 0.1)) * 100}%`;
        return (
          <span
            key={`p${i}`}
            className={classes.paused}
            style={{ left: percent(p.from), right: `calc(100% - ${percent(until)})` }}
            title={t('player.pausedAt', { from: formatDuration(p.from), until: formatDuration(until) })}
          >
            <IconPlayerPauseFilled size={12} role="img" aria-label={t('player.pausedAt', { from: formatDuration(p.from), until: formatDuration(until) })} />
          </span>
        );
      })}
      {marks.map((mark, i) => (
        <span key={i} className={classes.mark} style={{ left: `${(mark.second / Math.max(length, 0.1)) * 100}%`, background: mark.color }} title={mark.label} />
      ))}
      <Head audio={audio} length={length} />
    </div>
  );
}

function Lane({ peaks, tone, label }: { peaks: Float32Array | undefined; tone: string; label: string }) {
  const path = peaks ? lanePath(peaks) : `M0 50H${POINTS}`;
  return (
    <div className={classes.lane}>
      <svg viewBox={`0 0 ${POINTS} 100`} preserveAspectRatio="none" aria-hidden>
        <path d={path} fill={`var(${tone})`} stroke={`var(${tone})`} strokeWidth={peaks ? 0.6 : 1} vectorEffect="non-scaling-stroke" />
      </svg>
      <span className={classes.laneName}>{label}</span>
    </div>
  );
}

function lanePath(peaks: Float32Array): string {
  const top: string[] = [];
  const bottom: string[] = [];
  peaks.forEach((peak, i) => {
    const h = Math.max(0.6, liftPeak(peak) * 47);
    top.push(`${i} ${(50 - h).toFixed(1)}`);
    bottom.push(`${i} ${(50 + h).toFixed(1)}`);
  });
  return `M${top.join('L')}L${bottom.reverse().join('L')}Z`;
}

/** Where the recording plays, moved every frame while it does. */
function Head({ audio, length }: { audio: HTMLAudioElement; length: number }) {
  const ref = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    let frame = 0;
    const show = () => {
      if (ref.current) ref.current.style.left = `${(audio.currentTime / Math.max(length, 0.1)) * 100}%`;
      frame = audio.paused ? 0 : requestAnimationFrame(show);
    };
    const start = () => {
      if (frame === 0) show();
    };
    show();
    const events = ['play', 'pause', 'seeking', 'seeked', 'timeupdate'] as const;
    events.forEach((e) => audio.addEventListener(e, start));
    return () => {
      cancelAnimationFrame(frame);
      events.forEach((e) => audio.removeEventListener(e, start));
    };
  }, [audio, length]);
  return <span ref={ref} className={classes.head} aria-hidden />;
}
