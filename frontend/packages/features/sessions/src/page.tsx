import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { IconDeviceDesktop, IconHeadset } from '@tabler/icons-react';
import { Blank, Failure, Loading, useText, useTimes, useViewer } from '@yobirin/kit';
import { FilterChoice, FilterLine, FilterText, useUrlFilters } from '@yobirin/kit/filter';
import { getChoices, useNamed } from '@yobirin/kit/record';
import { DataTable, TableSettings, useTableSettings, type Column } from '@yobirin/kit/table';
import { useQuery } from '@tanstack/react-query';
import { asProblem, getSessions, type LoginSession, type SessionPage } from '@yobirin/wire';
import { useCallback, useMemo, useState } from 'react';
import { browserText } from './browser';
import { Detail } from './detail';
import classes from './sessions.module.css';

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
  const again = () => void queries.invalidateQueries({ queryKey: ['sessions'] });
  return (
    <div className={classes.page}>
      <header className={classes.top}>
        <h1 className={classes.title}>{t('sessions.title')}</h1>
        <Filtering filters={filters} change={change} clear={clear} />
        <div className={classes.tools}>
          <TableSettings columns={columns} settings={settings} />
        </div>
      </header>
      <div className={classes.list}>
        {list.isPending ? (
          <Loading rows={10} height={38} />
        ) : list.isError && rows.length === 0 ? (
          <Failure unreachable={asProblem(list.error).code === 'unreachable'} detail={asProblem(list.error).message} onRetry={() => void list.refetch()} />
        ) : rows.length === 0 ? (
          <Blank title={t('sessions.nothing')} />
        ) : (
          <DataTable
            label={t('sessions.title')}
            columns={columns}
            hidden={settings.hidden}
            density={settings.density}
            rows={rows}
            chosen={opened}
            onOpen={(row) => setOpened(row.id)}
            rowName={(row) => t('sessions.row', { name: row.agentName, client: t(`sessions.client.${row.client}`) })}
            onEnd={list.more}
          />
        )}
      </div>
      <footer className={classes.foot} aria-live="polite">
        {list.isPending ? null : t(list.hasNextPage ? 'sessions.countMore' : 'sessions.count', { count: rows.length.toLocaleString(language) })}
      </footer>
      {open ? (
        <Detail
          key={open.id}
          row={open}
          onEnded={() => {
            setOpened(undefined);
            again();
          }}
          onOnly={(agent) => change({ agent })}
          onClose={() => setOpened(undefined)}
        />
      ) : null}
    </div>
  );
}

type Filters = Partial<Record<(typeof FILTERS)[number], string>>;

function useSessions(filters: Filters) {
  const query = useMemo(() => ({ q: filters.q?.slice(0, 100), agent: filters.agent, limit: PAGE }), [filters.q, filters.agent]);
  const result = useInfiniteQuery({
    queryKey: ['sessions', query],
    queryFn: ({ pageParam, signal }) => getSessions(pageParam ? { ...query, cursor: pageParam } : query, signal),
    initialPageParam: '',
    getNextPageParam: (page: SessionPage) => page.nextCursor || undefined,
    refetchInterval: LOOK,
  });
  const pages = result.data?.pages;
  const rows = useMemo(() => (pages ?? []).flatMap((page) => page.items), [pages]);
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = result;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetchingNextPage]);
  return { ...result, rows, more };
}

function Filtering({ filters, change, clear }: { filters: Filters; change: (change: Filters) => void; clear: () => void }) {
  const { t } = useText();
  const agents = useQuery({ queryKey: ['choices', 'agents', 'all'], queryFn: ({ signal }) => getChoices('agents', { limit: 500 }, signal), staleTime: 60_000 });
  const chosen = useNamed('agents', useMemo(() => (filters.agent ? [filters.agent] : []), [filters.agent]));
  const all = new Map((agents.data ?? []).map((agent) => [agent.id, agent]));
  for (const [id, agent] of chosen) all.set(id, agent);
  return (
    <FilterLine active={filters.q !== undefined || filters.agent !== undefined} onClear={clear}>
      <FilterText name={t('sessions.search')} value={filters.q} clean={(text) => text.trim()} onChange={(q) => change({ q })} />
      <FilterChoice name={t('sessions.agent')} value={filters.agent} options={[...all.values()].map(({ id, name, extension }) => ({ value: id, label: name, note: extension }))} onChange={(agent) => change({ agent })} />
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
      { id: 'login', name: t('sessions.login'), width: 110, cell: (row) => <span className={classes.dim}>{row.login}</span> },
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
      { id: 'browser', name: t('sessions.browser'), width: 170, grow: true, cell: (row) => <span className={classes.dim}>{browserText(row.userAgent)}</span> },
      { id: 'created', name: t('sessions.created'), width: 140, cell: (row) => `${times.wall(row.created).slice(0, 10).replaceAll('-', '/')} ${times.clock(row.created).slice(0, 5)}` },
      { id: 'seen', name: t('sessions.seen'), width: 140, cell: (row) => `${times.wall(row.seen).slice(0, 10).replaceAll('-', '/')} ${times.clock(row.seen).slice(0, 5)}` },
    ],
    [t, times, viewer.id],
  );
}
