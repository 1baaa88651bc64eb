import { formatPhone, hasText, type Key, type Text, type Tone } from '@yobirin/kit';
import type { Call, Person } from '@yobirin/seat';

/** A party in words: name, else number, else that it is withheld or unknown. */
export function personText(person: Person, t: Text): string {
  if (person.withheld) return t('calls.withheld');
  return person.name || formatPhone(person.number) || t('calls.unknown');
}

/** The number beside a name; nothing where the name already is the number. */
export const numberBeside = (person: Person): string => (person.name && !person.withheld ? formatPhone(person.number) : '');

/** What came back here and why: a transfer that nobody took, or a parked call. Nothing of any other call. */
export function backText({ back }: Call, t: Text): string {
  if (!back) return '';
  const by = back.mine ? '' : personName(back.by);
  if (back.how === 'park') return t(by ? 'seat.back.parkBy' : 'seat.back.park', { by, slot: String(back.slot) });
  const cause = `cause.${back.cause}`;
  const why = hasText(cause) ? t(cause) : '';
  return t(`seat.back.transfer${by ? 'By' : ''}${why ? 'Why' : ''}`, { by, why, to: personName(back.to) });
}

const personName = (person: Person): string => person.name || formatPhone(person.number);

/** What a call is doing, as a word and a colour of state. */
export function phaseOf(call: Call): { label: Key; tone: Tone } {
  switch (call.phase) {
    case 'offered':
      return { label: call.internal ? 'seat.phase.offeredInternal' : 'seat.phase.offered', tone: 'ringing' };
    case 'dialing':
      return { label: 'seat.phase.dialing', tone: 'ringing' };
    case 'ringing':
      return { label: 'seat.phase.ringing', tone: 'ringing' };
    case 'talking':
      return call.listener ? { label: 'seat.phase.listening', tone: 'talking' } : { label: 'seat.phase.talking', tone: 'talking' };
    case 'holding':
      return { label: 'seat.phase.holding', tone: 'holding' };
    case 'ended':
      if (call.after in AFTER) return { label: AFTER[call.after]!, tone: 'offline' };
      return { label: ENDS[call.endedBy || 'them'], tone: call.endedBy === 'failed' ? 'error' : call.endedBy === 'missed' ? 'ringing' : 'offline' };
  }
}

/** What ended it well. */
const AFTER: Partial<Record<Call['after'], Key>> = { transfer: 'seat.after.transfer', complete: 'seat.after.complete', park: 'seat.after.park' };

const ENDS: Record<Exclude<Call['endedBy'], ''>, Key> = {
  us: 'seat.ended.us',
  them: 'seat.ended.them',
  elsewhere: 'seat.ended.elsewhere',
  missed: 'seat.ended.missed',
  failed: 'seat.ended.failed',
};
