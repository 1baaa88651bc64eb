import { IconSearch } from '@tabler/icons-react';
import { AgentMark, AgentMenuHost, Blank, byExtension, Loading, statusOf, Timer, useAgentMenu, useMay, useText } from '@yobirin/kit';
import { VirtualList } from '@yobirin/kit/table';
import { useReady, useRows, type AgentRow, type StatusRow } from '@yobirin/live';
import { asProblem, setAgentStatus } from '@yobirin/wire';
import { useMemo, useState } from 'react';
import { AgentActions } from './listen/agent-actions';
import classes from './presence.module.css';

/** プレゼンス: choose a group, see its agents with their live status (W-PRES-1). */
export function PresencePane() {
  const { t } = useText();
  const ready = useReady();
  const groups = useRows('groups');
  const rows = useRows('agents');
  const statuses = useRows('statuses');
  const maySet = useMay('agents.changeStatus');
  const mayCall = useMay('calls.make');
  const [group, setGroup] = useState('');
  const [search, setSearch] = useState('');
  const [failed, setFailed] = useState<string>();
  const agents = useMemo(() => presentAgents(rows.values(), group, search), [rows, group, search]);
  const choose = (agent: string, status: string) => {
    setFailed(undefined);
    setAgentStatus(agent, group || 'all', status).catch((error: unknown) => setFailed(asProblem(error).message));
  };
  return (
    <AgentMenuHost allowed={mayCall} statuses={maySet} onChoose={choose} actions={agentActions}>
      <div className={classes.pane}>
        <div className={classes.head}>
          <h2 className={classes.title}>{t('presence.title')}</h2>
          <select className={classes.group} value={group} aria-label={t('presence.group')} onChange={(event) => setGroup(event.currentTarget.value)}>
            <option value="">{t('floor.allGroups')}</option>
            {[...groups.values()].sort(byExtension).map((g) => (
              <option key={g.id} value={g.id}>
                {g.name}
              </option>
            ))}
          </select>
          <label className={classes.search}>
            <IconSearch size={14} aria-hidden />
            <input type="search" value={search} placeholder={t('presence.search')} aria-label={t('presence.search')} onChange={(event) => setSearch(event.currentTarget.value)} />
          </label>
          {failed ? (
            <button type="button" className={classes.failed} role="alert" title={t('part.close')} onClick={() => setFailed(undefined)}>
              {t('status.failed', { detail: failed })}
            </button>
          ) : null}
        </div>
        <div className={classes.list} data-live>
          {agents.length > 0 ? (
            <VirtualList items={agents} height={34} keyOf={(a) => a.id} label={t('presence.title')}>
              {(agent) => <Presence agent={agent} status={statusOf(agent, statuses, group || undefined) ?? statusOf(agent, statuses)} />}
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

const agentActions = (agent: AgentRow) => <AgentActions agent={agent} />;

/** Agents by extension, so that nobody moves while one looks for a name. */
export function presentAgents(agents: Iterable<AgentRow>, group: string, search: string): AgentRow[] {
  const words = search.normalize('NFKC').trim().toLowerCase();
  return [...agents]
    .filter((a) => !group || a.groups.some((g) => g.id === group))
    .filter((a) => !words || `${a.nickname}\n${a.name}\n${a.extension}`.toLowerCase().includes(words))
    .sort(byExtension);
}

function Presence({ agent, status }: { agent: AgentRow; status: StatusRow | undefined }) {
  const open = useAgentMenu();
  const content = (
    <>
      <AgentMark state={agent.state} status={status} bare size={15} />
      <span className={classes.name}>{agent.nickname || agent.name}</span>
      <span className={classes.ext}>{agent.extension}</span>
      <span className={classes.since}>
        <Timer since={agent.since} />
      </span>
    </>
  );
  return open ? (
    <button type="button" className={classes.row} aria-haspopup="menu" onClick={(event) => open(agent.id, event)}>
      {content}
    </button>
  ) : (
    <div className={classes.row}>{content}</div>
  );
}
