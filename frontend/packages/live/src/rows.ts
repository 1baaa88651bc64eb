/** Rows of the live socket (server: shared/live). Times are milliseconds since the epoch, server's clock. */
export interface Caller {
  number?: string;
  name?: string;
  withheld?: boolean;
}

export interface GroupRow {
  id: string;
  name: string;
  extension: string;
  color: string;
  answered: number;
  abandoned: number;
  overflow: number;
  timeout: number;
  arrivals: number;
  /** Callers who hung up to be called back, and those of them who have not been called yet. */
  callback: number;
  kept: number;
  members: number;
  online: number;
  talking: number;
  available: number;
  paused: number;
  waiting: number;
  longestWaitSince?: number;
  serviceLevel?: number;
  /** What averages of the day so far are made of (server: GroupSums); ms. */
  within?: number;
  waitAnswered?: number;
  longestWait?: number;
  talks?: number;
  talked?: number;
  works?: number;
  worked?: number;
  /** The last hour by five minutes from `hourFrom`: arrivals, answered, abandoned. */
  hour?: [arrivals: number, answered: number, abandoned: number][];
  hourFrom?: number;
  /** How many of them were lost: abandoned, overflowed or timed out; who waits still is not. */
  hourLost?: number[];
}

/** `acw` is after-call work; it is shown as paused with its status. */
export type AgentState = 'offline' | 'available' | 'ringing' | 'talking' | 'holding' | 'error' | 'paused' | 'acw';

/** An agent's place in a group. */
export interface Membership {
  id: string;
  paused?: boolean;
  /** null: not paused; empty: paused without a status. */
  statusId?: string | null;
  since?: number;
  until?: number;
  cause?: string;
  level?: number;
  /** Asked for during a call, holds when call and after-call work end: "available", a status, or "" for a pause without one. */
  next?: string;
}

/** True when the agent takes no calls of this group. */
export function isPaused(membership: Membership | undefined): boolean {
  return membership !== undefined && (membership.paused === true || typeof membership.statusId === 'string');
}

/**
 * What an agent is in a group, with the status while paused: free elsewhere but paused there is paused, as the group's own
 * figures count it. Without a group it is what the agent is.
 */
export function stateIn(agent: AgentRow, group: string | undefined): { state: AgentState; status?: string } {
  if (agent.state !== 'available' && agent.state !== 'paused' && agent.state !== 'acw') return { state: agent.state };
  const here = group === undefined ? undefined : agent.groups.find((g) => g.id === group);
  if (isPaused(here)) return { state: agent.state === 'acw' ? 'acw' : 'paused', status: here?.statusId ?? '' };
  return agent.state === 'available' ? { state: 'available' } : { state: agent.state, status: agent.statusId ?? '' };
}

/** Since when an agent is what it is in a group; see `stateIn`. */
export function sinceIn(agent: AgentRow, group: string | undefined): number {
  if (group === undefined || agent.state !== 'available') return agent.since;
  const here = agent.groups.find((g) => g.id === group);
  return isPaused(here) ? (here?.since ?? agent.since) : agent.since;
}

export interface AgentRow {
  id: string;
  name: string;
  nickname: string;
  extension: string;
  state: AgentState;
  statusId?: string;
  since: number;
  cause?: string;
  groups: Membership[];
  call?: string;
}

export interface WaitingRow {
  call: string;
  group: string;
  from: Caller;
  since: number;
  position: number;
  vip?: boolean;
}

export type CallState = 'ringing' | 'ivr' | 'waiting' | 'talking' | 'holding' | 'parked' | 'callback' | 'ended';

/** `monitor`: hears · `whisper`: is heard by the agent alone · `barge`: is heard by all. */
export type WatchMode = 'monitor' | 'whisper' | 'barge';

/** A leg in a call. The caller's number is the row's `from`. */
export interface CallParty {
  leg: string;
  role: string;
  agent?: string;
  number?: string;
  state: 'dialing' | 'ringing' | 'up';
  held?: boolean;
  muted?: boolean;
}

/** Somebody who listens to a call. */
export interface Supervising {
  leg: string;
  agent: string;
  of: string;
  mode: WatchMode;
  since: number;
}

