import { IconEar, IconMessage2, IconSpeakerphone, type Icon } from '@tabler/icons-react';
import { useText, useToast, type Key } from '@yobirin/kit';
import { useRows, type WatchMode } from '@yobirin/live';
import type { Call } from '@yobirin/seat';
import { asProblem, commandCall } from '@yobirin/wire';
import classes from './phone.module.css';

const MODES: [WatchMode, Icon, Key, Key][] = [
  ['monitor', IconEar, 'watch.listen', 'watch.monitorHint'],
  ['whisper', IconMessage2, 'watch.speak', 'watch.whisperHint'],
  ['barge', IconSpeakerphone, 'watch.join', 'watch.bargeHint'],
];

/** A supervisor who listens: hear → whisper → barge as one switch, without a new call (C-OPS-2). */
export function ListenStrip({ call }: { call: Call }) {
  const { t } = useText();
  const toast = useToast();
  const rows = useRows('calls');
  // The mode belongs to the own call that one had before one was moved to the call one hears.
  const home = [...rows.values()].find((row) => row.watching?.leg === call.leg)?.id ?? call.call;
  const choose = (mode: WatchMode) => {
    commandCall(home, 'mode', { mode }).catch((error: unknown) => toast({ tone: 'error', text: t('phone.failed', { detail: asProblem(error).message }) }));
  };
  return (
    <div className={classes.modes} role="group" aria-label={t('watch.mode')}>
      {MODES.map(([mode, Glyph, word, hint]) => (
        <button key={mode} type="button" aria-pressed={call.listenMode === mode} title={t(hint)} onClick={() => choose(mode)}>
          <Glyph size={15} stroke={2} aria-hidden />
          {t(word)}
        </button>
      ))}
    </div>
  );
}
