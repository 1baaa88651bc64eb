import { Button } from '@mantine/core';
import { IconRefreshDot } from '@tabler/icons-react';
import { useMay, useText, useToast } from '@yobirin/kit';
import { ask } from '@yobirin/kit/record';
import { asProblem, type components } from '@yobirin/wire';
import { useState } from 'react';
import type { DeviceRecord } from './device';
import classes from './devices.module.css';

type Resynced = components['schemas']['Resynced'];

/** 端末に設定を送る: has the phone take its file anew, and says what it answered. */
export function Resync({ record }: { record: DeviceRecord }) {
  const { t } = useText();
  const may = useMay('devices.edit');
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState<Resynced[]>();
  if (!may || record.kind === 'app') return null;
  const send = () => {
    setBusy(true);
    setTold(undefined);
    ask<{ items: Resynced[] }>('POST', `/api/v1/devices/${encodeURIComponent(record.id)}/resync`, { json: {} })
      .then(({ items }) => setTold(items), (error: unknown) => toast({ tone: 'error', text: asProblem(error).message }))
      .finally(() => setBusy(false));
  };
  return (
    <div className={classes.resync}>
      <Button size="compact-xs" variant="default" leftSection={<IconRefreshDot size={13} aria-hidden />} loading={busy} disabled={(record.live?.contacts ?? 0) === 0} onClick={send}>
        {t('devices.resync')}
      </Button>
      <span className={classes.quiet}>{t('devices.resync.hint')}</span>
      <div role="status" className={classes.resynced}>
        {(told ?? []).map((one) => (
          <p key={one.address} data-ok={one.ok}>
            <code>{one.address}</code> {one.ok ? t('devices.resync.ok') : one.detail}
            {one.ok || !one.status ? null : <span className={classes.quiet}> (SIP {one.status})</span>}
          </p>
        ))}
      </div>
    </div>
  );
}
