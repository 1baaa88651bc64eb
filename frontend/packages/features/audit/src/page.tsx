import { useQuery } from '@tanstack/react-query';
import { IconFileExport } from '@tabler/icons-react';
import { Blank, Failure, Loading, useMay, useText, useTimes } from '@yobirin/kit';
import { FilterChoice, FilterLine, FilterPeriod, FilterText, useUrlFilters } from '@yobirin/kit/filter';
import { getChoices, useNamed } from '@yobirin/kit/record';
import { DataTable, TableSettings, useTableSettings, type Column } from '@yobirin/kit/table';
import { asProblem, auditFile } from '@yobirin/wire';
import { useMemo, useState } from 'react';
import { actionChoices, actionText, KINDS, kindText, OTHER_KINDS } from './actions';
import classes from './audit.module.css';
import { Entry } from './entry';
import { FILTERS, queryOf, VIAS, type Filters } from './filters';
import { useAudit, type Row } from './use-audit';
import { actorText, agentsOf, detailText, objectText, type Names } from './words';

/** 操作ログ (J-LOG-1): who did what to what, when and from where. */
export function Page() {
  const { t, language } = useText();
  const times = useTimes();
  const [filters, change, clear] = useUrlFilters(FILTERS);
  const settings = useTableSettings('audit', ['number', 'via']);
  const audit = useAudit(filters);
  const { rows } = audit;
  const names = useNamed('agents', useMemo(() => rows.slice(-400).flatMap(agentsOf), [rows]));
  const columns = useColumns(names);
  const [opened, setOpened] = useState<string>();
  const open = rows.find((row) => row.id === opened);
  const narrowed = Object.keys(queryOf(filters)).length > 0;
  return (
    <div className={classes.page}>
      <header className={classes.top}>
        <h1 className={classes.title}>{t('audit.title')}</h1>
        <Filtering filters={filters} change={change} clear={clear} active={narrowed} />
        <div className={classes.tools}>
          <Export filters={filters} />
          <TableSettings columns={columns} settings={settings} />
        </div>
      </header>
      <div className={classes.list}>
        {audit.isPending ? (
          <Loading rows={14} height={38} />
        ) : audit.isError && rows.length === 0 ? (
          <Failure unreachable={asProblem(audit.error).code === 'unreachable'} detail={asProblem(audit.error).message} onRetry={() => void audit.refetch()} />
        ) : rows.length === 0 ? (
          <Blank title={t(narrowed ? 'audit.nothing' : 'audit.empty')} hint={t(narrowed ? 'audit.nothingHint' : 'audit.emptyHint')} />
        ) : (
          <DataTable
            label={t('audit.title')}
            columns={columns}
            hidden={settings.hidden}
            density={settings.density}
            rows={rows}
            chosen={opened}
            onOpen={(row) => setOpened(row.id)}
            rowName={(row) => t('audit.row', { time: `${times.wall(row.at).slice(0, 10).replaceAll('-', '/')} ${times.clock(row.at)}`, who: actorText(row, t), what: actionText(row.action, t) })}
            onEnd={audit.more}
          />
        )}
      </div>
      <footer className={classes.foot} aria-live="polite">
        {rows.length > 0 ? t(audit.hasNextPage ? 'calls.loadedMore' : 'calls.loaded', { count: rows.length.toLocaleString(language) }) : null}
      </footer>
      {open ? <Entry key={open.id} row={open} names={names} onOnly={change} onClose={() => setOpened(undefined)} /> : null}
    </div>
  );
}

type Change = (change: Partial<Record<(typeof FILTERS)[number], string | undefined>>) => void;

function Filtering({ filters, change, clear, active }: { filters: Filters; change: Change; clear: () => void; active: boolean }) {
  const { t } = useText();
  const agents = useQuery({ queryKey: ['choices', 'agents', 'all'], queryFn: ({ signal }) => getChoices('agents', { limit: 500 }, signal), staleTime: 60_000 });
  const chosen = useNamed('agents', useMemo(() => (filters.actor ? [filters.actor] : []), [filters.actor]));
  const people = useMemo(() => {
    const all = new Map((agents.data ?? []).map((agent) => [agent.id, agent]));
    for (const [id, agent] of chosen) all.set(id, agent);
    return [...all.values()].map(({ id, name, extension }) => ({ value: id, label: name, note: extension }));
  }, [agents.data, chosen]);
  const actions = useMemo(() => actionChoices(t), [t]);
  const kinds = useMemo(() => [...KINDS.filter((kind) => kind !== 'code'), ...OTHER_KINDS.filter((kind) => kind !== 'prompt' && kind !== 'key')].map((kind) => ({ value: kind as string, label: kindText(kind, t) })), [t]);
  return (
    <FilterLine active={active} onClear={clear}>
      <FilterPeriod name={t('filter.period')} from={filters.from} to={filters.to} onChange={({ from, to }) => change({ from, to })} />
      <FilterText name={t('audit.search')} value={filters.q} clean={(text) => text.trim()} onChange={(q) => change({ q })} />
      <FilterChoice name={t('audit.actor')} value={filters.actor} options={people} onChange={(actor) => change({ actor })} />
      <FilterChoice name={t('audit.action')} value={filters.action} options={actions} onChange={(action) => change({ action })} />
      <FilterChoice name={t('audit.kind')} value={filters.kind} options={kinds} onChange={(kind) => change({ kind, object: undefined })} />
      <FilterChoice name={t('audit.via')} value={filters.via} options={VIAS.map((via) => ({ value: via, label: t(`audit.via.${via}`) }))} onChange={(via) => change({ via })} />
      {filters.object ? <FilterChoice name={t('audit.object')} value={filters.object} options={[]} onChange={(object) => change({ object })} /> : null}
      {filters.address ? <FilterText name={t('audit.address')} value={filters.address} clean={(text) => text.trim()} onChange={(address) => change({ address })} /> : null}
    </FilterLine>
  );
}

/** The list as it is filtered, as a file. */
function Export({ filters }: { filters: Filters }) {
  const { t } = useText();
  if (!useMay('csv.export')) return null;
  return (
    <a className={classes.export} href={auditFile(queryOf(filters))} download aria-label={t('audit.csvHint')} title={t('audit.csvHint')}>
      <IconFileExport size={15} stroke={1.8} aria-hidden />
      {t('audit.csv')}
    </a>
  );
}

function useColumns(names: Names): Column<Row>[] {
  const { t } = useText();
  const times = useTimes();
  return useMemo(
    () => [
      { id: 'number', name: t('audit.number'), width: 76, align: 'right', cell: (row) => <span className={classes.dim}>{row.number}</span> },
      { id: 'at', name: t('audit.at'), width: 150, cell: (row) => `${times.wall(row.at).slice(0, 10).replaceAll('-', '/')} ${times.clock(row.at)}` },
      { id: 'actor', name: t('audit.actor'), width: 130, cell: (row) => <span className={row.actorName ? undefined : classes.dim}>{actorText(row, t)}</span> },
      { id: 'action', name: t('audit.action'), width: 220, cell: (row) => actionText(row.action, t) },
      { id: 'object', name: t('audit.object'), width: 150, cell: (row) => objectText(row, names) },
      { id: 'detail', name: t('audit.detail'), width: 160, grow: true, cell: (row) => <span className={classes.dim}>{detailText(row, names, t)}</span> },
      { id: 'via', name: t('audit.via'), width: 90, cell: (row) => t(`audit.via.${row.via}`) },
      { id: 'address', name: t('audit.address'), width: 118, cell: (row) => <span className={classes.dim}>{row.address}</span> },
    ],
    [t, times, names],
  );
}
