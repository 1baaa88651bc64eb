import { codeText, formatDuration, formatPhone, hasText, type Key, type Text } from '@yobirin/kit';
import type { CallEvent, CallRow } from '@yobirin/wire';
import { figures, qualityOf } from './quality';

/** Names for the ids that events carry. */
export interface Names {
  agent: (id: string) => string | undefined;
}

/** An event in words of the viewer's language. */
export function eventText(event: CallEvent, call: CallRow, names: Names, t: Text): string {
  const data = event.data ?? {};
  const group = event.group?.name ?? call.group?.name ?? '';
  const agent = event.agent?.name ?? nameList(data['agents'], names.agent) ?? '';
  const cause = term('cause', kindOf(data['cause']) ?? (event.kind === 'ended' ? call.cause : undefined), t);
  switch (event.kind) {
    case 'started':
      return t('event.started', { direction: t(`calls.kind.${call.direction}` as Key), from: who(call.from, t), to: who(call.to, t) });
    case 'connected': {
      const wait = waited(data['waited']);
      return wait === undefined ? t('event.connected') : t('event.connectedAfter', { wait });
    }
    case 'queued':
      return t('event.queued', { group });
    case 'dequeued': {
      const outcome = term('outcome', data['outcome'], t);
      return outcome ? t('event.dequeuedAs', { group, outcome }) : t('event.dequeued', { group });
    }
    case 'offered':
      return t('event.offered', { agent });
    case 'offerEnded':
      return cause ? t('event.offerEndedAs', { agent, cause }) : t('event.offerEnded', { agent });
    case 'digit':
      return t('event.digit', { key: String(data['key'] ?? data['digit'] ?? '') });
    case 'played':
    case 'playing':
      return t('event.played', { what: term('sound', data['what'], t) ?? '' });
    case 'routed':
      return routedText(event, agent, t);
    case 'legStarted':
      return t(data['role'] === 'caller' ? 'event.callerLeg' : 'event.legStarted');
    case 'legEnded':
      return cause ? t('event.legEndedAs', { cause }) : t('event.legEnded');
    case 'recordingEnded':
      return t(data['failed'] ? 'event.recordingFailed' : 'event.recordingEnded');
    case 'measured': {
      const quality = qualityOf(event);
      return quality ? t('event.measuredAs', figures(quality, t)) : t('event.measured');
    }
    case 'ended':
      return cause ? t('event.endedAs', { cause }) : t('event.ended');
    default:
      return controlText(event, { agent, group, cause }, t);
  }
}

/** What a supervisor, a slot, a room or a transfer does, and kinds this page does not know. */
function controlText(event: CallEvent, words: { agent: string; group: string; cause: string | undefined }, t: Text): string {
  const data = event.data ?? {};
  const agent = words.agent || t('event.someone');
  const slot = String(data['slot'] ?? '');
  switch (event.kind) {
    case 'transferred':
      return transferText(data, agent, t);
    case 'parked':
    case 'slotTaken':
    case 'slotFreed':
      return t(`event.${event.kind}`, { agent, slot });
    case 'unparked':
      return unparkedText(data['why'], words.agent, slot, t);
    case 'muted':
      return t(data['muted'] ? 'event.muted' : 'event.unmuted');
    case 'legLeft':
    case 'legJoined': {
      const key = `event.${event.kind}.${String(data['why'])}`;
      const known = words.agent || formatPhone(text(data['number'])) || t('event.someone');
      return t(hasText(key) ? key : `event.${event.kind}`, { agent: known });
    }
    case 'supervisorJoined':
    case 'supervisorMode':
      return t(`event.${event.kind}`, { agent, mode: modeWord(data['mode'], t) });
    case 'supervisorLeft':
      return t('event.supervisorLeft', { agent });
    case 'roomEntered':
      return t('event.roomEntered', { room: String(data['room'] ?? '') });
    case 'recordingStarted':
      return t(data['of'] === 'voicemail' ? 'event.voicemailStarted' : 'event.recordingStarted');
    case 'recordingPaused': {
      const key = data['paused'] ? 'event.recordingPaused' : 'event.recordingResumed';
      return words.agent ? t(`${key}By`, { agent }) : t(key);
    }
    case 'voicemailLeft':
      return data['discard'] ? t('event.voicemailDiscarded') : t('event.voicemailLeft', { length: waited(data['length']) ?? '' });
    case 'audioRecorded':
      return data['discard'] ? t('event.audioDiscarded') : t('event.audioRecorded', { agent, length: waited(data['length']) ?? '' });
    case 'callback':
      return callbackText(data, words.group, t);
    case 'timeLimit':
      return limitText(data, t);
    case 'emergency':
      return t('event.emergency', { number: text(data['number']) });
    case 'seatChanged':
      if (data['refused']) return t('event.seatRefused', { why: codeText('refusal', text(data['refused']), t) });
      return t(data['in'] ? 'event.seatIn' : 'event.seatOut', { agent });
    case 'commanded':
      return t('event.commanded', { agent, what: codeText('command', text(data['what']), t) });
    case 'limitReached':
      return t('event.limitReached', { max: String(data['max'] ?? '') });
    default: {
      const key = `event.${event.kind}`;
      return hasText(key) ? t(key) : event.kind;
    }
  }
}

