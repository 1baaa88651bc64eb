import { IconPhoneFilled, IconPhoneOff, IconPlayerPlayFilled } from '@tabler/icons-react';
import { IconButton, ink, TagSquare, useText } from '@yobirin/kit';
import type { Call } from '@yobirin/seat';
import { can } from './calls';
import { usePhoneDesk } from './desk';
import { withKey } from './keys';
import { backText, numberBeside, personText, phaseOf } from './party';
import classes from './phone.module.css';
import { Since } from './since';
import { useTroubleText } from './trouble';

/** A call besides the main one: it rings while one talks, it is held, or it has just ended. */
export function OtherCard({ call }: { call: Call }) {
  const { t } = useText();
  const { run } = usePhoneDesk();
  const say = useTroubleText();
  const { line } = call;
  const { label, tone } = phaseOf(call);
  const name = personText(call.party, t);
  const low = call.trouble ? say(call.trouble).text : backText(call, t) || numberBeside(call.party) || call.groupName || call.called.name;
  return (
    <section className={classes.other} data-tone={tone} data-line={line} data-phase={call.phase} aria-label={`${t(label)}: ${name}`}>
      <span className={classes.otherTop}>
        <span className={classes.otherPhase} style={{ color: ink(tone) }}>
          {t(label)}
        </span>
        {call.groupName ? <TagSquare color={call.groupColor} /> : null}
        <strong className={classes.clip}>{name}</strong>
        {call.phase === 'ended' ? null : <Since className={classes.otherTime} at={call.since} />}
      </span>
      <span className={classes.otherLow}>
        <span className={classes.clip} title={low}>
          {low}
        </span>
        {can(call, 'answer') ? (
          <button type="button" className={classes.answer} title={withKey(t('seat.answer'), 'F2')} onClick={() => void run({ type: 'answer', line })}>
            <IconPhoneFilled size={14} aria-hidden /> {t('seat.answer')}
          </button>
        ) : null}
        {can(call, 'reject') ? <IconButton className={classes.no} icon={IconPhoneOff} name={withKey(t('seat.reject'), 'Shift+F2')} onClick={() => void run({ type: 'reject', line })} /> : null}
        {can(call, 'resume') ? (
          <button type="button" className={classes.resume} title={withKey(t('seat.switch'), 'Shift+F6')} onClick={() => void run({ type: 'hold', line, on: false })}>
            <IconPlayerPlayFilled size={13} aria-hidden /> {t('seat.resume')}
          </button>
        ) : null}
        {can(call, 'hangup') ? <IconButton className={classes.no} icon={IconPhoneOff} name={t('seat.hangUp')} onClick={() => void run({ type: 'hangUp', line })} /> : null}
      </span>
    </section>
  );
}
