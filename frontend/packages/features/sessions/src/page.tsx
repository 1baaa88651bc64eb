import { useQueryClient } from '@tanstack/react-query';
import { IconDeviceDesktop, IconHeadset } from '@tabler/icons-react';
import { useText, useTimes, useViewer } from '@yobirin/kit';
import { FilterLine, FilterText, useUrlFilters } from '@yobirin/kit/filter';
import { Dim, ListPage, usePages } from '@yobirin/kit/list';
import { FilterReference } from '@yobirin/kit/record';
import { useTableSettings, type Column } from '@yobirin/kit/table';
import { getSessions, type LoginSession, type SessionPage } from '@yobirin/wire';
import { useMemo, useState } from 'react';
import { browserText } from './browser';
import { Detail } from './detail';
import classes from './sessions.module.css';

const KEY = ['sessions'];
const FILTERS = ['q', 'agent'] as const;
const PAGE = 200;
/** Who comes and goes is told by nobody: the list is looked at again as long as it is in sight. */
const LOOK = 15_000;

/** ログイン中の端末: who is logged in where, to be ended. */
export function Page() {
  const { t, language } = useText();
  const queries = useQueryClient();
  const [filters, change, clear] = useUrlFilters(FILTERS);
  const settings = useTableSettings('sessions', ['login']);
  const columns = useColumns();
  const list = useSessions(filters);
  const { rows } = list;
  const [opened, setOpened] = useState<string>();
  const open = rows.find((row) => row.id === opened);
  const again = () => void queries.invalidateQueries({ queryKey: KEY });
  const close = () => setOpened(undefined);
  return (
    <ListPage
      title={t('sessions.title')}
      filters={<Filtering filters={filters} change={change} clear={clear} />}
      columns={columns}
      settings={settings}
      list={list}
      empty={{ title: t('sessions.nothing') }}
      chosen={opened}
      onOpen={(row) => setOpened(row.id)}
      rowName={(row) => t('sessions.row', { name: row.agentName, client: t(`sessions.client.${row.client}`) })}
      foot={t(list.hasNextPage ? 'sessions.countMore' : 'sessions.count', { count: rows.length.toLocaleString(language) })}
    >
      {open ? (
        <Detail
          key={open.id}
          row={open}
          onEnded={() => {
            close();
            again();
          }}
          onOnly={(agent) => change({ agent })}
          onClose={close}
        />
      ) : null}
    </ListPage>
  );
}

type Filters = Partial<Record<(typeof FILTERS)[number], string>>;

function useSessions(filters: Filters) {
  const query = useMemo(() => ({ q: filters.q?.slice(0, 100), agent: filters.agent, limit: PAGE }), [filters.q, filters.agent]);
  return usePages<SessionPage>([...KEY, query], (cursor, signal) => getSessions(cursor ? { ...query, cursor } : query, signal), { refetchInterval: LOOK });
}

function Filtering({ filters, change, clear }: { filters: Filters; change: (change: Filters) => void; clear: () => void }) {
  const { t } = useText();
  return (
    <FilterLine active={filters.q !== undefined || filters.agent !== undefined} onClear={clear}>
      <FilterText name={t('sessions.search')} value={filters.q} clean={(text) => text.trim()} onChange={(q) => change({ q })} />
      <FilterReference noun="agents" name={t('sessions.agent')} value={filters.agent} onChange={(agent) => change({ agent })} />
    </FilterLine>
  );
}

function useColumns(): Column<LoginSession>[] {
  const { t } = useText();
  const times = useTimes();
  const viewer = useViewer();
  return useMemo(
    () => [
      {
        id: 'agent', name: t('sessions.agent'), width: 190, grow: true,
        cell: (row) => (
          <span className={classes.who}>
            <span className={classes.cut}>{row.agentName}</span>
            {row.this ? <span className={classes.mark} data-this>{t('sessions.this')}</span> : row.agent === viewer.id ? <span className={classes.mark}>{t('sessions.own')}</span> : null}
          </span>
        ),
      },
      { id: 'login', name: t('sessions.login'), width: 110, cell: (row) => <Dim>{row.login}</Dim> },
      {
        id: 'client', name: t('sessions.client'), width: 110,
        cell: (row) => {
          const Glyph = row.client === 'app' ? IconHeadset : IconDeviceDesktop;
          return (
            <span className={classes.who}>
              <Glyph size={15} stroke={1.7} aria-hidden />
              {t(`sessions.client.${row.client}`)}
            </span>
          );
        },
      },
      { id: 'factor', name: t('sessions.factor'), width: 140, cell: (row) => t(`sessions.factor.${row.factor}`) },
      { id: 'address', name: t('sessions.address'), width: 130, cell: (row) => row.address },
      { id: 'browser', name: t('sessions.browser'), width: 170, grow: true, cell: (row) => <Dim>{browserText(row.userAgent)}</Dim> },
      { id: 'created', name: t('sessions.created'), width: 140, cell: (row) => times.minute(row.created) },
      { id: 'seen', name: t('sessions.seen'), width: 140, cell: (row) => times.minute(row.seen) },
    ],
    [t, times, viewer.id],
  );
}
