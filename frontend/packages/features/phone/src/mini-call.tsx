import { IconArrowBarToRight, IconMicrophone, IconMicrophoneOff, IconPhoneFilled, IconPhoneOff, IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react';
import { IconButton, ink, TagSquare, useText } from '@yobirin/kit';
import { useSeat } from '@yobirin/seat';
import { can, mainCall, oldestOffered } from './calls';
import { usePhoneDesk } from './desk';
import { withKey } from './keys';
import { personText, phaseOf } from './party';
import classes from './mini-call.module.css';
import { Since } from './since';

/** The call while the phone pane is not shown: one line that says who and does what one needs at once. */
export function MiniCall({ onShow }: { onShow: () => void }) {
  const { t } = useText();
  const calls = useSeat((s) => s.calls);
  const { run } = usePhoneDesk();
  const call = mainCall(calls);
  if (!call) return null;
  const { line, muted } = call;
  const { label, tone } = phaseOf(call);
  const offered = oldestOffered(calls);
  const held = can(call, 'resume');
  return (
    <section className={classes.mini} aria-label={t('seat.title')} data-tone={tone} data-phase={call.phase}>
      <button type="button" className={classes.what} title={t('seat.show')} onClick={onShow}>
        <span style={{ color: ink(tone) }}>{t(label)}</span>
        {call.groupName ? <TagSquare color={call.groupColor} /> : null}
        <strong>{personText(call.party, t)}</strong>
        {call.phase === 'ended' ? null : <Since className={classes.time} at={call.answeredAt || call.since} />}
      </button>
      {calls.length > 1 ? <span className={classes.more}>+{calls.length - 1}</span> : null}
      {offered ? (
        <button type="button" className={classes.answer} title={withKey(t('seat.answer'), 'F2')} onClick={() => void run({ type: 'answer', line: offered.line })}>
          <IconPhoneFilled size={14} aria-hidden />
          {t('seat.answer')}
        </button>
      ) : null}
      {can(call, 'mute') ? <IconButton icon={muted ? IconMicrophoneOff : IconMicrophone} name={withKey(t(muted ? 'seat.unmute' : 'seat.mute'), 'F6')} aria-pressed={muted} onClick={() => void run({ type: 'mute', line, on: !muted })} /> : null}
      {held || can(call, 'hold') ? (
        <IconButton icon={held ? IconPlayerPlayFilled : IconPlayerPauseFilled} name={withKey(t(held ? 'seat.resume' : 'seat.hold'), 'F3')} onClick={() => void run({ type: 'hold', line, on: !held })} />
      ) : null}
      {can(call, 'hangup') || can(call, 'reject') ? (
        <button type="button" className={classes.end} aria-label={t(can(call, 'reject') ? 'seat.reject' : 'seat.hangUp')} title={withKey(t(can(call, 'reject') ? 'seat.reject' : 'seat.hangUp'), 'F9')} onClick={() => void run(can(call, 'reject') ? { type: 'reject', line } : { type: 'hangUp', line })}>
          <IconPhoneOff size={16} stroke={2} aria-hidden />
        </button>
      ) : null}
      <IconButton icon={IconArrowBarToRight} name={t('seat.show')} onClick={onShow} />
    </section>
  );
}
