import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMay, useText, useToast } from '@yobirin/kit';
import { Confirm } from '@yobirin/kit/record';
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
  const revoke = () =>
    revokeApiKeysOf(record.id).then(
      ({ revoked }) => {
        toast({ tone: 'info', text: t('agents.keys.revoked', { count: revoked, name: record.name }) });
        return queries.invalidateQueries({ queryKey: KEY });
      },
      (error: unknown) => toast({ tone: 'error', text: t('keys.failed', { detail: asProblem(error).message }) }),
    );
  return <Confirm title={t('agents.keys.sure', { count, name: record.name })} hint={t('agents.keys.hint')} action={t('keys.revoke')} onSure={revoke} onClose={onClose} />;
}
