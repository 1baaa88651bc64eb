import { Button } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { AgentMark, Timer, useMay, useText, useTimes, useToast, useViewer, type Key } from '@yobirin/kit';
import { ask, recordKey } from '@yobirin/kit/record';
import { useRow } from '@yobirin/live';
import { asProblem } from '@yobirin/wire';
import { useState } from 'react';
import type { AgentRecord } from './agent';
import classes from './agents.module.css';
import { SecondFactor } from './second-factor';

/** What the agent does now, and what keeps it out. */
export function AgentAside({ record }: { record: AgentRecord }) {
  const { t } = useText();
  const live = useRow('agents', record.id);
  const status = useRow('statuses', live?.statusId ?? undefined);
  const id = encodeURIComponent(record.id);
  const self = useViewer().id === record.id;
  const mayLock = useMay('login.unlock') && !self && !record.locked?.login;
  return (
    <>
      {live || mayLock ? (
        <div className={classes.now}>
          {live ? (
            <>
              <span className={classes.quiet}>{t('agents.now')}</span>
              <AgentMark state={live.state} status={status} />
              <Timer since={live.since} />
            </>
          ) : null}
          {mayLock ? <LockNow record={record} /> : null}
        </div>
      ) : null}
      {record.locked?.login ? <Lock record={record} text="agents.locked" since={record.locked.login} needs="login.unlock" method="DELETE" path={`/api/v1/agents/${id}/lock`} /> : null}
      {record.locked?.pin ? <Lock record={record} text="agents.pinLocked" since={record.locked.pin} needs="pin.unlock" method="POST" path={`/api/v1/agents/${id}/unlock-pin`} /> : null}
      <SecondFactor record={record} />
    </>
  );
}

/** Keeps the agent from logging in until somebody unlocks it. */
function LockNow({ record }: { record: AgentRecord }) {
  const { t } = useText();
  const [busy, change] = useLockChange(record);
  return (
    <Button size="compact-xs" variant="default" className={classes.lockNow} loading={busy} leftSection={<IconLock size={13} aria-hidden />} title={t('agents.lock.hint')} onClick={() => change('PUT', `/api/v1/agents/${encodeURIComponent(record.id)}/lock`, 'agents.lockedNow')}>
      {t('agents.lock')}
    </Button>
  );
}

/** Locks or unlocks, says so, and has the record read again. */
function useLockChange(record: AgentRecord) {
  const { t } = useText();
  const toast = useToast();
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const change = (method: string, path: string, said: Key) => {
    setBusy(true);
    ask<void>(method, path)
      .then(() => {
        toast({ tone: 'info', text: t(said, { name: record.name }) });
        return queries.invalidateQueries({ queryKey: recordKey('agents', record.id) });
      })
      .catch((error: unknown) => toast({ tone: 'error', text: asProblem(error).message }))
      .finally(() => {
        void queries.invalidateQueries({ queryKey: ['records', 'agents', 'list'] });
        setBusy(false);
      });
  };
  return [busy, change] as const;
}

interface LockProps {
  record: AgentRecord;
  text: Key;
  since: string;
  needs: string;
  method: string;
  path: string;
}

/** ログインロック (J-AGENT-8): since when, and the button that ends it. */
function Lock({ record, text, since, needs, method, path }: LockProps) {
  const { t } = useText();
  const times = useTimes();
  const may = useMay(needs);
  const [busy, change] = useLockChange(record);
  return (
    <div className={classes.lock} role="status">
      <IconLock size={16} aria-hidden />
      <span>{t(text, { time: times.short(since) })}</span>
      {may ? (
        <Button size="compact-xs" variant="default" loading={busy} onClick={() => change(method, path, 'agents.unlocked')}>
          {t('agents.unlock')}
        </Button>
      ) : null}
    </div>
  );
}
