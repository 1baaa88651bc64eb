import { useNavigate, useParams } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useUrlFilters } from '../filter';
import { useText } from '../i18n';
import { ListPage } from '../list';
import { useTableSettings, type Column } from '../table';
import { useMay } from '../viewer';
import { Checked, useChecks } from './checked';
import { CsvMenu } from './csv-menu';
import { RecordFilters } from './record-filters';
import { NEW, RecordSheet } from './record-sheet';
import type { Recorded, RecordNoun } from './types';
import { UndoHost } from './undo';
import { useFollow } from './use-follow';
import { useRecordList, type ListQuery } from './use-record-list';
import './mantine-more.css';

/** The whole page of a kind of record: its list, and the open one beside it. */
export function RecordPage<T extends Recorded>({ noun }: { noun: RecordNoun<T> }) {
  const { t, language } = useText();
  const columns = useColumns(noun);
  const { filters, change, clear, usual, query } = useQueryOf(noun);
  const settings = useTableSettings(noun.name, useHiddenAtFirst(noun));
  const list = useRecordList<T>(noun.name, query);
  useFollow(noun.name);
  const mayMake = useMay(noun.edit) && !noun.without?.includes('create');
  const { id, open, close, toNew, making, endMaking } = useOpen(noun, mayMake);
  const narrowed = Object.keys(filters).some((key) => key !== 'sort');
  const checks = useChecks(noun, list.rows, list.total, query);
  const stale = useMemo(() => [['records', noun.name], ['choices', noun.name]], [noun.name]);
  return (
    <UndoHost noun={noun} base={`/api/v1/${noun.name}`} stale={stale}>
      <ListPage
        title={t(noun.text.title)}
        filters={<RecordFilters noun={noun} filters={filters} change={change} clear={clear} active={narrowed} />}
        columns={columns}
        settings={settings}
        actions={<CsvMenu noun={noun} query={query} count={list.total} />}
        onNew={mayMake ? toNew : undefined}
        list={list}
        empty={{ title: t(narrowed ? 'record.nothing' : noun.text.empty), hint: t(narrowed ? 'record.nothingHint' : noun.text.hint) }}
        sort={filters['sort'] ?? usual}
        onSort={(sort) => change({ sort: sort === usual ? undefined : sort })}
        onOpen={(row) => open(row.id)}
        rowName={noun.rowName}
        chosen={id}
        checks={checks.table}
        onKey={checks.onKey}
        bar={<Checked noun={noun} checks={checks} query={query} />}
        foot={t(list.totalMore ? 'record.totalMore' : 'record.total', { count: list.total.toLocaleString(language) })}
      >
        {making && noun.New ? (
          <noun.New
            onMade={(made) => {
              endMaking();
              open(made);
            }}
            onClose={endMaking}
          />
        ) : null}
        {id ? <RecordSheet key={id} noun={noun} id={id} onOpen={open} onClose={close} /> : null}
      </ListPage>
    </UndoHost>
  );
}

/** What the list is asked for: filters, search and order from the URL. */
function useQueryOf<T extends Recorded>(noun: RecordNoun<T>) {
  const keys = useMemo(() => ['q', 'sort', ...(noun.filters ?? []).map((f) => f.column)], [noun.filters]);
  const [filters, change, clear] = useUrlFilters(keys);
  const usual = noun.sort ?? noun.columns.find((c) => c.sortable)?.id;
  const query = useMemo(() => ({ ...(usual ? { sort: usual } : {}), ...filters }) as ListQuery, [filters, usual]);
  return { filters, change, clear, usual, query };
}

function useColumns<T extends Recorded>(noun: RecordNoun<T>): Column<T>[] {
  const { t } = useText();
  return useMemo(
    () =>
      noun.columns.map(({ label, cell, sortable, ...rest }) => ({
        ...rest,
        sortable: sortable === true ? 'up' : sortable,
        name: t(label),
        cell: cell ?? ((row: T) => plain((row as unknown as Record<string, unknown>)[rest.id])),
      })),
    [noun.columns, t],
  );
}

const plain = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? value : null);

function useHiddenAtFirst<T extends Recorded>(noun: RecordNoun<T>): string[] {
  return useMemo(() => noun.columns.filter((c) => c.hidden).map((c) => c.id), [noun.columns]);
}

/** Which record is open: the end of the path, so that a link leads to it. */
function useOpen<T extends Recorded>(noun: RecordNoun<T>, mayMake: boolean) {
  const navigate = useNavigate();
  const { id: path } = useParams({ strict: false }) as { id?: string };
  const go = useCallback((to: string) => void navigate({ to, search: true } as never), [navigate]);
  const base = `/admin/${noun.name}`;
  const open = useCallback((next: string) => go(`${base}/${encodeURIComponent(next)}`), [go, base]);
  const close = useCallback(() => go(base), [go, base]);
  const own = noun.New !== undefined;
  const [making, setMaking] = useState(own && mayMake && path === NEW);
  // A link to a new one opens nothing for those who may not make it, and the noun's own questions where it has them.
  const astray = path === NEW && (own || !mayMake);
  useEffect(() => {
    if (astray) close();
  }, [astray, close]);
  const id = astray ? undefined : path;
  const toNew = useCallback(() => (own ? setMaking(true) : open(NEW)), [open, own]);
  const endMaking = useCallback(() => setMaking(false), []);
  return { id, open, close, toNew, making, endMaking };
}
