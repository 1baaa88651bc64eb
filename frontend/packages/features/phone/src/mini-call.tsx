import { IconArrowBarToRight, IconMicrophone, IconMicrophoneOff, IconPhoneFilled, IconPhoneOff, IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react';
import { IconButton, ink, TagSquare, useText } from '@yobirin/kit';
import { useSeat, type Call } from '@yobirin/seat';
import { can, mainCall, oldestOffered } from './calls';
import { usePhoneDesk } from './desk';
import { withKey, type Combo } from './keys';
import { backText, numberBeside, personText, phaseOf } from './party';
import classes from './mini-call.module.css';
import { Since } from './since';

/** The calls while the phone pane is not shown: one line that says who and does what one needs at once, and one more for who rings meanwhile. */
export function MiniCall({ onShow }: { onShow: () => void }) {
  const calls = useSeat((s) => s.calls);
  const call = mainCall(calls);
  const rings = oldestOffered(calls);
  if (!call) return null;
  const second = rings === call ? undefined : rings;
  const more = calls.length - (second ? 2 : 1);
  return (
    <>
      {second ? <Mini call={second} beside more={0} end="Shift+F2" onShow={onShow} /> : null}
      <Mini call={call} beside={second !== undefined} more={more} end="F9" onShow={onShow} />
    </>
  );
}

interface Props {
  call: Call;
  /** Another stands beside it: there is less room. */
  beside: boolean;
  /** How many calls are not shown. */
  more: number;
  /** Key that ends this one. */
  end: Combo;
  onShow: () => void;
}

function Mini({ call, beside, more, end, onShow }: Props) {
  const { t } = useText();
  const { run } = usePhoneDesk();
  const { line, muted } = call;
  const { label, tone } = phaseOf(call);
  const held = can(call, 'resume');
  const name = personText(call.party, t);
  const refuses = can(call, 'reject');
  const last = t(refuses ? 'seat.reject' : 'seat.hangUp');
  return (
    <section className={classes.mini} aria-label={`${t('seat.title')}: ${t(label)} ${name}`} data-mini data-beside={beside || undefined} data-tone={tone} data-phase={call.phase}>
      <button type="button" className={classes.what} title={[t('seat.show'), name, numberBeside(call.party), call.groupName, backText(call, t)].filter(Boolean).join('\n')} onClick={onShow}>
        <span style={{ color: ink(tone) }}>{t(label)}</span>
        {call.groupName ? <TagSquare color={call.groupColor} /> : null}
        <strong>{name}</strong>
        {call.phase === 'ended' ? null : <Since className={classes.time} at={call.answeredAt || call.since} />}
      </button>
      {more > 0 ? <span className={classes.more}>+{more}</span> : null}
      {can(call, 'answer') ? (
        <button type="button" className={classes.answer} title={withKey(t('seat.answer'), 'F2')} onClick={() => void run({ type: 'answer', line })}>
          <IconPhoneFilled size={14} aria-hidden />
          {t('seat.answer')}
        </button>
      ) : null}
      {can(call, 'mute') ? <IconButton icon={muted ? IconMicrophoneOff : IconMicrophone} name={withKey(t(muted ? 'seat.unmute' : 'seat.mute'), 'F6')} aria-pressed={muted} onClick={() => void run({ type: 'mute', line, on: !muted })} /> : null}
      {held || can(call, 'hold') ? (
        <IconButton icon={held ? IconPlayerPlayFilled : IconPlayerPauseFilled} name={withKey(t(held ? 'seat.resume' : 'seat.hold'), 'F3')} onClick={() => void run({ type: 'hold', line, on: !held })} />
      ) : null}
      {refuses || can(call, 'hangup') ? (
        <button type="button" className={classes.end} aria-label={last} title={withKey(last, end)} onClick={() => void run({ type: refuses ? 'reject' : 'hangUp', line })}>
          <IconPhoneOff size={16} stroke={2} aria-hidden />
        </button>
      ) : null}
      {beside ? null : <IconButton icon={IconArrowBarToRight} name={t('seat.show')} onClick={onShow} />}
    </section>
  );
}
