import { AgentMenuHost, useMay, useText } from '@yobirin/kit';
import { useSelected, type AgentRow, type GroupRow } from '@yobirin/live';
import { asProblem, setAgentStatus } from '@yobirin/wire';
import { useMemo, useState, type ReactNode } from 'react';
import { AgentGrid } from './agent-grid';
import { CallList } from './call-list';
import { AgentActions } from './listen/agent-actions';
import { CallMenuHost } from './listen/call-menu';
import { ParkedList } from './parked-list';
import classes from './floor.module.css';
import { GroupTable } from './group-table';
import { tableLayout } from './layouts';
import { useLayout } from './use-layout';
import { WaitingList } from './waiting-list';

/**
 * リアルタイム: groups, agents, waiting calls and calls in progress as they are now (W-RT-1). `actions` are what one can do
 * with an agent, where it is not the browser that calls; `open` leads to a group's own page, where there is one.
 */
export function FloorPage({ actions = agentActions, open, tools: links }: Props) {
  const { t } = useText();
  const maySet = useMay('status.set-other');
  const [layout, setLayout] = useLayout('floor.groups', tableLayout);
  const [chosen, setChosen] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const group = useSelected('groups', (rows) => (chosen !== undefined && rows.has(chosen) ? chosen : undefined));
  const [pane, setPane] = useState<Pane>('waiting');
  const tools = useMemo(() => <PaneSwitch pane={pane} onChoose={setPane} />, [pane]);
  const choose = (agent: string, status: string) => {
    setProblem(undefined);
    setAgentStatus(agent, 'all', status).catch((error: unknown) => setProblem(asProblem(error).message));
  };
  return (
    <AgentMenuHost allowed={maySet} onChoose={choose} actions={actions}>
      <h1 className="sr-only">{t('floor.title')}</h1>
      <div className={classes.container}>
        {problem ? (
          <button type="button" className={classes.problem} role="alert" onClick={() => setProblem(undefined)}>
            {t('status.failed', { detail: problem })}
          </button>
        ) : null}
        <div className={classes.floor} data-live>
          <GroupTable chosen={group} onChoose={setChosen} layout={layout} onLayout={setLayout} open={open} tools={links} />
          <AgentGrid group={group} />
          <WaitingList group={group} tools={tools} hidden={pane !== 'waiting'} />
          <ParkedList tools={tools} hidden={pane !== 'parked'} />
          <CallMenuHost>
            <CallList group={group} />
          </CallMenuHost>
        </div>
      </div>
    </AgentMenuHost>
  );
}

interface Props {
  actions?: (agent: AgentRow) => ReactNode;
  open?: (group: GroupRow) => ReactNode;
  tools?: ReactNode;
}

const agentActions = (agent: AgentRow) => <AgentActions agent={agent} />;

type Pane = 'waiting' | 'parked';

const sizeOf = (rows: ReadonlyMap<string, unknown>) => rows.size;

/** Where there is no room for both lists: which one is in front. */
function PaneSwitch({ pane, onChoose }: { pane: Pane; onChoose: (pane: Pane) => void }) {
  const { t } = useText();
  const waiting = useSelected('waiting', sizeOf);
  const parked = useSelected('parked', sizeOf);
  const button = (value: Pane, label: string, count: number) => (
    <button type="button" className={classes.paneButton} aria-pressed={pane === value} onClick={() => onChoose(value)}>
      {label} <span data-some={count > 0 || undefined}>{count}</span>
    </button>
  );
  return (
    <span className={classes.panes}>
      {button('waiting', t('floor.waitingCalls'), waiting)}
      {button('parked', t('floor.parked'), parked)}
    </span>
  );
}
