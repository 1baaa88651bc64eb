import { AGENT_STATES, agentLook, AgentMark, AgentMenuHost, Blank, byExtension, Loading, SearchBox, Timer, useAgentMenu, useMay, useStop, useText, useViewer } from '@yobirin/kit';
import { VirtualList } from '@yobirin/kit/table';
import { sinceIn, stateIn, useCounted, useOrdered, useReady, useRows, useSelected, type AgentRow, type AgentState, type GroupRow, type StatusRow } from '@yobirin/live';
import { asProblem, setAgentStatus } from '@yobirin/wire';
import { useMemo, useState, type ReactNode } from 'react';
import { isPresent, presenceOrder, stateOf } from './arrange';
import classes from './presence.module.css';

interface Props {
  /** Items of the menu on an agent (C-OPS-1): what the app offers. */
  actions?: (agent: AgentRow) => ReactNode;
}

/** プレゼンス: choose a group, see its agents with their live status (W-PRES-1). */
export function PresencePane({ actions }: Props) {
  const { t } = useText();
  const ready = useReady();
  const statuses = useRows('statuses');
  const maySet = useMay('status.set-other');
  const [state, setState] = useState<AgentState>();
  const [group, setGroup] = useState('');
  const [search, setSearch] = useState('');
  const [failed, setFailed] = useState<string>();
  const agents = useOrdered('agents', presenceOrder, useMemo(() => isPresent(group, search, state), [group, search, state]));
  const counts = useCounted('agents', useMemo(() => stateOf(group), [group]));
  const choose = (agent: string, status: string) => {
    setFailed(undefined);
    setAgentStatus(agent, group || 'all', status).catch((error: unknown) => setFailed(asProblem(error).message));
  };
  return (
    <AgentMenuHost allowed={maySet || actions !== undefined} statuses={maySet} onChoose={choose} actions={actions}>
      <div className={classes.pane}>
        <div className={classes.head}>
          <h2 className={classes.title}>{t('presence.title')}</h2>
          <select className={classes.group} value={group} aria-label={t('presence.group')} onChange={(event) => setGroup(event.currentTarget.value)}>
            <option value="">{t('floor.allGroups')}</option>
            <Groups />
          </select>
          <SearchBox value={search} label={t('presence.search')} onChange={setSearch} />
          <div className={classes.counts} role="group" aria-label={t('presence.counts')}>
            {AGENT_STATES.filter((one) => counts.has(one)).map((one) => (
              <StateCount key={one} state={one} count={counts.get(one) ?? 0} pressed={state === one} onPress={() => setState(state === one ? undefined : one)} />
            ))}
          </div>
          {failed ? (
            <button type="button" className={classes.failed} role="alert" title={t('part.close')} onClick={() => setFailed(undefined)}>
              {t('status.failed', { detail: failed })}
            </button>
          ) : null}
        </div>
        <div className={classes.list} data-live>
          {agents.length > 0 ? (
            <VirtualList items={agents} height={34} keyOf={(a) => a.id} label={t('presence.title')}>
              {(agent) => <Presence agent={agent} group={group || undefined} statuses={statuses} />}
            </VirtualList>
          ) : ready ? (
            <Blank title={t('presence.none')} />
          ) : (
            <Loading rows={6} />
          )}
        </div>
      </div>
    </AgentMenuHost>
  );
}

/** The groups to choose from. Their figures change all the time, their names do not. */
function Groups() {
  const names = useSelected('groups', (rows) => JSON.stringify([...rows.values()].map(({ id, name, extension }) => ({ id, name, extension }))));
  const groups = useMemo(() => (JSON.parse(names) as Pick<GroupRow, 'id' | 'name' | 'extension'>[]).sort(byExtension), [names]);
  return groups.map((g) => (
    <option key={g.id} value={g.id}>
      {g.name}
    </option>
  ));
}

function StateCount({ state, count, pressed, onPress }: { state: AgentState; count: number; pressed: boolean; onPress: () => void }) {
  const { t } = useText();
  const name = t('presence.countOf', { state: t(agentLook[state].label), count });
  return (
    <button type="button" className={classes.count} aria-pressed={pressed} aria-label={name} title={name} onClick={onPress}>
      <span aria-hidden>
        <AgentMark state={state} bare size={13} />
      </span>
      {count}
    </button>
  );
}

function Presence({ agent, group, statuses }: { agent: AgentRow; group: string | undefined; statuses: ReadonlyMap<string, StatusRow> }) {
  const { t } = useText();
  const viewer = useViewer();
  const maySet = useMay('status.set-other');
  const open = useAgentMenu();
  const stop = useStop();
  const self = agent.id === viewer.id;
  const { state, status } = stateIn(agent, group);
  const content = (
    <>
      <AgentMark state={state} status={status ? statuses.get(status) : undefined} bare size={15} />
      <span className={classes.name}>
        {agent.nickname || agent.name}
        {self ? <span className={classes.self}> {t('presence.self')}</span> : null}
      </span>
      <span className={classes.ext}>{agent.extension}</span>
      <span className={classes.since}>
        <Timer since={sinceIn(agent, group)} />
      </span>
    </>
  );
  return open && (!self || maySet) ? (
    <button type="button" tabIndex={stop} className={classes.row} aria-haspopup="menu" onClick={(event) => open(agent.id, event)}>
      {content}
    </button>
  ) : (
    <div className={classes.row}>{content}</div>
  );
}
