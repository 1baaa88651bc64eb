import { IconStarFilled } from '@tabler/icons-react';
import { Blank, formatPhone, Panel, TagSquare, Timer, useText, WaitBar } from '@yobirin/kit';
import { VirtualList } from '@yobirin/kit/table';
import { useRow, useRows, type WaitingRow } from '@yobirin/live';
import { useMemo } from 'react';
import { arrangeWaiting } from './arrange';
import classes from './floor.module.css';

/** Seconds at which a bar is full: from a third on it is amber, from two thirds on red. */
const FULL_WAIT = 120;

/** 応答待機: calls that wait in a group, longest first, with bars that grow. */
export function WaitingList({ group }: { group: string | undefined }) {
  const { t } = useText();
  const rows = useRows('waiting');
  const waiting = useMemo(() => arrangeWaiting(rows.values(), group), [rows, group]);
  return (
    <Panel title={t('floor.waitingCalls')} className={classes.waiting} note={t('floor.callCount', { count: waiting.length })}>
      {waiting.length === 0 ? (
        <Blank title={t('floor.noWaiting')} />
      ) : (
        <VirtualList items={waiting} height={36} keyOf={(w) => w.call} label={t('floor.waitingCalls')}>
          {(w) => <WaitingItem row={w} />}
        </VirtualList>
      )}
    </Panel>
  );
}

function WaitingItem({ row }: { row: WaitingRow }) {
  const { t } = useText();
  const group = useRow('groups', row.group);
  return (
    <div className={classes.waitingRow}>
      <WaitBar since={row.since} full={FULL_WAIT} className={classes.bar} />
      <span className={classes.caller}>
        {row.vip ? <IconStarFilled size={12} aria-label={t('floor.vip')} /> : null}
        {row.from.withheld ? t('calls.withheld') : row.from.name || formatPhone(row.from.number) || t('calls.unknown')}
      </span>
      <span className={classes.tag}>
        <TagSquare color={group?.color} />
        <span>{group?.name}</span>
      </span>
      <span className={classes.time}>
        <Timer since={row.since} />
      </span>
    </div>
  );
}
