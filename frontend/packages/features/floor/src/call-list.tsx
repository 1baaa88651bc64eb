import { IconPointFilled } from '@tabler/icons-react';
import { Blank, CallMark, formatPhone, Panel, TagSquare, Timer, useText } from '@yobirin/kit';
import { VirtualList } from '@yobirin/kit/table';
import { useRow, useRows, type Caller, type LiveCallRow } from '@yobirin/live';
import { useMemo } from 'react';
import { arrangeCalls } from './arrange';
import classes from './floor.module.css';

/** Calls in progress: from, to, group, agent, state, time, and whether they are being recorded. */
export function CallList({ group }: { group: string | undefined }) {
  const { t } = useText();
  const rows = useRows('calls');
  const calls = useMemo(() => arrangeCalls(rows.values(), group), [rows, group]);
  return (
    <Panel title={t('floor.calls')} className={classes.calls} note={t('floor.callCount', { count: calls.length })}>
      {calls.length === 0 ? (
        <Blank title={t('floor.noCalls')} />
      ) : (
        <VirtualList focusable items={calls} height={34} keyOf={(c) => c.id} label={t('floor.calls')}>
          {(c) => <CallItem row={c} />}
        </VirtualList>
      )}
    </Panel>
  );
}

function CallItem({ row }: { row: LiveCallRow }) {
  const { t } = useText();
  const group = useRow('groups', row.group);
  const agent = useRow('agents', row.agent);
  return (
    <div className={classes.callRow} data-call={row.id}>
      <CallMark state={row.state} />
      <span className={classes.parties}>
        <Who party={row.from} />
        <span className={classes.arrow} aria-label={t('floor.to')}>→</span>
        <Who party={row.to} />
      </span>
      <span className={classes.tag} title={group?.name}>
        {group ? <TagSquare color={group.color} /> : null}
        <span>{group?.name}</span>
      </span>
      <span className={classes.agentName}>{agent?.nickname}</span>
      <span className={classes.recording}>{row.recording ? <IconPointFilled size={14} aria-label={t('floor.recording')} /> : null}</span>
      <span className={classes.time}>
        <Timer since={row.since} />
      </span>
    </div>
  );
}

function Who({ party }: { party: Caller }) {
  const { t } = useText();
  return <span className={classes.who}>{party.withheld ? t('calls.withheld') : party.name || formatPhone(party.number) || t('calls.unknown')}</span>;
}
