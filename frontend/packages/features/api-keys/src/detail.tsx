import { Button } from '@mantine/core';
import { Sheet, useText, useTimes, useToast } from '@yobirin/kit';
import { Dialog, PermissionMatrix } from '@yobirin/kit/record';
import { asProblem, revokeApiKey, type ApiKey } from '@yobirin/wire';
import { useState, type ReactNode } from 'react';
import classes from './api-keys.module.css';
import { State } from './page';

interface Props {
  row: ApiKey;
  onRevoked: () => void;
  onClose: () => void;
}

/** A key: what it may, when it was used, and how to take it away. */
export function Detail({ row, onRevoked, onClose }: Props) {
  const { t } = useText();
  const times = useTimes();
  const [asking, setAsking] = useState(false);
  const moment = (at: string) => `${times.wall(at).slice(0, 10).replaceAll('-', '/')} ${times.clock(at)}`;
  const facts: [string, ReactNode][] = [
    [t('keys.state'), <State key="state" row={row} />],
    [t('keys.prefix'), <code key="prefix">{row.prefix}…</code>],
    [t('keys.owner'), row.ownerName],
    [t('keys.created'), moment(row.created)],
    [t('keys.used'), row.used ? moment(row.used) : t('keys.unused')],
    [t('keys.expires'), row.expires ? moment(row.expires) : t('keys.never')],
    ...(row.revoked ? ([[t('keys.revoked'), moment(row.revoked)]] as [string, ReactNode][]) : []),
  ];
  return (
    <Sheet
      title={row.name}
      onClose={onClose}
      foot={
        row.revoked ? null : (
          <Button size="xs" variant="default" onClick={() => setAsking(true)}>
            {t('keys.revoke')}
          </Button>
        )
      }
    >
      <dl className={classes.facts}>
        {facts.map(([name, value]) => (
          <div key={name} className={classes.fact}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <section className={classes.part} aria-label={t('keys.scopes')}>
        <h3>{t('keys.scopes')}</h3>
        <PermissionMatrix value={row.scopes as never} readOnly onChange={() => undefined} />
      </section>
      {asking ? <Sure row={row} onRevoked={onRevoked} onClose={() => setAsking(false)} /> : null}
    </Sheet>
  );
}

function Sure({ row, onRevoked, onClose }: { row: ApiKey; onRevoked: () => void; onClose: () => void }) {
  const { t } = useText();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const revoke = () => {
    setBusy(true);
    revokeApiKey(row.id)
      .then(
        () => {
          toast({ tone: 'info', text: t('keys.revokedNow', { name: row.name }) });
          onRevoked();
        },
        (error: unknown) => toast({ tone: 'error', text: t('keys.failed', { detail: asProblem(error).message }) }),
      )
      .finally(onClose);
  };
  return (
    <Dialog
      title={t('keys.revokeSure', { name: row.name })}
      onClose={onClose}
      foot={
        <>
          <Button size="xs" data-autofocus loading={busy} onClick={revoke}>
            {t('keys.revoke')}
          </Button>
          <Button size="xs" variant="default" onClick={onClose}>
            {t('keys.cancel')}
          </Button>
        </>
      }
    >
      <p className={classes.words}>{t('keys.revokeHint')}</p>
    </Dialog>
  );
}
