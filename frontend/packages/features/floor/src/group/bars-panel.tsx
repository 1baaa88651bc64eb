import { useQuery } from '@tanstack/react-query';
import { Failure, formatRate, Panel, useKept, useText } from '@yobirin/kit';
import { useConnection, type GroupRow } from '@yobirin/live';
import { asProblem, getBars, UNREACHABLE } from '@yobirin/wire';
import { useEffect, useMemo } from 'react';
import { useBar } from '../sparkline';
import { BarsChart } from './bars-chart';
import { columnsOf, HOURS, isHours, sumOf, type Hours } from './bars';
import classes from './group.module.css';

/** The live rows tell the last hour; what is older is asked for again now and then. */
const EVERY = 60_000;

/** 5分間ごと: answered, abandoned and the answer rate of the last hours, growing with every call. */
export function BarsPanel({ group }: { group: GroupRow }) {
  const { t } = useText();
  const [hours, setHours] = useKept<Hours>('group.hours', 3, isHours);
  const now = useBar();
  const { phase } = useConnection();
  const { data, error, refetch } = useQuery({ queryKey: ['bars', group.id], queryFn: ({ signal }) => getBars(group.id, signal), refetchInterval: EVERY, staleTime: 0 });
  useEffect(() => {
    if (phase === 'live') void refetch();
  }, [phase, refetch]);
  const columns = useMemo(() => columnsOf(now, hours, data?.items ?? [], group), [now, hours, data, group]);
  const sum = sumOf(columns);
  const tools = (
    <span className={classes.hours} role="group" aria-label={t('floor.hours')}>
      {HOURS.map((h) => (
        <button key={h} type="button" aria-pressed={h === hours} onClick={() => setHours(h)}>
          {t('floor.hoursOf', { count: h })}
        </button>
      ))}
    </span>
  );
  const problem = error && !data ? asProblem(error) : undefined;
  return (
    <Panel
      title={t('floor.bars')}
      className={classes.bars}
      note={<span className={classes.sum}>{t('floor.barsSum', { answered: sum.answered, abandoned: sum.abandoned, rate: formatRate(sum.answered, sum.arrivals) })}</span>}
      tools={tools}
    >
      {problem ? <Failure unreachable={problem.code === UNREACHABLE} detail={problem.message} onRetry={() => void refetch()} /> : <BarsChart columns={columns} hours={hours} />}
    </Panel>
  );
}
