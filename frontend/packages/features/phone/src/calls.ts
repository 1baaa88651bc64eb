import type { Action, Call, CallPhase } from '@yobirin/seat';

/** Which call one looks at: what is said now before what waits, an end last. */
const RANK: Record<CallPhase, number> = { talking: 0, dialing: 1, ringing: 1, offered: 2, holding: 3, ended: 4 };

/** Of those the latest is looked at; of others the one that has been there longest. */
const LATEST: readonly CallPhase[] = ['holding', 'ended'];

/** The call that the pane is about; of several alike the older one, of held and ended ones the latest. */
export function mainCall(calls: readonly Call[]): Call | undefined {
  let best: Call | undefined;
  for (const call of calls) {
    if (!best || RANK[call.phase] < RANK[best.phase] || (call.phase === best.phase && LATEST.includes(call.phase) && call.since > best.since)) best = call;
  }
  return best;
}

/** The others, in the order they came. */
export function otherCalls(calls: readonly Call[]): Call[] {
  const main = mainCall(calls);
  return calls.filter((call) => call !== main);
}

export const can = (call: Call | undefined, action: Action): boolean => call?.can.includes(action) ?? false;

/** The call that rings longest. */
export const oldestOffered = (calls: readonly Call[]): Call | undefined => calls.find((call) => can(call, 'answer'));

/** A held call that one may go on with while another is talked with. */
export const waitingCall = (calls: readonly Call[]): Call | undefined => otherCalls(calls).find((call) => can(call, 'resume'));

/** Calls that still are. */
export const running = (calls: readonly Call[]): Call[] => calls.filter((call) => call.phase !== 'ended');