export interface LiveCallRow {
  id: string;
  direction: 'in' | 'out' | 'internal';
  state: CallState;
  from: Caller;
  to: Caller;
  group?: string;
  agent?: string;
  since: number;
  answeredAt?: number;
  recording?: boolean;
  /** The recording takes silence. */
  paused?: boolean;
  /** An agent has asked for the recording and may end it. */
  demanded?: boolean;
  slot?: number;
  room?: number;
  emergency?: boolean;
  parties: CallParty[];
  /** A transfer or an addition that is going on; `swapped`: the agent talks with the first party at present. */
  transfer?: { by?: string; how: 'blind' | 'attended' | 'add'; to: string; stage: 'begun' | 'ringing' | 'consulting'; swapped?: boolean };
  /** It rings again because nobody took it: a transfer to `to`, or a parked call of `slot`; until somebody does. */
  returned?: { how: 'transfer' | 'park'; by?: string; to?: string; cause?: string; slot?: number };
  supervisors?: Supervising[];
  /** A supervisor's own call while it listens elsewhere; no `call`: the agent is in none. */
  watching?: { leg: string; agent: string; mode: WatchMode; call?: string };
}

/** A caller who waits in a slot; its key is the call. */
export interface ParkedRow {
  slot: number;
  call: string;
  from: Caller;
  by?: string;
  since: number;
}

/** What supervisors must hear of. */
export interface NoticeRow {
  id: string;
  kind: string;
  at: number;
  count: number;
  agent?: string;
  number?: string;
  limit?: string;
  max?: number;
  call?: string;
}

export interface StatusRow {
  id: string;
  name: string;
  color: string;
  icon: string;
  /** It was deleted: nobody chooses it any more, and who is paused by it keeps its name. */
  retired?: boolean;
}

export interface Rows {
  groups: GroupRow;
  agents: AgentRow;
  waiting: WaitingRow;
  calls: LiveCallRow;
  parked: ParkedRow;
  notices: NoticeRow;
  statuses: StatusRow;
  /** The calls that the reader has a part in: they come whole and without a number, to agents who see no other calls, too. */
  mine: LiveCallRow;
}

export type Collection = keyof Rows;
/** The collections that snapshots and deltas are about. */
export const COLLECTIONS: readonly Collection[] = ['groups', 'agents', 'waiting', 'calls', 'parked', 'notices', 'statuses'];

export type State = { readonly [C in Collection]: ReadonlyMap<string, Rows[C]> };

/** Fields that screens may rely on: an empty list or text that the server left out is an empty one. */
const FILLED: { readonly [C in Collection]?: readonly (readonly [name: string, empty: () => unknown])[] } = (() => {
  const text = () => '';
  const list = () => [];
  const party = () => ({});
  const call = [['from', party], ['to', party], ['parties', list]] as const;
  return { agents: [['extension', text], ['nickname', text], ['groups', list]], calls: call, mine: call, parked: [['from', party]], waiting: [['from', party]] };
})();

/** A row of a message with what it left out; the row itself is filled in, for ten thousand copies take their time. */
export function wholeRow<C extends Collection>(collection: C, row: Rows[C]): Rows[C] {
  const fields = row as unknown as Record<string, unknown>;
  const filled = FILLED[collection];
  if (filled) for (const [name, empty] of filled) fields[name] ??= empty();
  return row;
}

type Sets = { [C in Collection]?: Record<string, Rows[C]> };

export interface Snapshot {
  type: 'snapshot';
  seq: number;
  serverTime: number;
  /** What the reader might when the socket was opened. */
  rights?: Rights;
  state: Sets;
}

/** As GET /session tells them. */
export interface Rights {
  role: string;
  permissions: readonly string[];
}

export const sameRights = (a: Rights, b: Rights) => a.role === b.role && a.permissions.join() === b.permissions.join();

export interface Delta {
  type: 'delta';
  seq: number;
  set?: Sets;
  del?: { [C in Collection]?: string[] };
}

/** All calls that the reader has a part in, whenever one of them changes. */
export interface Mine {
  type: 'mine';
  calls: LiveCallRow[];
}

export type ServerMessage = Snapshot | Delta | Mine | { type: 'ping' };
