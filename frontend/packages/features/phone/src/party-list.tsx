import { IconUser, IconUsers } from '@tabler/icons-react';
import { useText } from '@yobirin/kit';
import type { Call } from '@yobirin/seat';
import { numberBeside, personText } from './party';
import classes from './phone.module.css';

/** Everybody of a conference besides oneself. */
export function PartyList({ call }: { call: Call }) {
  const { t } = useText();
  const people = [call.party, ...call.others];
  return (
    <section className={classes.parties} aria-label={t('seat.parties')}>
      <span className={classes.partiesHead}>
        <IconUsers size={14} stroke={2} aria-hidden />
        {t('seat.partyCount', { count: people.length + 1 })}
      </span>
      <ul tabIndex={0} aria-label={t('seat.parties')}>
        {people.map((person, i) => (
          <li key={i}>
            <IconUser size={13} stroke={1.8} aria-hidden />
            <span className={classes.clip} title={personText(person, t)}>
              {personText(person, t)}
            </span>
            <span className={classes.dim}>{numberBeside(person)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
