import { useNavigate, useParams } from '@tanstack/react-router';
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { asProblem } from '@yobirin/wire';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useUrlFilters } from '../filter';
import { useText } from '../i18n';
import { Blank, Failure, Loading } from '../parts';
import { DataTable, TableSettings, useTableSettings, type Column } from '../table';
import { useMay } from '../viewer';
import { Checked, useChecks } from './checked';
import { CsvMenu } from './csv-menu';
import { RecordFilters } from './record-filters';
import { NEW, RecordSheet } from './record-sheet';
import classes from './record.module.css';
import type { Recorded, RecordNoun } from './types';
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
  const page = useRef<HTMLDivElement>(null);
  const checks = useChecks(noun, list.rows, list.total, query);
  useKeys(page, mayMake ? toNew : undefined);

  return (
    <div className={classes.page} ref={page}>
      <header className={classes.top}>
        <h1 className={classes.title}>{t(noun.text.title)}</h1>
        <RecordFilters noun={noun} filters={filters} change={change} clear={clear} active={narrowed} />
        <div className={classes.tools}>
          <TableSettings columns={columns} settings={settings} />
          <CsvMenu noun={noun} query={query} count={list.total} />
          {mayMake ? (
            <Button size="xs" leftSection={<IconPlus size={15} aria-hidden />} onClick={toNew} title={t('record.newKey')}>
              {t('record.new')}
            </Button>
          ) : null}
        </div>
      </header>
      <div className={classes.list} data-stale={list.isPlaceholderData || undefined}>
        {list.isPending ? (
          <Loading rows={12} height={38} />
        ) : list.isError && list.rows.length === 0 ? (
          <Failure unreachable={asProblem(list.error).code === 'unreachable'} detail={asProblem(list.error).message} onRetry={() => void list.refetch()} />
        ) : list.rows.length === 0 ? (
          <Blank title={t(narrowed ? 'record.nothing' : noun.text.empty)} hint={t(narrowed ? 'record.nothingHint' : noun.text.hint)} />
        ) : (
          <DataTable
            label={t(noun.text.title)}
            columns={columns}
            hidden={settings.hidden}
            density={settings.density}
            rows={list.rows}
            sort={filters['sort'] ?? usual}
            onSort={(sort) => change({ sort: sort === usual ? undefined : sort })}
            onOpen={(row) => open(row.id)}
            rowName={noun.rowName}
            chosen={id}
            onEnd={list.more}
            checks={checks.table}
            onKey={checks.onKey}
          />
        )}
      </div>
      <Checked noun={noun} checks={checks} query={query} />
      <footer className={classes.foot} aria-live="polite">
        {list.isPending ? null : t(list.totalMore ? 'record.totalMore' : 'record.total', { count: list.total.toLocaleString(language) })}
      </footer>
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
    </div>
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

/** n: a new record; /: to the search. Not while something is typed or asked. */
function useKeys(page: React.RefObject<HTMLDivElement | null>, toNew: (() => void) | undefined): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isBusy(event.target)) return;
      if (event.key === '/') {
        const search = page.current?.querySelector<HTMLInputElement>('input[data-search]');
        if (!search) return;
        event.preventDefault();
        search.focus();
        search.select();
      } else if (event.key === 'n' && toNew) {
        event.preventDefault();
        toNew();
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [page, toNew]);
}

function isBusy(target: EventTarget | null): boolean {
  if (document.querySelector('[aria-modal="true"]')) return true;
  return target instanceof HTMLElement && target.closest('input:not([type=checkbox]), textarea, select, [contenteditable], [role=menu], [role=listbox]') !== null;
}
