import { formatDuration, Timer } from '@yobirin/kit';
import { Dim } from '@yobirin/kit/list';
import { useRow } from '@yobirin/live';

/** Talking time; of a call that goes on it counts. */
export function Talked({ call }: { call: { id: string; endedAt?: string; talkSeconds: number } }) {
  const going = call.endedAt ? undefined : call.id;
  const seen = useRow('calls', going);
  const own = useRow('mine', going);
  const live = seen ?? own;
  if (live?.answeredAt && live.state !== 'ended') return <Timer since={live.answeredAt} />;
  return <Length seconds={call.talkSeconds} />;
}

/** How long something took; a dash for what did not happen, or is not known before the call's end. */
export function Length({ seconds }: { seconds: number }) {
  return seconds > 0 ? <>{formatDuration(seconds)}</> : <Dim>–</Dim>;
}
