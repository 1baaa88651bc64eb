import { IconArrowsLeftRight, IconPhoneIncoming, IconPhoneOutgoing, type Icon } from '@tabler/icons-react';
import { formatPhone, useText, type Key, type Text } from '@yobirin/kit';
import type { CallRow, Party } from '@yobirin/wire';
import classes from './calls.module.css';

const KINDS: Record<CallRow['direction'], [icon: Icon, answered: Key, missed: Key]> = {
  in: [IconPhoneIncoming, 'calls.kind.in', 'calls.kind.inMissed'],
  out: [IconPhoneOutgoing, 'calls.kind.out', 'calls.kind.outMissed'],
  internal: [IconArrowsLeftRight, 'calls.kind.internal', 'calls.kind.internalMissed'],
};

/** 区分: direction, and whether it was missed, as icon and word. */
export function CallKind({ call }: { call: CallRow }) {
  const { t } = useText();
  const [Glyph, answered, missed] = KINDS[call.direction] ?? KINDS.in;
  const isMissed = call.result === 'missed';
  return (
    <span className={classes.kind} data-missed={isMissed || undefined}>
      <Glyph size={15} stroke={1.9} aria-hidden />
      {t(isMissed ? missed : answered)}
      {call.result === '' ? <span className={classes.running}>{t('calls.running')}</span> : null}
    </span>
  );
}

/** A party in words: name and number, withheld, or unknown. */
export function partyText(party: Party | undefined, t: Text): string {
  if (party?.withheld) return t('calls.withheld');
  return party?.name || formatPhone(party?.number) || t('calls.unknown');
}

export function PartyCell({ party }: { party: Party | undefined }) {
  const { t } = useText();
  const number = formatPhone(party?.number);
  if (party?.withheld) return <span className={classes.dim}>{t('calls.withheld')}</span>;
  if (!party?.name) return <>{number || t('calls.unknown')}</>;
  return (
    <>
      {party.name}
      {number ? <span className={classes.dim}> {number}</span> : null}
    </>
  );
}
