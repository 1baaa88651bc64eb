import { IconArrowLeft } from '@tabler/icons-react';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { AgentMenuHost, Blank, formatRate, Loading, TagSquare, useMay, useText, useTimes } from '@yobirin/kit';
import { useClock, useReady, useRow, type AgentRow, type GroupRow } from '@yobirin/live';
import { asProblem, setAgentStatus } from '@yobirin/wire';
import { useState, type ReactNode } from 'react';
import { CallList } from '../call-list';
import floor from '../floor.module.css';
import { AgentActions } from '../listen/agent-actions';
import { CallMenuHost } from '../listen/call-menu';
import { WaitingList } from '../waiting-list';
import { AgentTable } from './agent-table';
import { BarsPanel } from './bars-panel';
import classes from './group.module.css';
import { StatusPie } from './status-pie';

/** A group's own page (W-RT-2): its bars, the statuses of its agents, who waits, who talks. */
export function GroupPage() {
  const { t } = useText();
  const ready = useReady();
  const { group: id } = useParams({ strict: false }) as { group: string };
  const group = useRow('groups', id);
  if (!group) return ready ? <Gone /> : <Loading rows={8} />;
  return (
    <div className={classes.page} data-live data-group={id}>
      <Head group={group} />
      <Body group={group} key={id} title={t('floor.groupOf', { group: group.name })} />
    </div>
  );
}

function Gone() {
  const { t } = useText();
  return (
    <Blank title={t('floor.groupGone')}>
      <Link to="/realtime">{t('floor.back')}</Link>
    </Blank>
  );
}

function Head({ group }: { group: GroupRow }) {
  const { t } = useText();
  const outcomes = (['answered', 'abandoned', 'overflow', 'timeout', 'callback'] as const).filter((o) => o !== 'callback' || group.callback > 0);
  const figures: [name: string, value: ReactNode][] = [
    [t('wall.arrivals'), group.arrivals], ...outcomes.map((o): [string, ReactNode] => [t(`floor.${o}`), <Calls key={o} group={group} outcome={o} />]),
    [t('floor.rate'), formatRate(group.answered, group.arrivals)], [t('floor.level'), formatRate(group.within ?? 0, group.arrivals)],
  ];
  return (
    <header className={classes.head}>
      <Link to="/realtime" className={floor.openLink} aria-label={t('floor.back')} title={t('floor.back')}>
        <IconArrowLeft size={17} stroke={1.8} aria-hidden />
      </Link>
      <h1 className={classes.title}>
        <TagSquare color={group.color} />
        <span>{group.name}</span>
        <span className={classes.extension}>{group.extension}</span>
      </h1>
      <dl className={classes.figures}>
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </header>
  );
}

/** A figure of the day that leads to the calls behind it, where the viewer may see them. */
function Calls({ group, outcome }: { group: GroupRow; outcome: 'answered' | 'abandoned' | 'overflow' | 'timeout' | 'callback' }) {
  const { t } = useText();
  const times = useTimes();
  const clock = useClock();
  const navigate = useNavigate();
  const may = useMay('calls.see-all');
  const count = group[outcome];
  if (!may || count === 0) return <>{count}</>;
  const name = t('floor.callsOf', { figure: t(`floor.${outcome}`) });
  const open = () => void navigate({ to: '/history', search: { group: group.id, outcome, from: times.startOfDay(clock.now()).toISOString() } } as never);
  return (
    <button type="button" className={classes.behind} title={name} aria-label={`${count} ${name}`} onClick={open}>
      {count}
    </button>
  );
}

const actions = (agent: AgentRow) => <AgentActions agent={agent} />;

function Body({ group, title }: { group: GroupRow; title: string }) {
  const { t } = useText();
  const maySet = useMay('status.set-other');
  const mayWatch = useMay('calls.watch');
  const [problem, setProblem] = useState<string>();
  const choose = (agent: string, status: string) => {
    setProblem(undefined);
    setAgentStatus(agent, 'all', status).catch((error: unknown) => setProblem(asProblem(error).message));
  };
  return (
    <AgentMenuHost allowed={maySet || mayWatch} statuses={maySet} onChoose={choose} actions={actions}>
      {problem ? (
        <button type="button" className={floor.problem} role="alert" onClick={() => setProblem(undefined)}>
          {t('status.failed', { detail: problem })}
        </button>
      ) : null}
      <div className={classes.grid} role="group" aria-label={title}>
        <BarsPanel group={group} />
        <StatusPie group={group.id} />
        <AgentTable group={group.id} />
        <WaitingList group={group.id} tools={null} hidden={false} />
        <div className={classes.calls}>
          <CallMenuHost>
            <CallList group={group.id} />
          </CallMenuHost>
        </div>
      </div>
    </AgentMenuHost>
  );
}
