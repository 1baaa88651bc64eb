import { useText } from '@yobirin/kit';
import { useSeat } from '@yobirin/seat';
import { useEffect, useRef } from 'react';
import { ActionRow } from './action-row';
import { mainCall, otherCalls } from './calls';
import { ConsultStrip } from './consult-strip';
import { usePhoneDesk } from './desk';
import { DialBox } from './dial-box';
import { HandPanel } from './hand-panel';
import { ListenStrip } from './listen-strip';
import { OtherCard } from './other-card';
import { ParkedPart } from './parked-part';
import { PartyList } from './party-list';
import classes from './phone.module.css';
import { PhoneSwitch } from './phone-switch';
import { Stage } from './stage';

/** The softphone: state, calls, actions, dialing, parked callers. Its parts have their places; only the middle changes what it holds. */
export function PhonePane() {
  const { t } = useText();
  const calls = useSeat((s) => s.calls);
  const { panel, keypad } = usePhoneDesk();
  const main = mainCall(calls);
  // In a low window what one scrolled to hides what has come above it: who rings, and the steps of a consultation.
  const middle = useRef<HTMLDivElement>(null);
  const above = [main?.line, main?.consult?.how, main?.others.length, ...otherCalls(calls).map((c) => c.line)].join(' ');
  const busy = panel !== undefined || keypad;
  useEffect(() => {
    if (!busy) middle.current?.scrollTo({ top: 0 });
  }, [above, busy]);
  return (
    <section className={classes.pane} aria-label={t('seat.title')}>
      <PhoneSwitch />
      <Stage call={main} />
      <ActionRow calls={calls} />
      <div ref={middle} className={classes.middle}>
        {main?.consult ? <ConsultStrip call={main} consult={main.consult} /> : null}
        {main?.listener && main.phase !== 'ended' ? <ListenStrip call={main} /> : null}
        {main && main.phase !== 'ended' && main.others.length > 0 ? <PartyList call={main} /> : null}
        {otherCalls(calls).map((call) => (
          <OtherCard key={call.line} call={call} />
        ))}
        {panel ? <HandPanel key={`${panel.line}${panel.how}`} panel={panel} /> : <DialBox />}
      </div>
      <ParkedPart />
    </section>
  );
}
