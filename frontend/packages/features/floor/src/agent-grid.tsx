import { IconEar } from '@tabler/icons-react';
import { AGENT_STATES, agentLook, AgentMark, Blank, codeText, formatPhone, Loading, Panel, Timer, useAgentMenu, useStop, useText } from '@yobirin/kit';
import { VirtualGrid } from '@yobirin/kit/table';
import { sinceIn, stateIn, useCounted, useOrdered, useReady, useRow, useRows, type AgentRow, type AgentState, type Caller, type LiveCallRow, type StatusRow } from '@yobirin/live';
import { memo, useCallback, useMemo } from 'react';
import { agentOrderIn, isIn } from './arrange';
import classes from './floor.module.css';

/** Agents as tiles by state, longest in their state first. A supervisor changes a status with a click. */
export const AgentGrid = memo(function AgentGrid({ group }: { group: string | undefined }) {
  const { t } = useText();
  const statuses = useRows('statuses');
  const agents = useAgents(group);
  const counts = useCounted('agents', useCallback((agent: AgentRow) => (isIn(agent, group) ? [stateIn(agent, group).state] : []), [group]));
  return (
    <Panel
      title={t('floor.agents')}
      className={classes.agents}
      note={t('floor.agentCount', { count: agents.length })}
      tools={
        <ul className={classes.counts}>
          {AGENT_STATES.filter((state) => counts.has(state)).map((state) => {
            const look = agentLook[state];
            return (
              <li key={state} title={t(look.label)} style={{ color: `var(--${look.tone}-ink)` }}>
                <look.icon size={13} stroke={2} aria-hidden />
                <span className="sr-only">{t(look.label)}</span>
                {counts.get(state)}
              </li>
            );
          })}
        </ul>
      }
    >
      {agents.length > 0 ? (
        <VirtualGrid items={agents} minWidth={148} height={46} gap={6} keyOf={(a) => a.id} label={t('floor.agents')}>
          {(agent) => {
            const { state, status } = stateIn(agent, group);
            return <AgentTile agent={agent} state={state} since={sinceIn(agent, group)} status={status ? statuses.get(status) : undefined} />;
          }}
        </VirtualGrid>
      ) : (
        <Nobody />
      )}
    </Panel>
  );
});

/** Agents in the order of the floor, those of a group when there is one. */
export function useAgents(group: string | undefined): readonly AgentRow[] {
  const wanted = useCallback((agent: AgentRow) => isIn(agent, group), [group]);
  return useOrdered('agents', useMemo(() => agentOrderIn(group), [group]), wanted);
}

function Nobody() {
  const { t } = useText();
  return useReady() ? <Blank title={t('floor.noAgents')} hint={t('floor.noAgentsHint')} /> : <Loading rows={4} height={46} />;
}

interface TileProps {
  agent: AgentRow;
  /** What it is among those that are shown, since when, and with which status. */
  state: AgentState;
  since: number;
  status: StatusRow | undefined;
}

const AgentTile = memo(function AgentTile({ agent, state, since, status }: TileProps) {
  const { t } = useText();
  const open = useAgentMenu();
  const stop = useStop();
  const look = agentLook[state];
  const content = (
    <>
      <span className={classes.tileTop}>
        <span className={classes.nickname}>{agent.nickname || agent.name}</span>
        <Timer since={since} />
      </span>
      <TileBottom agent={agent} state={state} status={status} />
    </>
  );
  const style = { '--tile': `var(--${look.tone}-wash)`, '--edge': `var(--${look.tone}-fill)` } as React.CSSProperties;
  const title = agent.cause ? `${agent.name} – ${codeText('cause', agent.cause, t)}` : agent.name;
  return open ? (
    <button
      type="button"
      tabIndex={stop}
      className={classes.tile}
      style={style}
      data-tone={look.tone}
      title={title}
      aria-haspopup="menu"
      aria-label={t('status.changeOf', { name: agent.name })}
      onClick={(event) => open(agent.id, event)}
    >
      {content}
    </button>
  ) : (
    <div className={classes.tile} style={style} data-tone={look.tone} title={title}>
      {content}
    </div>
  );
});

/** A number of more characters leaves no room for the state's word, or is written smaller, too. */
const LONG = 13;
const LONGEST = 17;

/** The state, and the other party while there is a call, else the extension. */
function TileBottom({ agent, state, status }: Omit<TileProps, 'since'>) {
  const { t } = useText();
  const call = useRow('calls', agent.call);
  const watched = useRow('agents', call?.watching?.agent);
  const other = otherOf(agent, call);
  const number = other && !other.withheld && !other.name ? formatPhone(other.number) : '';
  const listens = call?.watching && watched ? t('floor.listener', { name: t(`watch.${call.watching.mode}`), mode: watched.name }) : undefined;
  return (
    <span className={classes.tileBottom} data-number={number !== '' || undefined}>
      <AgentMark state={state} status={status} size={13} bare={number.length > LONG && !listens} />
      <span className={classes.tileNote} data-long={number.length > LONGEST && !listens ? 'longest' : undefined}>
        {listens ? (
          <span title={listens}>
            <IconEar className={classes.tileEar} size={12} stroke={2} role="img" aria-label={listens} /> {watched?.nickname || watched?.name}
          </span>
        ) : other?.withheld ? (
          t('calls.withheld')
        ) : (
          other?.name || number || agent.extension
        )}
      </span>
    </span>
  );
}

/** Who an agent talks with, or is rung by. */
function otherOf(agent: AgentRow, call: LiveCallRow | undefined): Caller | undefined {
  if (!call || call.watching || (agent.state !== 'talking' && agent.state !== 'ringing' && agent.state !== 'holding')) return undefined;
  return call.direction === 'in' || call.to.number === agent.extension ? call.from : call.to;
}
