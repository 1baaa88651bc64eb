import { IconArrowLeft } from '@tabler/icons-react';
import { Link, useParams } from '@tanstack/react-router';
import { AgentMenuHost, Blank, formatRate, Loading, TagSquare, useMay, useText } from '@yobirin/kit';
import { useReady, useRow, type AgentRow, type GroupRow } from '@yobirin/live';
import { asProblem, setAgentStatus } from '@yobirin/wire';
import { useState } from 'react';
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
  const figures: [string, string | number][] = [
    [t('floor.answered'), group.answered], [t('floor.abandoned'), group.abandoned], [t('floor.overflow'), group.overflow], [t('floor.timeout'), group.timeout],
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
