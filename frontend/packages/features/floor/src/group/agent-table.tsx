import { AgentMark, Blank, formatPhone, Panel, Timer, useAgentMenu, useStop, useText } from '@yobirin/kit';
import { VirtualList } from '@yobirin/kit/table';
import { sinceIn, stateIn, useRow, useRows, type AgentRow } from '@yobirin/live';
import { memo } from 'react';
import { useAgents } from '../agent-grid';
import classes from './group.module.css';
import { LevelField } from './level-field';

/** エージェント: the group's members with their status, which a click changes, and their skill level, which is changed in its place. */
export function AgentTable({ group }: { group: string }) {
  const { t } = useText();
  const agents = useAgents(group);
  return (
    <Panel title={t('floor.agents')} className={classes.agents} note={t('floor.agentCount', { count: agents.length })}>
      {agents.length === 0 ? (
        <Blank title={t('floor.noAgents')} />
      ) : (
        <div className={classes.agentBody}>
          <div className={classes.agentHead} aria-hidden>
            <span>{t('floor.state')}</span>
            <span>{t('floor.agent')}</span>
            <span>{t('floor.extension')}</span>
            <span>{t('floor.party')}</span>
            <span className={classes.right}>{t('floor.duration')}</span>
            <span className={classes.right}>{t('floor.skill')}</span>
          </div>
          <div className={classes.agentList}>
            <VirtualList items={agents} height={38} keyOf={(a) => a.id} label={t('floor.agents')}>
              {(agent) => <Item agent={agent} group={group} />}
            </VirtualList>
          </div>
        </div>
      )}
    </Panel>
  );
}

const Item = memo(function Item({ agent, group }: { agent: AgentRow; group: string }) {
  const { t } = useText();
  const open = useAgentMenu();
  const stop = useStop();
  const statuses = useRows('statuses');
  const { state, status } = stateIn(agent, group);
  const here = agent.groups.find((g) => g.id === group);
  const mark = <AgentMark state={state} status={status ? statuses.get(status) : undefined} />;
  return (
    <div className={classes.agentRow} data-agent={agent.id}>
      {open ? (
        <button type="button" tabIndex={stop} className={classes.status} aria-haspopup="menu" aria-label={t('status.changeOf', { name: agent.name })} onClick={(event) => open(agent.id, event)}>
          {mark}
        </button>
      ) : (
        <span className={classes.status}>{mark}</span>
      )}
      <span className={classes.name} title={agent.name}>
        {agent.name}
        {agent.nickname && agent.nickname !== agent.name ? <span className={classes.nickname}>{agent.nickname}</span> : null}
      </span>
      <span className={classes.ext}>{agent.extension}</span>
      <span className={classes.name}>
        <Party agent={agent} />
      </span>
      <span className={classes.right}>
        <Timer since={sinceIn(agent, group)} />
      </span>
      <LevelField group={group} agent={agent} level={here?.level} />
    </div>
  );
});

function Party({ agent }: { agent: AgentRow }) {
  const { t } = useText();
  const call = useRow('calls', agent.call);
  if (!call || call.watching) return null;
  const other = call.direction === 'in' || call.to.number === agent.extension ? call.from : call.to;
  return <>{other.withheld ? t('calls.withheld') : other.name || formatPhone(other.number)}</>;
}
