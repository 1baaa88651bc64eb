import { IconDeviceLandlinePhone, IconHeadset } from '@tabler/icons-react';
import { Blank, formatPhone, IconButton, Panel, Timer, useMay, useText, useToast, useViewer } from '@yobirin/kit';
import { VirtualList } from '@yobirin/kit/table';
import { useOrdered, useRow, type ParkedRow } from '@yobirin/live';
import { asProblem, pickUpSlot } from '@yobirin/wire';
import { memo, type ReactNode } from 'react';
import { parkedOrder } from './arrange';
import classes from './floor.module.css';
import { hasPhone } from './listen/agent-actions';
import { useListening } from './listen/provider';

/** パーク: callers who wait in slots, with how long already, and picking them up (C-PHONE-5). */
export const ParkedList = memo(function ParkedList({ tools, hidden }: { tools: ReactNode; hidden: boolean }) {
  const { t } = useText();
  const parked = useOrdered('parked', parkedOrder);
  return (
    <Panel title={t('floor.parked')} className={`${classes.parked} ${hidden ? classes.behind : ''}`} note={t('floor.callCount', { count: parked.length })} tools={tools}>
      {parked.length === 0 ? (
        <Blank title={t('floor.noParked')} />
      ) : (
        <VirtualList focusable items={parked} height={36} keyOf={(p) => p.call} label={t('floor.parked')}>
          {(p) => <ParkedItem row={p} />}
        </VirtualList>
      )}
    </Panel>
  );
});

function ParkedItem({ row }: { row: ParkedRow }) {
  const { t } = useText();
  const toast = useToast();
  const viewer = useViewer();
  const listening = useListening();
  const self = useRow('agents', viewer.id);
  const by = useRow('agents', row.by);
  const mayCall = useMay('calls.make');
  const slot = String(row.slot);
  const pickUp = () =>
    pickUpSlot(row.slot).then(
      () => toast({ tone: 'info', text: t('act.pickingUp', { slot }) }),
      (error: unknown) => toast({ tone: 'error', text: t('phone.failed', { detail: asProblem(error).message }) }),
    );
  return (
    <div className={classes.parkedRow} data-slot={slot}>
      <span className={classes.slot} aria-label={t('floor.slot', { slot })}>{slot}</span>
      <span className={classes.caller}>{row.from.withheld ? t('calls.withheld') : row.from.name || formatPhone(row.from.number) || t('calls.unknown')}</span>
      <span className={classes.agentName} title={by ? t('floor.parkedBy', { name: by.name }) : undefined}>{by ? (by.nickname || by.name) : null}</span>
      <span className={classes.time}>
        <Timer since={row.since} />
      </span>
      <span className={classes.pickUps}>
        {mayCall ? (
          <IconButton icon={IconDeviceLandlinePhone} name={hasPhone(self) ? t('act.pickUp') : t('act.noPhone')} disabled={!hasPhone(self)} onClick={() => void pickUp()} />
        ) : null}
        {mayCall && listening ? (
          <IconButton icon={IconHeadset} name={t('act.pickUpHere')} onClick={() => listening.dial(slot, t('phone.parkedCall', { slot }))} />
        ) : null}
      </span>
    </div>
  );
}
