import { IconEar, IconMessage2, IconMicrophone, IconMicrophoneOff, IconPhone, IconPhoneOff, IconSpeakerphone, IconX, type Icon } from '@tabler/icons-react';
import { codeText, formatPhone, IconButton, Timer, useText, type Text } from '@yobirin/kit';
import { useBrowserCall, useClock, useLevel, useRow, useRows, type CallView, type LiveCallRow, type WatchMode } from '@yobirin/live';
import { useState } from 'react';
import { MODES, type Line } from './listening';
import classes from './phone-bar.module.css';
import { useLine, useListening } from './provider';

export const modeIcon: Record<WatchMode, Icon> = { monitor: IconEar, whisper: IconMessage2, barge: IconSpeakerphone };
const modeWord = { monitor: 'watch.listen', whisper: 'watch.speak', barge: 'watch.join' } as const;
const modeHint = { monitor: 'watch.monitorHint', whisper: 'watch.whisperHint', barge: 'watch.bargeHint' } as const;

/** The call of this browser, docked on the free part of the tabs: nothing moves when it comes or goes (C-OPS-2). */
export function PhoneBar() {
  const line = useLine();
  return line ? <Bar line={line} key={line.call.ref} /> : null;
}

function Bar({ line }: { line: Line }) {
  const { t } = useText();
  const listening = useListening()!;
  const view = useBrowserCall(line.call) ?? line.call.view;
  const watched = useWatched(line);
  const over = view.phase === 'ended';
  const trouble = line.trouble ? t(line.trouble.key, line.trouble.values) : undefined;
  return (
    <section className={classes.bar} aria-label={t('phone.bar')} data-phase={view.phase} data-mode={line.agent ? line.mode : undefined}>
      <span className={classes.what}>
        <IconPhone className={classes.glyph} size={15} stroke={2} aria-hidden />
        <strong className={classes.name}>{line.name}</strong>
        {watched && !over ? <span className={classes.other}>↔ {otherOf(watched, line.agent, t)}</span> : null}
        <span className={classes.state} role="status">{stateText(line, view, watched, t)}</span>
      </span>
      {over ? (
        <IconButton icon={IconX} name={t('phone.close')} onClick={() => listening.dismiss()} />
      ) : (
        <>
          {line.agent ? <ModeSwitch mode={line.mode} onChoose={(mode) => void listening.setMode(mode)} /> : null}
          {line.agent ? null : <Since key={view.phase} shown={view.phase === 'up'} />}
          {line.agent && view.phase === 'up' ? <Since shown /> : null}
          <Level line={line} />
          <IconButton
            icon={view.muted ? IconMicrophoneOff : IconMicrophone}
            name={t(view.muted ? 'phone.unmute' : 'phone.mute')}
            aria-pressed={view.muted}
            disabled={view.microphone !== 'on'}
            onClick={() => listening.mute(!view.muted)}
          />
          <button type="button" className={classes.hangUp} aria-label={t('phone.hangUp')} title={t('phone.hangUp')} onClick={() => listening.hangUp()}>
            <IconPhoneOff size={16} stroke={2} aria-hidden />
          </button>
        </>
      )}
      {trouble && !over ? (
        <span className={classes.trouble} role="alert">
          <span>{trouble}</span>
          <IconButton icon={IconX} iconSize={14} name={t('part.close')} onClick={() => listening.dismiss()} />
        </span>
      ) : null}
    </section>
  );
}

/** The call that is listened to now: undefined while the agent is in none, null before the server has told of it. */
function useWatched(line: Line): LiveCallRow | undefined | null {
  const calls = useRows('calls');
  const home = line.agent === undefined ? undefined : [...calls.values()].find((call) => call.watching && call.watching.leg === line.call.leg);
  const there = useRow('calls', home?.watching?.call);
  return home ? there : null;
}

/** What the call does now, or why it is over. */
export function stateText(line: Line, view: CallView, watched: LiveCallRow | undefined | null, t: Text): string {
  switch (view.phase) {
    case 'microphone':
      return t('phone.microphoneAsk');
    case 'connecting':
      return t('phone.connecting');
    case 'ringing':
      return t('phone.ringing');
    case 'up':
      if (view.microphone === 'asking') return t('phone.microphoneAsk');
      if (line.agent === undefined) return t('phone.up');
      if (watched === null) return t('phone.connecting');
      if (watched === undefined) return t('phone.waiting');
      return t(modeHint[line.mode]);
    case 'ended':
      return endText(view, t);
  }
}

function endText({ reason }: CallView, t: Text): string {
  switch (reason?.kind) {
    case 'ended':
      return reason.cause === 'normal' ? t('phone.over') : t('phone.overAs', { cause: codeText('cause', reason.cause, t) });
    case 'refused':
      return t('phone.refused', { detail: reason.text });
    case 'lost':
      return t('phone.lost');
    case 'microphone':
      return t(reason.microphone === 'denied' ? 'phone.deniedMicrophone' : reason.microphone === 'missing' ? 'phone.missingMicrophone' : 'phone.unsupportedMicrophone');
    case 'unsupported':
      return t('phone.unsupported');
    default:
      return t('phone.over');
  }
}

/** The other party of a call that is listened to. */
export function otherOf(call: LiveCallRow, agent: string | undefined, t: Text): string {
  const other = call.direction === 'out' || call.parties.find((p) => p.role === 'caller')?.agent === agent ? call.to : call.from;
  return other.withheld ? t('calls.withheld') : other.name || formatPhone(other.number) || t('calls.unknown');
}

/** 聞く・ささやく・割り込む: one three-way switch. */
function ModeSwitch({ mode, onChoose }: { mode: WatchMode; onChoose: (mode: WatchMode) => void }) {
  const { t } = useText();
  return (
    <div className={classes.modes} role="radiogroup" aria-label={t('watch.mode')}>
      {MODES.map((value, i) => {
        const Glyph = modeIcon[value];
        return (
          <button
            key={value}
            type="button"
            role="radio"
            aria-checked={value === mode}
            tabIndex={value === mode ? 0 : -1}
            className={classes.mode}
            title={t(modeHint[value])}
            onClick={() => onChoose(value)}
            onKeyDown={(event) => {
              const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
              if (!step) return;
              event.preventDefault();
              const next = (i + step + MODES.length) % MODES.length;
              onChoose(MODES[next]!);
              (event.currentTarget.parentElement?.children[next] as HTMLElement | undefined)?.focus();
            }}
          >
            <Glyph size={14} stroke={2} aria-hidden />
            {t(modeWord[value])}
          </button>
        );
      })}
    </div>
  );
}

/** Time since the call was answered. */
function Since({ shown }: { shown: boolean }) {
  const clock = useClock();
  const [since] = useState(() => clock.now());
  return <span className={classes.since}>{shown ? <Timer since={since} /> : null}</span>;
}

/** How loud the far end is. */
function Level({ line }: { line: Line }) {
  const { t } = useText();
  const level = useLevel(line.call.audio);
  return (
    <span className={classes.level} role="meter" aria-label={t('phone.level')} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(level * 100)} title={t('phone.level')}>
      <span style={{ transform: `scaleX(${level.toFixed(2)})` }} />
    </span>
  );
}
