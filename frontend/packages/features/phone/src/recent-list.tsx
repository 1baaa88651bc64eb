import { useQuery, useQueryClient } from '@tanstack/react-query';
import { IconArrowsLeftRight, IconPhone, IconPhoneIncoming, IconPhoneOutgoing, type Icon } from '@tabler/icons-react';
import { formatPhone, IconButton, useText, useTimes, useViewer, type Key } from '@yobirin/kit';
import { useRows } from '@yobirin/live';
import { useSeat } from '@yobirin/seat';
import { farSide, getCalls, type CallRow } from '@yobirin/wire';
import { useEffect, useMemo } from 'react';
import { running } from './calls';
import classes from './dial.module.css';

const KINDS: Record<CallRow['direction'], [Icon, answered: Key, missed: Key]> = {
  in: [IconPhoneIncoming, 'calls.kind.in', 'calls.kind.inMissed'],
  out: [IconPhoneOutgoing, 'calls.kind.out', 'calls.kind.outMissed'],
  internal: [IconArrowsLeftRight, 'calls.kind.internal', 'calls.kind.internalMissed'],
};
/** Records reach the history a moment after a call has ended: look soon, and once more for the late ones. */
const LOOKS = [1200, 4000];

interface Props {
  /** Puts the number into the field. */
  onPick: (number: string) => void;
  onDial: (number: string) => void;
}

/** The own calls of late: a click takes the number, the telephone calls it. */
export function RecentList({ onPick, onDial }: Props) {
  const { t } = useText();
  const viewer = useViewer();
  const key = ['calls', 'recent', viewer.id];
  const { data, isPending, isError } = useQuery({ queryKey: key, queryFn: ({ signal }) => getCalls({ agent: viewer.id, sort: '-startedAt', limit: 30 }, signal) });
  useLookAfterCalls(viewer.id);
  const names = useColleagues();
  const rows = (data?.items ?? []).filter((call) => call.endedAt);
  if (isPending || isError || rows.length === 0) return <p className={classes.none}>{isPending ? '' : t(isError ? 'seat.recentFailed' : 'seat.recentNone')}</p>;
  return (
    <ul className={classes.recent} aria-label={t('seat.recent')}>
      {rows.map((call) => (
        <Recent key={call.id} call={call} names={names} onPick={onPick} onDial={onDial} />
      ))}
    </ul>
  );
}

/** Names of colleagues by extension: records of inside calls need not carry them. */
function useColleagues(): ReadonlyMap<string, string> {
  const agents = useRows('agents');
  return useMemo(() => new Map([...agents.values()].map((a) => [a.extension, a.nickname || a.name])), [agents]);
}

function Recent({ call, names, onPick, onDial }: Props & { call: CallRow; names: ReadonlyMap<string, string> }) {
  const { t } = useText();
  const times = useTimes();
  const own = useSeat((s) => s.session?.extension ?? '');
  const [Glyph, answered, lost] = KINDS[call.direction] ?? KINDS.in;
  const far = farSide(call, own);
  const number = far.withheld ? '' : (far.number ?? '');
  const missed = call.result === 'missed';
  const name = far.withheld ? t('calls.withheld') : far.name || names.get(number) || formatPhone(number) || t('calls.unknown');
  const kind = call.rang === 'elsewhere' ? t('calls.answeredBy', { name: call.agent?.name ?? '' }) : t(missed ? lost : answered);
  const whole = [name, name === formatPhone(number) ? '' : formatPhone(number)].filter(Boolean).join(' ');
  return (
    <li data-missed={missed || undefined}>
      <button type="button" className={classes.recentRow} disabled={!number} title={`${kind} ${times.short(call.startedAt)}\n${whole}`} onClick={() => onPick(formatPhone(number))}>
        <Glyph size={14} stroke={1.9} aria-hidden />
        <span className={classes.clip}>
          <span className="sr-only">{kind} </span>
          {name}
        </span>
        <time className={classes.dim}>{times.brief(call.startedAt)}</time>
      </button>
      <IconButton icon={IconPhone} iconSize={14} name={t('seat.dialTo', { name })} disabled={!number} onClick={() => onDial(number)} />
    </li>
  );
}

function useLookAfterCalls(agent: string): void {
  const queries = useQueryClient();
  const count = useSeat((s) => running(s.calls).length);
  useEffect(() => {
    const timers = LOOKS.map((ms) => setTimeout(() => void queries.invalidateQueries({ queryKey: ['calls', 'recent', agent] }), ms));
    return () => timers.forEach(clearTimeout);
  }, [count, agent, queries]);
}
