import type { Tone } from '@yobirin/kit';
import type { CallEvent, CallParty } from '@yobirin/wire';

/** One row of the ladder: an event, its offset from the start, and what its lines look like. */
export interface Rung {
  event: CallEvent;
  /** Milliseconds since the first event. */
  offset: number;
  /** Column of the party that acts, and of the one it acts on. */
  at?: number;
  to?: number;
  /** State of each party's line above and below this row; undefined: not in the call. */
  above: (Tone | undefined)[];
  below: (Tone | undefined)[];
  tone: Tone;
}

type Next = { tone: Tone | undefined; others?: boolean; early?: boolean };

/**
 * What an event makes of its party's line. `early` belongs to the beginning: a caller is answered so that
 * music may play, before or after the connection was made, and what it does goes on.
 */
const CHANGES: Record<string, Next> = {
  started: { tone: 'paused' },
  legStarted: { tone: 'ringing' },
  offered: { tone: 'ringing' },
  ringing: { tone: 'ringing', early: true },
  answered: { tone: 'paused', early: true },
  connected: { tone: 'talking', others: true },
  held: { tone: 'holding', others: true },
  resumed: { tone: 'talking', others: true },
  parked: { tone: 'holding' },
  legJoined: { tone: 'talking' },
  roomEntered: { tone: 'talking' },
  legLeft: { tone: undefined },
  offerEnded: { tone: undefined },
  legEnded: { tone: undefined },
};

const TONES: Record<string, Tone> = {
  started: 'paused', queued: 'ringing', offered: 'ringing', ringing: 'ringing', legStarted: 'ringing', answered: 'available', connected: 'talking',
  held: 'holding', resumed: 'talking', recordingStarted: 'error', offerEnded: 'offline', legEnded: 'offline', legLeft: 'offline', legJoined: 'talking', roomEntered: 'talking', parked: 'holding', unparked: 'talking', transferred: 'holding',
  supervisorJoined: 'talking', supervisorMode: 'talking', recordingPaused: 'paused', voicemailLeft: 'available', emergency: 'error', limitReached: 'error', ended: 'offline', dequeued: 'paused',
};

/** What commands from a screen bring about, by their names: who reads that needs no second line for the command. */
const EFFECTS: Record<string, string> = {
  hold: 'held', resume: 'resumed', mute: 'muted', transfer: 'transferred', consult: 'transferred', add: 'transferred', complete: 'transferred', merge: 'transferred',
  cancel: 'transferred', park: 'parked', pause: 'recordingPaused', record: 'recordingStarted', mode: 'supervisorMode',
};

/** Within this of its effect (ms) a command is the same moment. */
const SAME_MOMENT = 100;

/**
 * The events without those that say nothing more: a command from the screen of somebody in the call whose effect
 * stands right there. What somebody from outside the call did stays.
 */
export function toldOnce(parties: readonly CallParty[], events: readonly CallEvent[]): CallEvent[] {
  return events.filter((event) => {
    if (event.kind !== 'commanded') return true;
    const effect = EFFECTS[String(event.data?.['what'])];
    if (!effect || !parties.some((p) => p.agentId !== undefined && p.agentId === event.agent?.id)) return true;
    return !events.some((e) => e.kind === effect && Math.abs(Date.parse(e.at) - Date.parse(event.at)) <= SAME_MOMENT);
  });
}

/** Lays a call's events out as rows over its parties' lines, in the order they happened. */
export function layLadder(parties: readonly CallParty[], events: readonly CallEvent[]): Rung[] {
  const columns = new Map(parties.map((party, i) => [party.leg, i]));
  const ordered = [...events].sort((a, b) => a.seq - b.seq);
  const start = ordered[0] ? Date.parse(ordered[0].at) : 0;
  let lines: (Tone | undefined)[] = parties.map(() => undefined);
  return ordered.map((event) => {
    const { at, to } = placeOf(event, parties, columns);
    const above = lines;
    lines = stepLines(lines, event, at, to, parties);
    return { event, offset: Date.parse(event.at) - start, at, to: to === at ? undefined : to, above, below: lines, tone: TONES[event.kind] ?? 'paused' };
  });
}

/** The columns an event stands in and points to. */
function placeOf(event: CallEvent, parties: readonly CallParty[], columns: ReadonlyMap<string, number>): { at?: number; to?: number } {
  const own = columns.get(event.leg ?? '');
  const onSystem = own === undefined || parties[own]?.kind === 'system';
  const agent = agentColumn(parties, event);
  // A connection is with the caller, whose leg is the first.
  if (!onSystem) return { at: own, to: event.kind === 'connected' && own !== 0 ? 0 : undefined };
  switch (event.kind) {
    case 'started':
    case 'queued':
    case 'dequeued':
      return { at: parties.length > 0 ? 0 : undefined };
    case 'offered':
      return own === undefined ? { at: agent } : { at: own, to: agent };
    case 'offerEnded':
      return { at: agent ?? own };
    default:
      return { at: own ?? agent ?? systemColumn(parties) };
  }
}

/** An event that names an agent but no leg belongs to that agent's first leg. */
function agentColumn(parties: readonly CallParty[], event: CallEvent): number | undefined {
  const offered = event.data?.['agents'];
  const agent = event.agent?.id ?? (Array.isArray(offered) ? String(offered[0]) : undefined);
  if (!agent) return undefined;
  const found = parties.findIndex((party) => party.agentId === agent);
  return found < 0 ? undefined : found;
}

function systemColumn(parties: readonly CallParty[]): number | undefined {
  const system = parties.findIndex((party) => party.kind === 'system');
  return system < 0 ? undefined : system;
}

/** A party that talks goes on talking; a caller, whose column is the first, also goes on waiting while music plays. */
function goesOn(lines: readonly (Tone | undefined)[], column: number): boolean {
  const tone = lines[column];
  return tone === 'talking' || tone === 'holding' || (column === 0 && tone !== undefined);
}

function stepLines(lines: (Tone | undefined)[], event: CallEvent, at: number | undefined, to: number | undefined, parties: readonly CallParty[]): (Tone | undefined)[] {
  if (event.kind === 'ended') return lines.map(() => undefined);
  const next = lines.slice();
  if (event.kind === 'queued') {
    if (at !== undefined) next[at] = 'ringing';
    return next;
  }
  const change = CHANGES[event.kind];
  if (!change) return next;
  if (event.kind === 'legStarted' && event.data?.['role'] === 'caller' && at !== undefined) {
    next[at] = next[at] ?? 'paused';
    return next;
  }
  const touched = event.kind === 'offered' ? (to ?? at) : at;
  if (touched !== undefined && parties[touched]?.kind !== 'system' && !(change.early && goesOn(next, touched))) next[touched] = change.tone;
  if (!change.others) return next;
  // A conversation is one state for both of its sides.
  if (to !== undefined) next[to] = change.tone;
  else if (at !== 0 && next[0] !== undefined) next[0] = change.tone;
  return next;
}
