import { Button } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { IconButton, useText } from '@yobirin/kit';
import type { NewDevice } from '@yobirin/wire';
import { useState } from 'react';
import classes from './me.module.css';

/** The account of a phone that was just made. Its password is seen here once and never again. */
export function NewDeviceCard({ made, onDone }: { made: NewDevice; onDone: () => void }) {
  const { t } = useText();
  const [copied, setCopied] = useState('');
  const rows: [string, string][] = [
    [t('me.devices.user'), made.device.user],
    [t('me.devices.password'), made.password],
    [t('me.devices.domain'), made.domain],
    [t('me.devices.servers'), made.servers.map((s) => `${s.transport.toUpperCase()} ${s.host}:${s.port}`).join(', ')],
  ];
  const copy = (text: string) => {
    navigator.clipboard.writeText(text).then(() => setCopied(text), () => setCopied(''));
  };
  return (
    <div className={classes.made} role="status">
      <p>{t('me.devices.made', { name: made.device.name })}</p>
      <dl>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <code>{value}</code>
              <IconButton icon={IconCopy} iconSize={14} name={`${t('me.devices.copy')}: ${name}`} onClick={() => copy(value)} />
              {copied === value ? <span className={classes.dim}>{t('me.devices.copied')}</span> : null}
            </dd>
          </div>
        ))}
      </dl>
      <Button size="compact-md" variant="default" onClick={onDone}>
        {t('me.devices.noted')}
      </Button>
    </div>
  );
}