const text = (value: unknown) => (typeof value === 'string' ? value : '');

function routedText(event: CallEvent, agent: string, t: Text): string {
  const data = event.data ?? {};
  const kind = text(data['to']);
  const number = text(data['number']);
  if (kind === 'feature') {
    // "monitor 2001": the feature's name, and what was dialed after it.
    const [feature = '', ...rest] = number.split(' ');
    const key = `route.feature.${feature}`;
    return t('event.feature', { to: [hasText(key) ? t(key) : feature, agent || rest.join(' ')].filter(Boolean).join(' ') });
  }
  let to = event.group?.name || agent || formatPhone(number) || (term('route', kind, t) ?? '');
  if (kind === 'conference' && !event.group) to = [term('route', kind, t), number].filter(Boolean).join(' ');
  const why = `routeWhy.${text(data['why'])}`;
  return hasText(why) ? t('event.routedWhy', { to, why: t(why) }) : t('event.routed', { to });
}

function transferText(data: Readonly<Record<string, unknown>>, agent: string, t: Text): string {
  const to = formatPhone(text(data['to']));
  const failed = term('cause', data['failed'], t);
  switch (data['stage']) {
    case 'begun':
      return t(data['how'] === 'add' ? 'event.addBegun' : data['how'] === 'attended' ? 'event.consultBegun' : 'event.transferBegun', { agent, to });
    case 'consulting':
      return t('event.transferConsulting', { agent, to });
    case 'swapped':
      return t('event.transferSwapped', { agent });
    case 'done':
      return t('event.transferDone', { agent });
    case 'returned':
      if (data['how'] === 'add') return t('event.addReturned', { to, cause: failed || t('event.addGone') });
      return failed ? t('event.transferReturnedAs', { agent, cause: failed }) : t('event.transferReturned', { agent });
    case 'cancelled':
      return t(data['how'] === 'add' ? 'event.addCancelled' : 'event.transferCancelled', { agent });
    case 'joined':
      return data['how'] === 'add' ? t('event.addJoined', { to }) : t('event.transferJoined', { agent });
    default:
      return t('event.transferBegun', { agent, to });
  }
}

function unparkedText(why: unknown, agent: string, slot: string, t: Text): string {
  switch (why) {
    case 'picked-up':
      return agent ? t('event.unparkedPicked', { agent, slot }) : t('event.unparkedPickedUp', { slot });
    case 'rang-back':
      return t('event.unparkedBack', { slot });
    case 'gone':
      return t('event.unparkedGone', { slot });
    default:
      return t('event.unparked', { slot });
  }
}

function callbackText(data: Readonly<Record<string, unknown>>, group: string, t: Text): string {
  const failed = term('cause', data['failed'], t);
  switch (data['stage']) {
    case 'asked':
      return t('event.callbackAsked', { group });
    case 'resumed':
      return t('event.callbackResumed', { group });
    case 'dialed':
      return t('event.callbackDialed');
    case 'unanswered':
      return failed ? t('event.callbackAgainAs', { cause: failed }) : t('event.callbackAgain');
    case 'reached':
      return t('event.callbackReached');
    case 'still-there':
      return t('event.callbackStillThere');
    case 'expired':
      return t('event.callbackExpired');
    default:
      return failed ? t('event.callbackFailedAs', { cause: failed }) : t('event.callbackFailed');
  }
}

/** A conversation has lasted for as long as it may, or nearly so. */
function limitText(data: Readonly<Record<string, unknown>>, t: Text): string {
  if (data['stage'] === 'announced') return t('event.limitNear');
  return t(data['limit'] === 'outside-time' ? 'event.limitOutside' : 'event.limitCall');
}

function modeWord(mode: unknown, t: Text): string {
  const key = `watch.${text(mode)}`;
  return hasText(key) ? t(key) : text(mode);
}

function who(party: CallRow['from'], t: Text): string {
  if (party.withheld) return t('calls.withheld');
  return party.name || formatPhone(party.number) || t('calls.unknown');
}

function nameList(value: unknown, find: (id: string) => string | undefined): string | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  return value.map((id) => find(String(id)) ?? String(id)).join(', ');
}

/** A cause comes as a word, or as an object with the word in it. */
function kindOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? (value as { kind?: unknown }).kind : value;
}

function term(family: 'cause' | 'outcome' | 'sound' | 'route', value: unknown, t: Text): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  const key = `${family}.${value}`;
  return hasText(key) ? t(key) : value;
}

/** Waiting time from a Go duration (ns) or seconds in `waitSeconds`. */
function waited(value: unknown): string | undefined {
  return typeof value === 'number' && value >= 0 ? formatDuration(value / 1e9) : undefined;
}
