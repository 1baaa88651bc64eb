import {
  IconArrowsExchange2, IconMicrophone, IconMicrophoneOff, IconParking, IconPhoneFilled, IconPhoneOff, IconPlayerPauseFilled, IconPlayerPlayFilled, IconPlayerRecordFilled,
  IconRecordMailOff, IconSquareRoundedArrowRight, IconUserPlus, IconUserQuestion, type Icon,
} from '@tabler/icons-react';
import type { Key } from '@yobirin/kit';
import type { Call, Command } from '@yobirin/seat';
import { can, mainCall, oldestOffered, waitingCall } from './calls';
import type { Combo } from './keys';

/** What the transfer panel is open for. */
export type Handing = 'transfer' | 'consult' | 'add';

/** What an action does: a command at once, or the panel that asks for whom. */
export type Deed = { command: Command } | { hand: Handing; line: string };

/** One place of the action row. Its place never changes; what it does is undefined when it cannot be done now. */
export interface Slot {
  id: 'answer' | 'hold' | 'transfer' | 'park' | 'mute' | 'consult' | 'record' | 'hangup' | 'add' | 'pause';
  combo: Combo;
  icon: Icon;
  label: Key;
  /** Something is switched on by it. */
  on?: boolean;
  tone?: 'available' | 'error';
  deed?: Deed;
  busy: boolean;
}

/** The ten places of the action row for the calls of this moment. */
export function slots(calls: readonly Call[]): Slot[] {
  const call = mainCall(calls);
  const line = call?.line ?? '';
  const offered = oldestOffered(calls);
  const if_ = (ok: boolean, deed: Deed): Deed | undefined => (ok ? deed : undefined);
  const hand = (how: Handing): Deed | undefined => if_(can(call, how), { hand: how, line });
  const slot = (id: Slot['id'], combo: Combo, icon: Icon, label: Key, deed: Deed | undefined, more: Partial<Slot> = {}): Slot => ({ id, combo, icon, label, deed, busy: call?.busy === id, ...more });
  const held = can(call, 'resume');
  // Of a call that has ended nothing is on any more.
  const now = call?.phase === 'ended' ? undefined : call;
  return [
    slot('answer', 'F2', IconPhoneFilled, 'seat.answer', offered && { command: { type: 'answer', line: offered.line } }, { tone: 'available' }),
    slot('hold', 'F3', held ? IconPlayerPlayFilled : IconPlayerPauseFilled, held ? 'seat.resume' : 'seat.hold', if_(held || can(call, 'hold'), { command: { type: 'hold', line, on: !held } }), {
      on: held,
      busy: call?.busy === 'hold' || call?.busy === 'resume',
    }),
    slot('transfer', 'F4', IconSquareRoundedArrowRight, 'seat.transfer', hand('transfer')),
    slot('park', 'F5', IconParking, 'seat.park', if_(can(call, 'park'), { command: { type: 'park', line } })),
    slot('mute', 'F6', now?.muted ? IconMicrophoneOff : IconMicrophone, now?.muted ? 'seat.unmute' : 'seat.mute', if_(can(call, 'mute'), { command: { type: 'mute', line, on: !now?.muted } }), { on: now?.muted }),
    slot('consult', 'F7', IconUserQuestion, 'seat.consult', hand('consult')),
    slot('record', 'F8', IconPlayerRecordFilled, now?.recording ? 'seat.recordStop' : 'seat.record', if_(can(call, 'record'), { command: { type: 'record', line, on: !now?.recording } }), { on: now?.recording }),
    slot('pause', 'Shift+F8', IconRecordMailOff, now?.paused ? 'seat.pauseEnd' : 'seat.pause', if_(can(call, 'pause'), { command: { type: 'pause', line, on: !now?.paused } }), { on: now?.paused }),
    slot('add', 'F10', IconUserPlus, 'seat.add', hand('add')),
    can(call, 'reject')
      ? slot('hangup', 'F9', IconPhoneOff, 'seat.reject', { command: { type: 'reject', line } }, { tone: 'error' })
      : slot('hangup', 'F9', IconPhoneOff, 'seat.hangUp', if_(can(call, 'hangup'), { command: { type: 'hangUp', line } }), { tone: 'error' }),
  ];
}

/** A step of a consultation. */
export interface Step {
  id: 'swap' | 'complete' | 'cancel' | 'merge';
  combo: Combo;
  label: Key;
  command?: Command;
  busy: boolean;
}

/** The steps of the main call's consultation, in their places. */
export function steps(call: Call): Step[] {
  const step = (id: Step['id'], combo: Combo, label: Key): Step => ({ id, combo, label, command: can(call, id) ? { type: id, line: call.line } : undefined, busy: call.busy === id });
  return [
    step('complete', 'Shift+F4', 'seat.complete'),
    step('swap', 'Shift+F3', 'seat.swap'),
    step('merge', 'Shift+F10', 'seat.merge'),
    step('cancel', 'Shift+F9', call.consult?.how === 'add' ? 'seat.cancelAdd' : 'seat.cancel'),
  ];
}

/** Everything that the calls of this moment offer, by name: for shortcuts and the command palette. */
export interface Offer {
  id: string;
  combo: Combo;
  label: Key;
  icon?: Icon;
  deed: Deed;
}

export function offers(calls: readonly Call[]): Offer[] {
  const main = mainCall(calls);
  const out: Offer[] = slots(calls).flatMap(({ id, combo, label, icon, deed }) => (deed ? [{ id, combo, label, icon, deed }] : []));
  if (main?.consult) for (const { id, combo, label, command } of steps(main)) if (command) out.push({ id, combo, label, deed: { command } });
  const offered = oldestOffered(calls);
  if (offered && offered !== main) out.push({ id: 'reject', combo: 'Shift+F2', label: 'seat.reject', icon: IconPhoneOff, deed: { command: { type: 'reject', line: offered.line } } });
  const other = waitingCall(calls);
  if (other) out.push({ id: 'switch', combo: 'Shift+F6', label: 'seat.switch', icon: IconArrowsExchange2, deed: { command: { type: 'hold', line: other.line, on: false } } });
  return out;
}
