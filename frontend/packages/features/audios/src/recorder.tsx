import { Button } from '@mantine/core';
import { IconMicrophone, IconPlayerStopFilled, IconRefresh } from '@tabler/icons-react';
import { formatDuration, useText, type Key } from '@yobirin/kit';
import { measure, type Meter } from '@yobirin/live';
import { useEffect, useRef, useState } from 'react';
import classes from './audios.module.css';

/** Nobody speaks an announcement longer than this by mistake. */
const LONGEST_SECONDS = 300;
const BARS = 24;

interface Props {
  busy: boolean;
  taken: boolean;
  onTake: (file: File) => void;
  /** The take is thrown away for another one. */
  onAgain: () => void;
}

interface Going {
  recorder: MediaRecorder;
  meter: Meter;
  since: number;
}

/** Records from the microphone, with a level meter; what was said can be said again. */
export function Recorder({ busy, taken, onTake, onAgain }: Props) {
  const { t } = useText();
  const [going, setGoing] = useState<Going>();
  const [fault, setFault] = useState<Key>();
  const live = useRef<Going>(undefined);
  useEffect(() => () => end(live.current), []);
  const start = async () => {
    setFault(undefined);
    onAgain();
    try {
      const begun = await begin((file) => {
        live.current = undefined;
        setGoing(undefined);
        onTake(file);
      });
      live.current = begun;
      setGoing(begun);
    } catch (error) {
      setFault(reasonOf(error));
    }
  };
  return (
    <div className={classes.recorder}>
      {going ? (
        <>
          <Level going={going} />
          <Button size="xs" leftSection={<IconPlayerStopFilled size={14} aria-hidden />} onClick={() => going.recorder.stop()}>
            {t('audios.stop')}
          </Button>
        </>
      ) : (
        <>
          <IconMicrophone size={26} stroke={1.4} aria-hidden />
          <span>{t(taken ? 'audios.taken' : 'audios.speak')}</span>
          <Button size="xs" variant={taken ? 'default' : 'filled'} disabled={busy} leftSection={taken ? <IconRefresh size={14} aria-hidden /> : <IconMicrophone size={14} aria-hidden />} onClick={() => void start()}>
            {t(taken ? 'audios.again' : 'audios.record')}
          </Button>
        </>
      )}
      {fault ? (
        <p role="alert" className={classes.fault}>
          {t(fault)}
        </p>
      ) : null}
    </div>
  );
}

function Level({ going }: { going: Going }) {
  const { t } = useText();
  const [now, setNow] = useState({ level: 0, seconds: 0 });
  useEffect(() => {
    let frame = requestAnimationFrame(function look() {
      const seconds = (performance.now() - going.since) / 1000;
      setNow({ level: going.meter.level(), seconds });
      if (seconds >= LONGEST_SECONDS) going.recorder.stop();
      else frame = requestAnimationFrame(look);
    });
    return () => cancelAnimationFrame(frame);
  }, [going]);
  const lit = Math.round(now.level * BARS);
  return (
    <div className={classes.level}>
      <div className={classes.meter} role="meter" aria-label={t('audios.level')} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(now.level * 100)}>
        {Array.from({ length: BARS }, (_, i) => (
          <span key={i} data-lit={i < lit || undefined} data-loud={i >= BARS - 3 || undefined} />
        ))}
      </div>
      <span role="timer" className={classes.time}>
        {formatDuration(now.seconds)}
      </span>
    </div>
  );
}

/** Begins to record; `onTake` gets what was recorded when it is stopped. */
async function begin(onTake: (file: File) => void): Promise<Going> {
  if (!navigator.mediaDevices?.getUserMedia || typeof MediaRecorder === 'undefined') throw new DOMException('', 'SecurityError');
  const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
  const type = ['audio/webm;codecs=opus', 'audio/webm', 'audio/mp4'].find((kind) => MediaRecorder.isTypeSupported(kind));
  const recorder = new MediaRecorder(stream, { ...(type ? { mimeType: type } : {}), audioBitsPerSecond: 96_000 });
  const going: Going = { recorder, meter: measure(stream), since: performance.now() };
  const parts: Blob[] = [];
  recorder.ondataavailable = (event) => parts.push(event.data);
  recorder.onstop = () => {
    end(going);
    const kind = recorder.mimeType.split(';')[0] || 'audio/webm';
    onTake(new File(parts, kind === 'audio/mp4' ? 'microphone.m4a' : 'microphone.webm', { type: kind }));
  };
  recorder.start();
  return going;
}

/** Lets the microphone go. */
function end(going: Going | undefined): void {
  if (!going) return;
  if (going.recorder.state !== 'inactive') {
    going.recorder.onstop = null;
    going.recorder.stop();
  }
  going.meter.close();
  going.recorder.stream.getTracks().forEach((track) => track.stop());
}

function reasonOf(error: unknown): Key {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError') return 'audios.denied';
  if (name === 'NotFoundError') return 'audios.noMicrophone';
  return name === 'SecurityError' ? 'audios.insecure' : 'audios.recordFailed';
}
