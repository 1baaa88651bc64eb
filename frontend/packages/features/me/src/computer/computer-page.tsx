import { useText, useToast } from '@yobirin/kit';
import { useCommand, useSeat, type Command, type Trouble } from '@yobirin/seat';
import { useCallback } from 'react';
import { Choice, Toggle } from '../fields';
import classes from '../me.module.css';
import { Page } from '../page';
import { HotkeyPart } from './hotkey-part';
import { SoundPart } from './sound-part';

interface Props {
  /** Says a trouble of the seat in words. */
  say: (trouble: Trouble) => { text: string; hint?: string };
}

/** この端末: what the seat keeps for this computer (D-APP-4): sound, hot keys, start, media. */
export function ComputerPage({ say }: Props) {
  const { t } = useText();
  const settings = useSeat((s) => s.settings);
  const transport = useSeat((s) => s.phone.transport);
  const run = useRun(say);
  const words = useCallback((trouble: Trouble) => Object.values(say(trouble)).filter(Boolean).join(' '), [say]);
  return (
    <Page title={t('me.computer')}>
      <p className={classes.hint}>{t('me.computer.hint')}</p>
      <SoundPart run={run} words={words} />
      <HotkeyPart run={run} words={words} />
      <h2>{t('me.start.title')}</h2>
      <div className={classes.fields}>
        <Toggle label={t('me.start.atLogin')} on={settings.startAtLogin} onChange={(on) => run({ type: 'changeSettings', startAtLogin: on })} />
        <Toggle label={t('me.start.popup')} on={settings.popup} onChange={(on) => run({ type: 'changeSettings', popup: on })} />
        <Toggle label={t('me.start.notifyChat')} hint={t('me.start.notifyChat.hint')} on={settings.notifyChat} onChange={(on) => run({ type: 'changeSettings', notifyChat: on })} />
      </div>
      <h2>{t('me.media.title')}</h2>
      <div className={classes.fields}>
        <Choice
          label={t('me.media.title')}
          hint={[t('me.media.hint'), transport ? t('me.media.now', { transport: transport.toUpperCase() }) : ''].join(' ')}
          value={settings.forceMedia}
          options={[['', t('me.media.auto')], ['ice', t('me.media.ice')]]}
          onChange={(value) => run({ type: 'changeSettings', forceMedia: value as '' | 'ice' })}
        />
      </div>
    </Page>
  );
}

/** Gives a command; what goes wrong is a toast. */
function useRun(say: Props['say']): (command: Command) => void {
  const command = useCommand();
  const toast = useToast();
  return useCallback(
    (wish) => {
      void command(wish).then((trouble) => {
        if (!trouble) return;
        const { text, hint } = say(trouble);
        toast({ tone: 'error', text: hint ? `${text} ${hint}` : text });
      });
    },
    [command, toast, say],
  );
}
