import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useRef, type ReactNode } from 'react';
import { useText } from '../i18n';
import { Blank, Failure } from '../parts';
import { DataTable, TableLoading, TableSettings, type Column, type TableProps, type useTableSettings } from '../table';
import classes from './list.module.css';
import { useListKeys } from './use-list-keys';

/** The rows of a list as they come in: what usePages gives, or a plain query with its rows. */
export interface Listing<T> {
  rows: readonly T[];
  isPending: boolean;
  isError: boolean;
  error: unknown;
  refetch: () => unknown;
  /** The rows are those of the filters before. */
  isPlaceholderData?: boolean;
  /** Asks for the rows beyond those that are loaded. */
  more?: () => void;
}

type Table<T extends { id: string }> = Pick<TableProps<T>, 'onOpen' | 'rowName' | 'chosen' | 'sort' | 'onSort' | 'checks' | 'onKey'>;

interface Props<T extends { id: string }> extends Table<T> {
  title: string;
  /** A word beside the title, cut where there is no room. */
  hint?: string;
  /** A FilterLine. Its search, or the first one, is where `/` leads. */
  filters?: ReactNode;
  columns: readonly Column<T>[];
  settings: ReturnType<typeof useTableSettings>;
  /** Buttons between the choice of columns and the one for a new row. */
  actions?: ReactNode;
  /** Makes a new row, by the button and by `n`. */
  onNew?: () => void;
  list: Listing<T>;
  /** What is said where there are no rows. */
  empty: { title: string; hint?: string };
  /** What can be done with the checked rows: a SelectionBar. */
  bar?: ReactNode;
  /** How many there are; it is told as it changes. */
  foot?: ReactNode;
  /** What is open beside or over the list. */
  children?: ReactNode;
}

/** Requests fail with a code, also those that nobody answered; what has none has not got there either. */
function faultOf(error: unknown): { unreachable: boolean; detail: string } {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return { unreachable: code === undefined || code === 'unreachable', detail: error instanceof Error ? error.message : String(error) };
}

/** The frame of every page that is a list: head with filters and actions, the rows or what is instead of them, foot. */
export function ListPage<T extends { id: string }>(props: Props<T>) {
  const { t } = useText();
  const { title, hint, filters, columns, settings, actions, onNew, list, empty, bar, foot, children } = props;
  const page = useRef<HTMLDivElement>(null);
  useListKeys(page, onNew);
  return (
    <div className={classes.page} ref={page}>
      <header className={classes.top}>
        <h1 className={classes.title}>{title}</h1>
        {hint ? <p className={classes.hint}>{hint}</p> : null}
        {filters}
        <div className={classes.tools}>
          <TableSettings columns={columns} settings={settings} />
          {actions}
          {onNew ? (
            <Button size="xs" leftSection={<IconPlus size={15} aria-hidden />} onClick={onNew} title={t('record.newKey')}>
              {t('record.new')}
            </Button>
          ) : null}
        </div>
      </header>
      <div className={classes.list} data-stale={list.isPlaceholderData || undefined}>
        {list.isPending ? (
          <TableLoading columns={columns} hidden={settings.hidden} density={settings.density} checks={props.checks !== undefined} />
        ) : list.isError && list.rows.length === 0 ? (
          <Failure {...faultOf(list.error)} onRetry={() => void list.refetch()} />
        ) : list.rows.length === 0 ? (
          <Blank {...empty} />
        ) : (
          <DataTable
            label={title}
            columns={columns}
            hidden={settings.hidden}
            density={settings.density}
            rows={list.rows}
            sort={props.sort}
            onSort={props.onSort}
            onOpen={props.onOpen}
            rowName={props.rowName}
            chosen={props.chosen}
            onEnd={list.more}
            checks={props.checks}
            onKey={props.onKey}
          />
        )}
      </div>
      {bar}
      <footer className={classes.foot} aria-live="polite">
        {list.isPending || (list.isError && list.rows.length === 0) ? null : foot}
      </footer>
      {children}
    </div>
  );
}
