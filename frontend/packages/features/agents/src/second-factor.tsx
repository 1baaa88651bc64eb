import { Button } from '@mantine/core';
import { IconShieldLock } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useMay, useText, useTimes, useToast } from '@yobirin/kit';
import { Confirm, recordKey } from '@yobirin/kit/record';
import { asProblem, resetTOTP } from '@yobirin/wire';
import { useState } from 'react';
import type { AgentRecord } from './agent';
import classes from './agents.module.css';

/** The agent's second factor (W-LOGIN-3): since when, and the way out for who has lost the device. */
export function SecondFactor({ record }: { record: AgentRecord }) {
  const { t } = useText();
  const times = useTimes();
  const may = useMay('login.unlock');
  const [asking, setAsking] = useState(false);
  if (!record.secondFactor) return null;
  return (
    <div className={classes.factor} data-testid="second-factor">
      <IconShieldLock size={16} aria-hidden />
      <span>{t('agents.factor', { time: times.short(record.secondFactor) })}</span>
      {may ? (
        <Button size="compact-xs" variant="default" onClick={() => setAsking(true)}>
          {t('agents.factor.reset')}
        </Button>
      ) : null}
      {asking ? <Sure record={record} onClose={() => setAsking(false)} /> : null}
    </div>
  );
}

function Sure({ record, onClose }: { record: AgentRecord; onClose: () => void }) {
  const { t } = useText();
  const toast = useToast();
  const queries = useQueryClient();
  const reset = () =>
    resetTOTP(record.id).then(
      () => {
        toast({ tone: 'info', text: t('agents.factor.done', { name: record.name }) });
        return queries.invalidateQueries({ queryKey: recordKey('agents', record.id) });
      },
      (error: unknown) => toast({ tone: 'error', text: asProblem(error).message }),
    );
  return <Confirm danger title={t('agents.factor.sure', { name: record.name })} hint={t('agents.factor.hint')} action={t('agents.factor.reset')} onSure={reset} onClose={onClose} />;
}
