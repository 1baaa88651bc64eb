import { Button } from '@mantine/core';
import { useText, type Key } from '@yobirin/kit';
import { useMetering, useSeat, type Command, type Echo, type SoundDevice, type Trouble } from '@yobirin/seat';
import { useEffect, useState } from 'react';
import { Choice, Range, Row, Toggle } from '../fields';
import classes from '../me.module.css';
import { LevelBar } from './level-bar';

interface Props {
  run: (command: Command) => void;
  words: (trouble: Trouble) => string;
}

const CANCEL: Echo[] = ['', 'on', 'off'];
const CANCEL_TEXTS = { '': 'me.sound.cancel.auto', on: 'me.sound.cancel.on', off: 'me.sound.cancel.off' } as const satisfies Record<Echo, Key>;

/** Microphone, loudspeaker and ringer with their levels, and ways to try them (C-PHONE-6). */
export function SoundPart({ run, words }: Props) {
  const { t } = useText();
  const sound = useSeat((s) => s.sound);
  const settings = useSeat((s) => s.settings);
  const echo = useSeat((s) => s.codes.echo !== '' && s.phone.state === 'registered');
  useMetering();
  const choose = (which: 'microphone' | 'speaker' | 'ringer') => (id: string) => run({ type: 'chooseSound', [which]: id });
  return (
    <>
      <h2>{t('me.sound.title')}</h2>
      {sound.trouble ? (
        <p className={classes.fault} role="alert" title={sound.trouble.detail}>
          {words(sound.trouble)}
        </p>
      ) : null}
      <div className={classes.fields}>
        <Devices label={t('me.sound.microphone')} devices={sound.microphones} chosen={sound.microphone} onChoose={choose('microphone')} />
        <Gain label={t('me.sound.micGain')} value={settings.micGain} max={2} onChange={(micGain) => run({ type: 'changeSettings', micGain })} />
        <Row label={t('me.sound.micLevel')}>{(id) => <LevelBar id={id} of="mic" name={t('me.sound.micLevel')} />}</Row>
        <Devices label={t('me.sound.speaker')} devices={sound.speakers} chosen={sound.speaker} onChoose={choose('speaker')} />
        <Gain label={t('me.sound.speakerGain')} value={settings.speakerGain} max={2} onChange={(speakerGain) => run({ type: 'changeSettings', speakerGain })} />
        <Row label={t('me.sound.speakerLevel')}>{(id) => <LevelBar id={id} of="speaker" name={t('me.sound.speakerLevel')} />}</Row>
        <Choice
          label={t('me.sound.cancel')}
          hint={t(sound.echo ? 'me.sound.cancelOn' : 'me.sound.cancelOff')}
          value={settings.echo}
          options={CANCEL.map((of) => [of, t(CANCEL_TEXTS[of])])}
          onChange={(echo) => run({ type: 'changeSettings', echo: echo as Echo })}
        />
        <Toggle label={t('me.sound.noise')} hint={t('me.sound.noiseHint')} on={settings.noise} onChange={(noise) => run({ type: 'changeSettings', noise })} />
        <Devices label={t('me.sound.ringer')} devices={sound.speakers} chosen={sound.ringer} onChoose={choose('ringer')} />
        <Gain label={t('me.sound.ringVolume')} value={settings.ringVolume} max={1} onChange={(ringVolume) => run({ type: 'changeSettings', ringVolume })} />
      </div>
      <div className={classes.buttons}>
        <Button variant="default" onClick={() => run({ type: 'tryRinger' })}>
          {t('me.sound.tryRinger')}
        </Button>
        <Button variant="default" disabled={!echo} onClick={() => run({ type: 'testCall' })}>
          {t('me.sound.echo')}
        </Button>
        <span className={classes.hint}>{t('me.sound.echoHint')}</span>
      </div>
    </>
  );
}

function Devices({ label, devices, chosen, onChoose }: { label: string; devices: SoundDevice[]; chosen: string; onChoose: (id: string) => void }) {
  const { t } = useText();
  const usual = devices.find((d) => d.default);
  const options: [string, string][] = [['', usual ? t('me.sound.systemIs', { name: usual.name }) : t('me.sound.system')], ...devices.map((d): [string, string] => [d.id, d.name])];
  // A chosen device that is not plugged in stays chosen.
  if (chosen && !devices.some((d) => d.id === chosen)) options.push([chosen, t('me.sound.missing')]);
  return <Choice label={label} value={chosen} options={options} onChange={onChoose} />;
}

/** A gain that follows the finger, and is told when it rests. */
function Gain({ label, value, max, onChange }: { label: string; value: number; max: number; onChange: (value: number) => void }) {
  const [moving, setMoving] = useState<number>();
  useEffect(() => {
    if (moving === undefined) return;
    const timer = setTimeout(() => {
      onChange(moving);
      setMoving(undefined);
    }, 150);
    return () => clearTimeout(timer);
  });
  return <Range label={label} value={moving ?? value} max={max} onChange={setMoving} />;
}
