import { useQuery, useQueryClient } from '@tanstack/react-query';
import { IconArrowsLeftRight, IconPhone, IconPhoneIncoming, IconPhoneOutgoing, type Icon } from '@tabler/icons-react';
import { formatPhone, IconButton, useText, useTimes, useViewer } from '@yobirin/kit';
import { useSeat } from '@yobirin/seat';
import { getCalls, type CallRow } from '@yobirin/wire';
import { useEffect } from 'react';
import { running } from './calls';
import classes from './dial.module.css';

const ICONS: Record<CallRow['direction'], Icon> = { in: IconPhoneIncoming, out: IconPhoneOutgoing, internal: IconArrowsLeftRight };
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
  const rows = (data?.items ?? []).filter((call) => call.endedAt);
  if (isPending || isError || rows.length === 0) return <p className={classes.none}>{isPending ? '' : t(isError ? 'seat.recentFailed' : 'seat.recentNone')}</p>;
  return (
    <ul className={classes.recent} aria-label={t('seat.recent')}>
      {rows.map((call) => (
        <Recent key={call.id} call={call} onPick={onPick} onDial={onDial} />
      ))}
    </ul>
  );
}

/** The far side of a call, as this agent saw it. */
export function farSide(call: CallRow, own: string): CallRow['from'] {
  if (call.direction === 'in') return call.from;
  return call.direction === 'internal' && call.from.number !== own ? call.from : call.to;
}

function Recent({ call, onPick, onDial }: Props & { call: CallRow }) {
  const { t } = useText();
  const times = useTimes();
  const own = useSeat((s) => s.session?.extension ?? '');
  const Glyph = ICONS[call.direction] ?? IconPhone;
  const far = farSide(call, own);
  const number = far.withheld ? '' : (far.number ?? '');
  const missed = call.result === 'missed';
  const name = far.withheld ? t('calls.withheld') : far.name || formatPhone(number) || t('calls.unknown');
  return (
    <li data-missed={missed || undefined}>
      <button type="button" className={classes.recentRow} disabled={!number} title={t('seat.take', { number: formatPhone(number) })} onClick={() => onPick(formatPhone(number))}>
        <Glyph size={14} stroke={1.9} aria-hidden />
        <span className={classes.clip}>
          {name}
          {missed ? <span className="sr-only"> {t('filter.missed')}</span> : null}
        </span>
        <time className={classes.dim}>{times.clock(call.startedAt).slice(0, 5)}</time>
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
