import { IconStarFilled } from '@tabler/icons-react';
import { Blank, formatDuration, formatPhone, Panel, TagSquare, Timer, useText, WaitBar } from '@yobirin/kit';
import { VirtualList } from '@yobirin/kit/table';
import { useClock, useOrdered, useRow, type WaitingRow } from '@yobirin/live';
import { memo, useCallback, useSyncExternalStore, type ReactNode } from 'react';
import { scaleOf, waitingOrder } from './arrange';
import classes from './floor.module.css';

/** 応答待機: calls that wait in a group, longest first, with bars that grow. */
export const WaitingList = memo(function WaitingList({ group, tools, hidden }: { group: string | undefined; tools: ReactNode; hidden: boolean }) {
  const { t } = useText();
  const wanted = useCallback((row: WaitingRow) => group === undefined || row.group === group, [group]);
  const waiting = useOrdered('waiting', waitingOrder, wanted);
  const full = useScale(waiting[0]?.since);
  return (
    <Panel title={t('floor.waitingCalls')} className={`${classes.waiting} ${hidden ? classes.behind : ''}`} note={t('floor.callCount', { count: waiting.length })} tools={
      <>
        {waiting.length > 0 ? <span className={classes.scale}>{t('floor.scale', { time: formatDuration(full) })}</span> : null}
        {tools}
      </>
    }>
      {waiting.length === 0 ? (
        <Blank title={t('floor.noWaiting')} />
      ) : (
        <VirtualList focusable items={waiting} height={36} keyOf={(w) => w.call} label={t('floor.waitingCalls')}>
          {(w) => <WaitingItem row={w} full={full} />}
        </VirtualList>
      )}
    </Panel>
  );
});

/** Scale of the bars for the longest wait; it changes in steps, rarely, so that bars can be compared. */
function useScale(since: number | undefined): number {
  const clock = useClock();
  const now = () => scaleOf(since === undefined ? 0 : (clock.now() - since) / 1000);
  return useSyncExternalStore((listener) => clock.subscribe(listener), now);
}

function WaitingItem({ row, full }: { row: WaitingRow; full: number }) {
  const { t } = useText();
  const group = useRow('groups', row.group);
  return (
    <div className={classes.waitingRow} data-waiting={row.call} data-since={row.since}>
      <WaitBar since={row.since} full={full} className={classes.bar} />
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
