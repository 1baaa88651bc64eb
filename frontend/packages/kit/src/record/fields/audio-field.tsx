import { IconPlayerPlayFilled, IconPlayerStopFilled } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useText } from '../../i18n';
import { IconButton } from '../../parts';
import { useField } from '../form-context';
import { inputProps, type FieldProps } from './props';
import { Picker } from './reference-field';
import classes from './fields.module.css';

interface Props extends FieldProps {
  /** What is played when none is chosen. */
  none?: string;
}

/** An audio file of the site, to be heard before it is chosen for good. */
export function AudioField({ none, ...own }: Props) {
  const field = useField<string>(own.name);
  const { size, classNames, ...input } = inputProps(field as never, own);
  return (
    <div className={classes.audio}>
      <Picker noun="audios" value={field.value} onChange={field.set} clearable none={none} input={{ ...input, size, classNames: { ...classNames, root: classes.grow } }} />
      <PlayButton id={field.value} />
    </div>
  );
}

/** Plays an audio file of the site; a second press stops it. */
export function PlayButton({ id }: { id: string | undefined }) {
  const { t } = useText();
  const [sound, setSound] = useState<HTMLAudioElement>();
  const [failed, setFailed] = useState(false);
  useEffect(() => () => sound?.pause(), [sound]);
  useEffect(() => setSound(undefined), [id]);
  const play = () => {
    setFailed(false);
    if (sound) {
      sound.pause();
      setSound(undefined);
      return;
    }
    const next = new Audio(`/api/v1/audios/${encodeURIComponent(id ?? '')}/sound`);
    next.onended = () => setSound(undefined);
    next.onerror = () => {
      setSound(undefined);
      setFailed(true);
    };
    setSound(next);
    void next.play().catch(() => undefined);
  };
  return <IconButton className={classes.play} icon={sound ? IconPlayerStopFilled : IconPlayerPlayFilled} name={t(failed ? 'record.playFailed' : sound ? 'record.stop' : 'record.play')} disabled={!id} aria-pressed={sound !== undefined} onClick={play} />;
}
