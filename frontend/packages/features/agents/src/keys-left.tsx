import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMay, useText, useToast } from '@yobirin/kit';
import { Dialog } from '@yobirin/kit/record';
import { asProblem, getApiKeys, revokeApiKeysOf, type ApiKey } from '@yobirin/wire';
import { useState } from 'react';
import type { AgentRecord } from './agent';
import classes from './agents.module.css';

const KEY = ['agents', 'api-keys'];

/** While a password is given anew: the agent's API keys, which it does not touch, and the offer to revoke them. */
export function KeysLeft({ record }: { record: AgentRecord }) {
  const may = useMay('api-keys.manage');
  const all = useQuery({ queryKey: KEY, queryFn: ({ signal }) => getApiKeys(signal), enabled: may }).data ?? [];
  const keys = all.filter((key) => key.owner === record.id && !key.dead);
  return keys.length > 0 ? <Offer record={record} keys={keys} /> : null;
}

function Offer({ record, keys }: { record: AgentRecord; keys: ApiKey[] }) {
  const { t } = useText();
  const [asking, setAsking] = useState(false);
  return (
    <div className={classes.keys} role="status" data-testid="keys-left">
      <span>{t('agents.keys.stay', { names: keys.map((key) => key.name).join(', ') })}</span>
      <Button size="compact-xs" variant="default" onClick={() => setAsking(true)}>
        {t('agents.keys.revoke', { count: keys.length })}
      </Button>
      {asking ? <Sure record={record} count={keys.length} onClose={() => setAsking(false)} /> : null}
    </div>
  );
}

function Sure({ record, count, onClose }: { record: AgentRecord; count: number; onClose: () => void }) {
  const { t } = useText();
  const toast = useToast();
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const revoke = () => {
    setBusy(true);
    revokeApiKeysOf(record.id)
      .then(
        ({ revoked }) => {
          toast({ tone: 'info', text: t('agents.keys.revoked', { count: revoked, name: record.name }) });
          return queries.invalidateQueries({ queryKey: KEY });
        },
        (error: unknown) => toast({ tone: 'error', text: t('keys.failed', { detail: asProblem(error).message }) }),
      )
      .finally(onClose);
  };
  return (
    <Dialog
      title={t('agents.keys.sure', { count, name: record.name })}
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
      <p className={classes.quiet}>{t('agents.keys.hint')}</p>
    </Dialog>
  );
}
