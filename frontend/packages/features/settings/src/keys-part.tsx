import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useText, useToast } from '@yobirin/kit';
import { ask, Dialog } from '@yobirin/kit/record';
import { asProblem } from '@yobirin/wire';
import { useState } from 'react';
import classes from './settings.module.css';
import { Waiting } from './site-parts';

interface RecordingKey {
  name: string;
  newest: boolean;
  recordings: number;
  missing: boolean;
}

/** 暗号鍵: with which recordings are encrypted; the newest is used, the others open what was recorded before. */
export function KeysPart() {
  const { t, language } = useText();
  const toast = useToast();
  const queries = useQueryClient();
  const list = useQuery({ queryKey: ['recording-keys'], queryFn: ({ signal }) => ask<{ items: RecordingKey[] | null }>('GET', '/api/v1/recording-keys', { signal }) });
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  if (!list.data) return <Waiting apart title={t('settings.keys')} error={list.error} retry={() => void list.refetch()} />;
  const make = () => {
    setBusy(true);
    ask<RecordingKey>('POST', '/api/v1/recording-keys')
      .then(() => {
        toast({ tone: 'info', text: t('settings.keys.made') });
        return queries.invalidateQueries({ queryKey: ['recording-keys'] });
      })
      .catch((error: unknown) => toast({ tone: 'error', text: asProblem(error).message }))
      .finally(() => {
        setBusy(false);
        setAsking(false);
      });
  };
  return (
    <section className={classes.card} aria-label={t('settings.keys')}>
      <header>
        <h2>{t('settings.keys')}</h2>
        <Button size="compact-xs" variant="default" leftSection={<IconPlus size={13} aria-hidden />} onClick={() => setAsking(true)}>
          {t('settings.keys.make')}
        </Button>
      </header>
      <p>{t('settings.keys.hint')}</p>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('settings.keys.name')}</th>
            <th scope="col" data-right>
              {t('settings.keys.recordings')}
            </th>
            <th scope="col">{t('settings.keys.state')}</th>
          </tr>
        </thead>
        <tbody>
          {(list.data.items ?? []).map((key) => (
            <tr key={key.name}>
              <td>
                <code>{key.name}</code>
              </td>
              <td data-right>{key.recordings.toLocaleString(language)}</td>
              <td data-bad={key.missing || undefined}>{t(key.missing ? 'settings.keys.missing' : key.newest ? 'settings.keys.newest' : 'settings.keys.old')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {asking ? (
        <Dialog
          title={t('settings.keys.ask')}
          onClose={() => setAsking(false)}
          foot={
            <>
              <Button size="xs" data-autofocus loading={busy} onClick={make}>
                {t('settings.keys.make')}
              </Button>
              <Button size="xs" variant="default" onClick={() => setAsking(false)}>
                {t('record.cancel')}
              </Button>
            </>
          }
        >
          <p className={classes.quiet}>{t('settings.keys.askHint')}</p>
        </Dialog>
      ) : null}
    </section>
  );
}
