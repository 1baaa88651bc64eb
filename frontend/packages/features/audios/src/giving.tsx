import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { IconFileMusic } from '@tabler/icons-react';
import { useText } from '@yobirin/kit';
import { faultText, sentence, type ProblemField } from '@yobirin/kit/record';
import { asProblem } from '@yobirin/wire';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { AudioRecord } from './audio';
import classes from './audios.module.css';
import { Recorder } from './recorder';
import { SoundPlayer } from './sound-player';
import { send, type Progress } from './send';

/** What the server takes (server: sound/convert). */
const LARGEST = 50 << 20;
const LONGEST_NAME = 64;

interface Props {
  path: string;
  method: 'POST' | 'PUT';
  /** Version that is replaced. */
  version?: number;
  /** It needs a name. */
  named?: boolean;
  submit: string;
  onDone: (saved: AudioRecord, undo: string | undefined) => void;
  onClose: () => void;
}

/** Gives the server a sound: a file that is dropped or chosen, or a recording; with progress and what is wrong with it. */
export function Giving({ path, method, version, named = false, submit, onDone, onClose }: Props) {
  const { t, language } = useText();
  const [from, setFrom] = useState('file');
  const [sound, setSound] = useState<File>();
  const [name, setName] = useState('');
  const [progress, setProgress] = useState<Progress>();
  const [faults, setFaults] = useState<{ name?: string; rest?: string }>({});
  const stop = useRef<AbortController>(undefined);
  useEffect(() => () => stop.current?.abort(), []);

  const take = (file: File | undefined) => {
    if (!file) return;
    if (file.size > LARGEST) return setFaults({ rest: t('audios.large', { mb: LARGEST >> 20 }) });
    setFaults({});
    setSound(file);
    if (name === '' && from === 'file') setName([...file.name.replace(/\.[^.]+$/, '')].slice(0, LONGEST_NAME).join(''));
  };
  const give = async () => {
    if (!sound) return;
    if (named && name.trim() === '') return setFaults({ name: sentence({ rule: 'required', limit: '' }, language) });
    setFaults({});
    const own = new AbortController();
    stop.current = own;
    try {
      const { value, undo } = await send<AudioRecord>({ path, method, version, fields: named ? { name: name.trim() } : {}, file: sound, signal: own.signal, onProgress: setProgress });
      onDone(value, undo);
    } catch (error) {
      setProgress(undefined);
      if (own.signal.aborted) return;
      const problem = asProblem(error);
      const errors = ((problem.body.errors ?? []) as ProblemField[]).map((e) => ({ location: e.location, text: faultText(e, language) }));
      const ofName = errors.find((e) => e.location === 'name')?.text;
      const rest = errors.filter((e) => e.location !== 'name').map((e) => e.text).join(' ');
      setFaults({ name: ofName, rest: ofName && !rest ? undefined : [problem.message, rest].filter(Boolean).join(' ') });
    }
  };
  const busy = progress !== undefined;
  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label={t('audios.from')}
        data={[{ value: 'file', label: t('audios.from.file') }, { value: 'microphone', label: t('audios.from.microphone') }]}
        value={from}
        disabled={busy}
        onChange={(next) => {
          setFrom(next);
          setSound(undefined);
          setFaults({});
        }}
      />
      <div className={classes.given}>
        {from === 'file' ? <Drop file={sound} busy={busy} onFile={take} /> : <Recorder busy={busy} onTake={take} onAgain={() => setSound(undefined)} taken={sound !== undefined} />}
        {sound ? <Heard file={sound} /> : null}
      </div>
      {named ? (
        <TextInput size="xs" label={t('audios.name')} withAsterisk required data-audio-name maxLength={LONGEST_NAME} value={name} error={faults.name} disabled={busy} onChange={(event) => setName(event.currentTarget.value)} />
      ) : null}
      {progress ? <Bar progress={progress} /> : null}
      {faults.rest ? (
        <p role="alert" className={classes.fault}>
          {faults.rest}
        </p>
      ) : null}
      <div className={classes.buttons}>
        <Button size="xs" disabled={!sound} loading={busy} onClick={() => void give()}>
          {submit}
        </Button>
        <Button size="xs" variant="default" onClick={onClose}>
          {t('record.cancel')}
        </Button>
      </div>
    </>
  );
}

function Bar({ progress }: { progress: Progress }) {
  const { t } = useText();
  return (
    <div className={classes.bar} role="status">
      <progress aria-label={t('audios.sending')} max={1} value={progress.sent < 1 ? progress.sent : undefined} />
      <span>{progress.sent < 1 ? t('audios.sent', { percent: Math.floor(progress.sent * 100) }) : t('audios.converting')}</span>
    </div>
  );
}

function Drop({ file, busy, onFile }: { file: File | undefined; busy: boolean; onFile: (file: File | undefined) => void }) {
  const { t } = useText();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  return (
    <div
      className={classes.drop}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        if (!busy) onFile(event.dataTransfer.files[0]);
      }}
    >
      <input ref={input} hidden type="file" data-audio accept="audio/*,video/webm,.wav,.mp3,.m4a,.ogg,.opus,.flac,.webm" onChange={(event) => onFile(event.currentTarget.files?.[0])} />
      <IconFileMusic size={26} stroke={1.4} aria-hidden />
      <span>{file ? t('audios.chosen', { file: file.name, kb: Math.ceil(file.size / 1024).toLocaleString() }) : t('audios.drop')}</span>
      <Button size="compact-xs" variant="default" disabled={busy} onClick={() => input.current?.click()}>
        {t(file ? 'audios.other' : 'audios.choose')}
      </Button>
      <span className={classes.quiet}>{t('audios.formats')}</span>
    </div>
  );
}

/** What was given, to hear before it goes to the server. */
function Heard({ file }: { file: File }) {
  const { t } = useText();
  const url = useMemo(() => URL.createObjectURL(file), [file]);
  useEffect(() => () => URL.revokeObjectURL(url), [url]);
  return <SoundPlayer key={url} src={url} label={t('audios.before')} />;
}
