import { useText, useTimes } from '@yobirin/kit';
import { FilterChoice, FilterLine, FilterPeriod, FilterText, useUrlFilters } from '@yobirin/kit/filter';
import { CsvLink, Dim, ListPage } from '@yobirin/kit/list';
import { FilterReference, useNamed } from '@yobirin/kit/record';
import { useTableSettings, type Column } from '@yobirin/kit/table';
import { auditFile } from '@yobirin/wire';
import { useMemo, useState } from 'react';
import { actionChoices, actionText, KINDS, kindText, OTHER_KINDS } from './actions';
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
    <ListPage
      title={t('audit.title')}
      filters={<Filtering filters={filters} change={change} clear={clear} active={narrowed} />}
      columns={columns}
      settings={settings}
      actions={<CsvLink href={auditFile(queryOf(filters))} name={t('audit.csvHint')} />}
      list={audit}
      empty={{ title: t(narrowed ? 'audit.nothing' : 'audit.empty'), hint: t(narrowed ? 'audit.nothingHint' : 'audit.emptyHint') }}
      chosen={opened}
      onOpen={(row) => setOpened(row.id)}
      rowName={(row) => t('audit.row', { time: times.moment(row.at), who: actorText(row, t), what: actionText(row.action, t) })}
      foot={rows.length > 0 ? t(audit.hasNextPage ? 'calls.loadedMore' : 'calls.loaded', { count: rows.length.toLocaleString(language) }) : null}
    >
      {open ? <Entry key={open.id} row={open} names={names} onOnly={change} onClose={() => setOpened(undefined)} /> : null}
    </ListPage>
  );
}

type Change = (change: Partial<Record<(typeof FILTERS)[number], string | undefined>>) => void;

function Filtering({ filters, change, clear, active }: { filters: Filters; change: Change; clear: () => void; active: boolean }) {
  const { t } = useText();
  const actions = useMemo(() => actionChoices(t), [t]);
  const kinds = useMemo(() => [...KINDS.filter((kind) => kind !== 'code'), ...OTHER_KINDS.filter((kind) => kind !== 'key')].map((kind) => ({ value: kind as string, label: kindText(kind, t) })), [t]);
  return (
    <FilterLine active={active} onClear={clear}>
      <FilterPeriod name={t('filter.period')} from={filters.from} to={filters.to} onChange={({ from, to }) => change({ from, to })} />
      <FilterText name={t('audit.search')} value={filters.q} clean={(text) => text.trim()} onChange={(q) => change({ q })} />
      <FilterReference noun="agents" name={t('audit.actor')} value={filters.actor} onChange={(actor) => change({ actor })} />
      <FilterChoice name={t('audit.action')} value={filters.action} options={actions} onChange={(action) => change({ action })} />
      <FilterChoice name={t('audit.kind')} value={filters.kind} options={kinds} onChange={(kind) => change({ kind, object: undefined })} />
      <FilterChoice name={t('audit.via')} value={filters.via} options={VIAS.map((via) => ({ value: via, label: t(`audit.via.${via}`) }))} onChange={(via) => change({ via })} />
      {filters.object ? <FilterChoice name={t('audit.object')} value={filters.object} options={[]} onChange={(object) => change({ object })} /> : null}
      {filters.address ? <FilterText name={t('audit.address')} value={filters.address} clean={(text) => text.trim()} onChange={(address) => change({ address })} /> : null}
    </FilterLine>
  );
}

function useColumns(names: Names): Column<Row>[] {
  const { t } = useText();
  const times = useTimes();
  return useMemo(
    () => [
      { id: 'number', name: t('audit.number'), width: 76, align: 'right', cell: (row) => <Dim>{row.number}</Dim> },
      { id: 'at', name: t('audit.at'), width: 150, cell: (row) => times.moment(row.at) },
      { id: 'actor', name: t('audit.actor'), width: 130, cell: (row) => row.actorName ? row.actorName : <Dim>{actorText(row, t)}</Dim> },
      { id: 'action', name: t('audit.action'), width: 220, cell: (row) => actionText(row.action, t) },
      { id: 'object', name: t('audit.object'), width: 150, cell: (row) => objectText(row, names, t) },
      { id: 'detail', name: t('audit.detail'), width: 160, grow: true, cell: (row) => <Dim>{detailText(row, names, t)}</Dim> },
      { id: 'via', name: t('audit.via'), width: 90, cell: (row) => t(`audit.via.${row.via}`) },
      { id: 'address', name: t('audit.address'), width: 118, cell: (row) => <Dim>{row.address}</Dim> },
    ],
    [t, times, names],
  );
}
