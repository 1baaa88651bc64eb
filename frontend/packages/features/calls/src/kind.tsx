import { IconArrowsLeftRight, IconMusic, IconPhoneCheck, IconPhoneIncoming, IconPhoneOutgoing, type Icon } from '@tabler/icons-react';
import { callLook, formatPhone, ink, useText, type Key, type Text } from '@yobirin/kit';
import { useRow } from '@yobirin/live';
import type { CallParty, CallRecord, CallRow, Party } from '@yobirin/wire';
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
  if (call.rang === 'elsewhere') return <Elsewhere call={call} />;
  return (
    <span className={classes.kind} data-missed={isMissed || undefined}>
      <Glyph size={15} stroke={1.9} aria-hidden />
      {t(isMissed ? missed : answered)}
      {call.voicemail ? <Message /> : null}
      {call.endedAt ? null : <Running id={call.id} />}
    </span>
  );
}

/** ♬: the caller left a message. */
function Message() {
  const { t } = useText();
  return (
    <span className={classes.message} title={t('calls.message')}>
      <IconMusic size={15} stroke={1.9} role="img" aria-label={t('calls.message')} />
    </span>
  );
}

/** It rang here too, and somebody else was quicker. */
function Elsewhere({ call }: { call: CallRow }) {
  const { t } = useText();
  const name = call.agent?.name;
  const text = name ? t('calls.answeredBy', { name }) : t('calls.elsewhere');
  return (
    <span className={classes.elsewhere} title={text}>
      <IconPhoneCheck size={15} stroke={1.9} aria-hidden />
      <span>{text}</span>
      {call.endedAt ? null : <Running id={call.id} />}
    </span>
  );
}

/** What a call that goes on does now. */
function Running({ id }: { id: string }) {
  const { t } = useText();
  const live = useRow('calls', id);
  const look = live && live.state !== 'ended' ? callLook[live.state] : undefined;
  return (
    <span className={classes.running} style={{ color: ink(look?.tone ?? 'talking') }}>
      {t(look?.label ?? 'calls.running')}
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

/** A leg of a withheld number has no label: it is called what the call's own side is called. */
export function labelOf(party: CallParty, record: CallRecord, t: Text): string {
  if (party.kind === 'system') return party.label || t('detail.system');
  return formatPhone(party.label) || partyText(party.leg === record.parties[0]?.leg ? record.call.from : record.call.to, t);
}
