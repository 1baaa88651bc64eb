import { formatDuration, formatPhone, hasText, type Key, type Text } from '@yobirin/kit';
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
      return t('event.routed', { to: event.group?.name || agent || formatPhone(String(data['number'] ?? '')) || (term('route', data['to'], t) ?? '') });
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
    default: {
      const key = `event.${event.kind}`;
      return hasText(key) ? t(key) : event.kind;
    }
  }
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
