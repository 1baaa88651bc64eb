import { IconArrowsExchange, IconCheck, IconUsers, IconX, type Icon } from '@tabler/icons-react';
import { useText } from '@yobirin/kit';
import type { Call, Consult } from '@yobirin/seat';
import { steps, type Step } from './actions';
import { usePhoneDesk } from './desk';
import { comboAria, withKey } from './keys';
import { personText } from './party';
import classes from './phone.module.css';

const ICONS: Record<Step['id'], Icon> = { complete: IconCheck, swap: IconArrowsExchange, merge: IconUsers, cancel: IconX };

/** A consultation, or somebody being added: with whom one talks, and how to go on. */
export function ConsultStrip({ call, consult }: { call: Call; consult: Consult }) {
  const { t } = useText();
  const { run } = usePhoneDesk();
  const begun = consult.stage === 'begun';
  const word = consult.how === 'add' ? 'seat.adding' : consult.how === 'blind' ? 'seat.handing' : begun ? 'seat.consultRinging' : consult.with ? 'seat.consultWith' : 'seat.consultBack';
  return (
    <section className={classes.strip} aria-label={t('seat.consult')}>
      <span className={classes.stripWord} role="status">
        {t(word, { name: personText(consult.party, t), other: personText(call.party, t) })}
      </span>
      <div className={classes.steps}>
        {steps(call).map((step) => {
          const Glyph = ICONS[step.id];
          return (
            <button
              key={step.id}
              type="button"
              className={classes.step}
              data-step={step.id}
              disabled={!step.command}
              aria-busy={step.busy || undefined}
              aria-keyshortcuts={comboAria(step.combo)}
              title={withKey(t(step.label), step.combo)}
              onClick={() => step.command && void run(step.command)}
            >
              <Glyph size={15} stroke={2} aria-hidden />
              {t(step.label)}
            </button>
          );
        })}
      </div>
    </section>
  );
}
