import { AgentMenuHost, byExtension, inOrder, isStrings, useKept, useMay, useText, useViewer } from '@yobirin/kit';
import { useRows } from '@yobirin/live';
import { asProblem, setAgentStatus } from '@yobirin/wire';
import { useState } from 'react';
import { AgentGrid } from './agent-grid';
import { CallList } from './call-list';
import classes from './floor.module.css';
import { GroupTable } from './group-table';
import { WaitingList } from './waiting-list';

/** リアルタイム: groups, agents, waiting calls and calls in progress as they are now (W-RT-1). */
export function FloorPage() {
  const { t } = useText();
  const viewer = useViewer();
  const maySet = useMay('agents.changeStatus');
  const rows = useRows('groups');
  const [order, setOrder] = useKept(`groups.order.${viewer.id}`, [], isStrings);
  const [chosen, setChosen] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const groups = inOrder([...rows.values()].sort(byExtension), order);
  const group = chosen !== undefined && rows.has(chosen) ? chosen : undefined;

  const choose = (agent: string, status: string) => {
    setProblem(undefined);
    setAgentStatus(agent, 'all', status).catch((error: unknown) => setProblem(asProblem(error).message));
  };
  return (
    <AgentMenuHost allowed={maySet} onChoose={choose}>
      <h1 className="sr-only">{t('floor.title')}</h1>
      <div className={classes.container}>
        {problem ? (
          <button type="button" className={classes.problem} role="alert" onClick={() => setProblem(undefined)}>
            {t('status.failed', { detail: problem })}
          </button>
        ) : null}
        <div className={classes.floor} data-live>
          <GroupTable groups={groups} chosen={group} onChoose={setChosen} onOrder={setOrder} />
          <AgentGrid group={group} />
          <WaitingList group={group} />
          <CallList group={group} />
        </div>
      </div>
    </AgentMenuHost>
  );
}
