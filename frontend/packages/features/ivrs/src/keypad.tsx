import { useText } from '@yobirin/kit';
import { AudioField, NumberField, SwitchField, useFaults, useField } from '@yobirin/kit/record';
import { useMemo } from 'react';
import { useEditor } from './editor';
import { KEYPAD, type Keys, type Place } from './ivr';
import classes from './ivrs.module.css';
import { PlacePicker } from './place-picker';
import { WarningLines } from './warning-lines';

const NONE: Keys = {};

/** ボタンルーティング (C-IVR-3): what is played, how long is waited, and where each key leads. */
export function ButtonsPart() {
  const { t } = useText();
  const on = useField<boolean>('buttons.enabled').value === true;
  const { warnings } = useEditor();
  return (
    <section className={classes.part} aria-label={t('ivrs.buttons')}>
      <div className={classes.partHead}>
        <SwitchField name="buttons.enabled" label={t('ivrs.buttons')} />
        <span className={classes.quiet}>{t('ivrs.buttons.hint')}</span>
      </div>
      <div hidden={!on}>
        <WarningLines warnings={warnings.buttons} />
        <div className={classes.asking}>
          <div>
            <AudioField name="buttons.audio" label={t('ivrs.audio')} none={t('ivrs.audio.none')} />
            <WarningLines warnings={warnings.audio} />
          </div>
          <NumberField name="buttons.wait" label={t('ivrs.wait')} unit={t('ivrs.seconds')} none="5" />
          <NumberField name="buttons.tries" label={t('ivrs.tries')} unit={t('ivrs.times')} none="3" />
          <SwitchField name="buttons.direct" label={t('ivrs.direct')} hint={t('ivrs.direct.hint')} />
        </div>
        <Keypad />
      </div>
    </section>
  );
}

/** The keys as a phone has them. */
function Keypad() {
  const { t } = useText();
  const { undo, warnings, lit } = useEditor();
  const field = useField<Keys>('buttons.keys');
  const keys = field.value ?? NONE;
  const paths = useMemo(() => KEYPAD.map((key) => `buttons.keys.${key}`), []);
  const fault = useFaults(paths);
  const set = (key: string, place: Place | undefined) => {
    undo.remember();
    const next = { ...keys };
    if (place) next[key] = place;
    else delete next[key];
    field.set(Object.keys(next).length > 0 ? next : undefined);
  };
  return (
    <div className={classes.keypad} role="group" aria-label={t('ivrs.keypad')} data-lit={lit?.why === 'buttons' || undefined} onBlur={field.onBlur}>
      {KEYPAD.map((key) => (
        <div key={key} className={classes.key} data-key={key} data-set={keys[key] ? '' : undefined}>
          <span className={classes.digit} aria-hidden>
            {key}
          </span>
          <div className={classes.keyBody}>
            <PlacePicker value={keys[key]} label={t('ivrs.keyTo', { key })} readOnly={field.readOnly} error={fault(`buttons.keys.${key}`)} none={field.readOnly ? '–' : t('ivrs.unused')} onChange={(place) => set(key, place)} />
            <WarningLines warnings={warnings.keys.get(key)} />
          </div>
        </div>
      ))}
    </div>
  );
}
