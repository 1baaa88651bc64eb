import { Button } from '@mantine/core';
import { useText } from '@yobirin/kit';
import { useSeat, type Command, type Trouble } from '@yobirin/seat';
import { useState, type KeyboardEvent } from 'react';
import { Row } from '../fields';
import classes from '../me.module.css';
import { hotkeyOf } from './hotkeys';

interface Props {
  run: (command: Command) => void;
  words: (trouble: Trouble) => string;
}

/** Global hot keys: press them to set them; what is wrong with one is said beside it. */
export function HotkeyPart({ run, words }: Props) {
  const { t } = useText();
  const { answerKey, hangUpKey } = useSeat((s) => s.settings);
  const troubles = useSeat((s) => s.hotkeys);
  return (
    <>
      <h2>{t('me.keys.title')}</h2>
      <p className={classes.hint}>{t('me.keys.hint')}</p>
      <div className={classes.fields}>
        <HotkeyField name={t('me.keys.answer')} value={answerKey} onSet={(key) => run({ type: 'changeSettings', answerKey: key })} />
        <HotkeyField name={t('me.keys.hangUp')} value={hangUpKey} onSet={(key) => run({ type: 'changeSettings', hangUpKey: key })} />
      </div>
      {troubles.map((trouble, i) => (
        <p key={i} className={classes.fault} role="alert" title={trouble.detail}>
          {words(trouble)}
        </p>
      ))}
    </>
  );
}

function HotkeyField({ name, value, onSet }: { name: string; value: string; onSet: (key: string) => void }) {
  const { t } = useText();
  const [recording, setRecording] = useState(false);
  const onKeyDown = (event: KeyboardEvent) => {
    if (!recording) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') return setRecording(false);
    const key = hotkeyOf(event);
    if (!key) return;
    setRecording(false);
    onSet(key);
  };
  return (
    <Row label={name}>
      {(id) => (
        <>
          <kbd className={classes.hotkey}>{value || t('me.keys.none')}</kbd>
          <Button id={id} size="compact-md" variant="default" data-recording={recording || undefined} aria-label={t('me.keys.recordOf', { name })} onKeyDown={onKeyDown} onBlur={() => setRecording(false)} onClick={() => setRecording(true)}>
            {t(recording ? 'me.keys.press' : 'me.keys.record')}
          </Button>
          {value && !recording ? (
            <Button size="compact-md" variant="subtle" aria-label={t('me.keys.clearOf', { name })} onClick={() => onSet('')}>
              {t('me.keys.clear')}
            </Button>
          ) : null}
        </>
      )}
    </Row>
  );
}
