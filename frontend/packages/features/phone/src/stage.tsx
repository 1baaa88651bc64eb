import { IconArrowBackUp, IconEar, IconLock, IconMicrophoneOff, IconPlayerPauseFilled, IconPlayerRecordFilled, type Icon } from '@tabler/icons-react';
import { backAt, codeText, Countdown, formatPhone, ink, statusOf, TagSquare, Timer, useText, useViewer } from '@yobirin/kit';
import { useRow, useRows, type AgentRow } from '@yobirin/live';
import { useLevel, useMetering, useSeat, type Call } from '@yobirin/seat';
import { useCallback, useRef, useState } from 'react';
import { ALL_AVAILABLE_COMBO, comboText } from './keys';
import classes from './phone.module.css';
import { backText, numberBeside, personText, phaseOf } from './party';
import { QualityLine } from './quality-line';
import { Since } from './since';
import { listen, SILENCE } from './speaks';
import { TroubleLine } from './trouble';

/** The big state line: who, number, group, how long. It keeps its place and height, whatever happens (ui.md). */
export function Stage({ call }: { call: Call | undefined }) {
  return call ? <InCall call={call} /> : <Idle />;
}

function Idle() {
  const { t } = useText();
  const viewer = useViewer();
  const phone = useSeat((s) => s.phone);
  const sound = useSeat((s) => s.sound.trouble);
  const me = useRow('agents', viewer.id);
  const trouble = phone.trouble ?? sound;
  if (phone.state === 'registered' && !sound && me?.state === 'paused') return <Resting me={me} />;
  // Without sound the seat is in the state of error and gets no calls, registered or not; so it is when the server cannot reach it.
  const cause = phone.state === 'registered' && me?.state === 'error' && me.cause ? codeText('cause', me.cause, t) : undefined;
  const word = phone.state === 'registered' ? (sound || cause ? 'seat.idleNot' : 'seat.idle') : phone.on ? 'seat.idleNot' : 'seat.idleOff';
  const hint = phone.state === 'registered' ? cause : t(phone.on ? 'seat.idleNotHint' : 'seat.idleOffHint');
  return (
    <div className={classes.stage} data-tone="idle" data-idle>
      <span className={classes.idleWord}>{t(word)}</span>
      {trouble ? <TroubleLine trouble={trouble} /> : hint ? <span className={classes.idleHint}>{hint}</span> : null}
    </div>
  );
}

/** Paused in every group: that no calls come, and for how long where that is known (C-STAT-5). */
function Resting({ me }: { me: AgentRow }) {
  const { t } = useText();
  const statuses = useRows('statuses');
  const until = backAt(me);
  const say = useCallback((time: string) => t('seat.idleUntil', { time }), [t]);
  return (
    <div className={classes.stage} data-tone="idle" data-idle>
      <span className={classes.idleWord}>{t('seat.idlePaused', { status: statusOf(me, statuses)?.name ?? t('state.paused') })}</span>
      {until === undefined ? <span className={classes.idleHint}>{t('seat.idlePausedHint', { key: comboText(ALL_AVAILABLE_COMBO) })}</span> : <Countdown className={classes.idleHint} until={until} say={say} />}
    </div>
  );
}

function InCall({ call }: { call: Call }) {
  const { t } = useText();
  const { label, tone } = phaseOf(call);
  const number = numberBeside(call.party);
  return (
    <div className={classes.stage} data-tone={tone} data-line={call.line} data-phase={call.phase}>
      <div className={classes.stageTop}>
        <span className={classes.phase} style={{ color: ink(tone) }} role="status">
          {t(label)}
        </span>
        {call.phase === 'ended' ? null : <Since className={classes.big} at={call.answeredAt || call.since} />}
      </div>
      <strong className={classes.who} title={personText(call.party, t)}>
        {personText(call.party, t)}
      </strong>
      <div className={classes.from}>
        {number ? <span className={classes.number}>{number}</span> : null}
        <Called call={call} />
      </div>
      {/* What is wrong never hides that one is recorded or muted. */}
      {call.phase === 'ended' ? null : <Marks call={call} />}
      {call.trouble ? <TroubleLine trouble={call.trouble} /> : call.back ? <Back call={call} /> : <QualityLine call={call} />}
    </div>
  );
}

