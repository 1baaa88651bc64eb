import { Button } from '@mantine/core';
import { Sheet, useText, useTimes, useToast } from '@yobirin/kit';
import { Fact, Facts } from '@yobirin/kit/list';
import { Confirm, PermissionMatrix } from '@yobirin/kit/record';
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
  const facts: [string, ReactNode][] = [
    [t('keys.state'), <State key="state" row={row} />],
    [t('keys.prefix'), <code key="prefix">{row.prefix}…</code>],
    [t('keys.owner'), row.ownerName],
    [t('keys.created'), times.moment(row.created)],
    [t('keys.used'), row.used ? times.moment(row.used) : t('keys.unused')],
    [t('keys.expires'), row.expires ? times.moment(row.expires) : t('keys.never')],
    ...(row.revoked ? ([[t('keys.revoked'), times.moment(row.revoked)]] as [string, ReactNode][]) : []),
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
      <Facts>
        {facts.map(([name, value]) => (
          <Fact key={name} name={name}>
            {value}
          </Fact>
        ))}
      </Facts>
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
  const revoke = () =>
    revokeApiKey(row.id).then(
      () => {
        toast({ tone: 'info', text: t('keys.revokedNow', { name: row.name }) });
        onRevoked();
      },
      (error: unknown) => toast({ tone: 'error', text: t('keys.failed', { detail: asProblem(error).message }) }),
    );
  return <Confirm title={t('keys.revokeSure', { name: row.name })} hint={t('keys.revokeHint')} action={t('keys.revoke')} onSure={revoke} onClose={onClose} />;
}
