import { Menu } from '@mantine/core';
import { IconDeviceLandlinePhone, IconHeadset, IconParking } from '@tabler/icons-react';
import { formatPhone, Timer, useText, useToast } from '@yobirin/kit';
import { useRow, useRows, type ParkedRow } from '@yobirin/live';
import { asProblem, pickUpSlot } from '@yobirin/wire';
import { useMemo } from 'react';
import { usePhoneDesk } from './desk';
import classes from './dial.module.css';

/** パーク: who waits in which slot and for how long; a click opens the ways to pick up (C-PHONE-5). */
export function ParkedPart() {
  const { t } = useText();
  const rows = useRows('parked');
  const parked = useMemo(() => [...rows.values()].sort((a, b) => a.slot - b.slot), [rows]);
  return (
    <section className={classes.parked} aria-label={t('floor.parked')}>
      <h2 className={classes.parkedHead}>
        <IconParking size={14} stroke={2} aria-hidden />
        {t('floor.parked')}
        <span data-some={parked.length > 0 || undefined}>{parked.length}</span>
      </h2>
      <div className={classes.parkedList}>
        {parked.map((row) => (
          <Parked key={row.call} row={row} />
        ))}
      </div>
    </section>
  );
}

function Parked({ row }: { row: ParkedRow }) {
  const { t } = useText();
  const toast = useToast();
  const { run } = usePhoneDesk();
  const by = useRow('agents', row.by);
  const slot = String(row.slot);
  const name = row.from.withheld ? t('calls.withheld') : row.from.name || formatPhone(row.from.number) || t('calls.unknown');
  const atDesk = () =>
    pickUpSlot(row.slot).then(
      () => toast({ tone: 'info', text: t('act.pickingUp', { slot }) }),
      (error: unknown) => toast({ tone: 'error', text: t('phone.failed', { detail: asProblem(error).message }) }),
    );
  return (
    <Menu position="top-start" offset={2} width={230}>
      <Menu.Target>
        <button type="button" className={classes.parkedRow} data-slot={slot} title={by ? t('floor.parkedBy', { name: by.nickname || by.name }) : undefined}>
          <span className={classes.slotNumber}>{slot}</span>
          <span className={classes.clip}>{name}</span>
          <Timer since={row.since} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconHeadset size={15} stroke={1.8} aria-hidden />} onClick={() => void run({ type: 'pickUp', slot: row.slot })}>
          {t('seat.pickUp')}
        </Menu.Item>
        <Menu.Item leftSection={<IconDeviceLandlinePhone size={15} stroke={1.8} aria-hidden />} onClick={() => void atDesk()}>
          {t('act.pickUp')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