/** Which number was called, which group it came through, and how long the caller has waited. */
function Called({ call }: { call: Call }) {
  const { t } = useText();
  const called = call.called.name || formatPhone(call.called.number);
  return (
    <>
      {call.groupName ? (
        <span className={classes.group} title={call.groupName}>
          <TagSquare color={call.groupColor} />
          <span className={classes.clip}>{call.groupName}</span>
        </span>
      ) : null}
      {called ? (
        <span className={classes.called} title={t('seat.called', { number: called })}>
          {t('seat.called', { number: called })}
        </span>
      ) : null}
      {call.phase === 'offered' && call.waited > 0 ? (
        <span className={classes.waited}>
          {t('seat.waited')} <Timer since={call.waited} />
        </span>
      ) : null}
    </>
  );
}

/** One's own transfer, or a parked call, that rings because nobody took it. */
function Back({ call }: { call: Call }) {
  const { t } = useText();
  const text = backText(call, t);
  return (
    <div className={classes.back} title={text}>
      <IconArrowBackUp size={15} stroke={2} aria-hidden />
      <span className={classes.clip}>{text}</span>
    </div>
  );
}

/** What else is true of the call: held since, recorded, muted, overheard. */
function Marks({ call }: { call: Call }) {
  const { t } = useText();
  return (
    <div className={classes.marks}>
      {call.phase === 'holding' && call.answeredAt ? (
        <span style={{ color: ink('holding') }}>
          {t('seat.heldFor')} <Since at={call.since} />
        </span>
      ) : null}
      {call.recording ? <Mark icon={call.paused ? IconPlayerPauseFilled : IconPlayerRecordFilled} word={t(call.paused ? 'seat.recordingPaused' : 'seat.recording')} tone={call.paused ? 'paused' : 'error'} /> : null}
      {call.muted ? call.phase === 'talking' ? <Muted /> : <Mark icon={IconMicrophoneOff} word={t('seat.muted')} tone="ringing" /> : null}
      {call.farHeld ? <Mark icon={IconPlayerPauseFilled} word={t('seat.farHeld')} tone="holding" /> : null}
      {call.listener ? <Mark icon={IconEar} word={t('seat.listener')} tone="talking" /> : null}
      {call.media === 'sdes' || call.media === 'ice' ? <Mark icon={IconLock} word={t('seat.encrypted')} tone="offline" bare /> : null}
    </div>
  );
}

/** Muted; whoever speaks nevertheless is told. */
function Muted() {
  const { t } = useText();
  const [speaks, setSpeaks] = useState(false);
  const heard = useRef(SILENCE);
  useMetering();
  useLevel(
    useCallback(({ mic, speaker }) => {
      heard.current = listen(heard.current, mic > speaker / 2 ? mic : 0); // quieter is what a loudspeaker gives the microphone
      setSpeaks(heard.current.speaks);
    }, []),
  );
  return (
    <span role="status">
      <Mark icon={IconMicrophoneOff} word={t(speaks ? 'seat.mutedSpeaks' : 'seat.muted')} tone={speaks ? 'error' : 'ringing'} />
    </span>
  );
}

function Mark({ icon: Glyph, word, tone, bare }: { icon: Icon; word: string; tone: Parameters<typeof ink>[0]; bare?: boolean }) {
  return (
    <span className={classes.mark} data-bare={bare || undefined} style={{ color: ink(tone) }} title={word}>
      <Glyph size={13} stroke={2} aria-hidden />
      <span className={bare ? 'sr-only' : classes.clip}>{word}</span>
    </span>
  );
}
