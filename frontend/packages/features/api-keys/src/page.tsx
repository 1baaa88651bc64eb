import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useText, useTimes } from '@yobirin/kit';
import { Dim, ListPage } from '@yobirin/kit/list';
import { useTableSettings, type Column } from '@yobirin/kit/table';
import { getApiKeys, type ApiKey } from '@yobirin/wire';
import { useMemo, useState } from 'react';
import classes from './api-keys.module.css';
import { Detail } from './detail';
import { NewKeySheet } from './new-key';
import { stateOf } from './state';

export const KEY = ['api-keys'];

/** APIキー (J-API-1): what programs come in with. */
export function Page() {
  const { t } = useText();
  const queries = useQueryClient();
  const keys = useQuery({ queryKey: KEY, queryFn: ({ signal }) => getApiKeys(signal), refetchInterval: 60_000 });
  const settings = useTableSettings('api-keys', ['created']);
  const columns = useColumns();
  const [opened, setOpened] = useState<string>();
  const rows = keys.data ?? [];
  const open = rows.find((row) => row.id === opened);
  const close = () => setOpened(undefined);
  const again = () => void queries.invalidateQueries({ queryKey: KEY });
  const now = Date.now();
  const live = rows.filter((row) => ['live', 'soon'].includes(stateOf(row, now))).length;
  return (
    <ListPage
      title={t('keys.title')}
      columns={columns}
      settings={settings}
      onNew={() => setOpened('new')}
      list={{ ...keys, rows }}
      empty={{ title: t('keys.empty'), hint: t('keys.hint') }}
      chosen={opened}
      onOpen={(row) => setOpened(row.id)}
      rowName={(row) => row.name}
      foot={t('keys.count', { live, all: rows.length })}
    >
      {opened === 'new' ? <NewKeySheet onMade={again} onClose={close} /> : open ? <Detail key={open.id} row={open} onRevoked={again} onClose={close} /> : null}
    </ListPage>
  );
}

function useColumns(): Column<ApiKey>[] {
  const { t } = useText();
  const times = useTimes();
  return useMemo(
    () => [
      { id: 'name', name: t('keys.name'), width: 180, grow: true, cell: (row) => (row.dead ? <Dim>{row.name}</Dim> : row.name) },
      { id: 'state', name: t('keys.state'), width: 130, cell: (row) => <State row={row} /> },
      { id: 'prefix', name: t('keys.prefix'), width: 120, cell: (row) => <code className={classes.code}>{row.prefix}…</code> },
      { id: 'owner', name: t('keys.owner'), width: 140, cell: (row) => row.ownerName },
      { id: 'scopes', name: t('keys.scopes'), width: 90, align: 'right', cell: (row) => t('keys.scopeCount', { count: row.scopes.length }) },
      { id: 'used', name: t('keys.used'), width: 140, cell: (row) => (row.used ? times.minute(row.used) : <Dim>{t('keys.unused')}</Dim>) },
      { id: 'expires', name: t('keys.expires'), width: 130, cell: (row) => (row.expires ? times.date(row.expires) : <Dim>{t('keys.never')}</Dim>) },
      { id: 'created', name: t('keys.created'), width: 130, cell: (row) => times.date(row.created) },
    ],
    [t, times],
  );
}

/** How a key stands: a dot with its word. */
export function State({ row }: { row: ApiKey }) {
  const { t } = useText();
  const state = stateOf(row, Date.now());
  return (
    <span className={classes.state} data-state={state}>
      {t(`keys.${state}`)}
    </span>
  );
}
