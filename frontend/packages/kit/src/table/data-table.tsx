import { columnSizingFeature, columnVisibilityFeature, tableFeatures, useTable, type ColumnDef } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useEffect, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useText } from '../i18n';
import { Loading } from '../parts/blank';
import { Stop } from '../parts/stop';
import type { Density } from './settings';
import classes from './table.module.css';
import { stopOf } from './use-item-keys';

/** A column of a list. `width` in px; the columns with `grow` share what is left. */
export interface Column<T> {
  id: string;
  name: string;
  width: number;
  grow?: boolean;
  align?: 'right';
  /** `down`: largest first only; `up`: smallest first at the first click. */
  sortable?: boolean | 'down' | 'up';
  cell: (row: T) => ReactNode;
}

export interface TableProps<T extends { id: string }> {
  label: string;
  columns: readonly Column<T>[];
  hidden: readonly string[];
  density: Density;
  rows: readonly T[];
  /** `startedAt` or `-startedAt`. */
  sort?: string;
  onSort?: (sort: string) => void;
  /** Without it rows are not opened, though keys go from one to the next. */
  onOpen?: (row: T) => void;
  rowName: (row: T) => string;
  chosen?: string;
  /** Called when the end of the loaded rows comes into sight. */
  onEnd?: () => void;
  foot?: ReactNode;
  checks?: Checks<T>;
  /** Keys on a row beyond arrows and Enter; it says so itself when it has taken one. */
  onKey?: (event: KeyboardEvent<HTMLElement>, row: T) => void;
}

/** Boxes before the rows. */
export interface Checks<T> {
  isChecked: (row: T) => boolean;
  /** `range`: with all between this row and the one before (Shift). */
  onCheck: (row: T, on: boolean, range: boolean) => void;
  /** Of the box in the head: all, none, or some of the rows. */
  all: boolean | 'some';
  onAll: (on: boolean) => void;
  allName: string;
  name: (row: T) => string;
}

const CHECK_WIDTH = 34;

const features = tableFeatures({ columnVisibilityFeature, columnSizingFeature });
const HEIGHT: Record<Density, number> = { compact: 30, normal: 38 };

/** A virtualised list: sticky head, rows of one height; Tab leads to one row, arrow keys, pages, Home and End move, Enter opens. What has the focus in a cell takes `useStop`. */
export function DataTable<T extends { id: string }>(props: TableProps<T>) {
  const { columns, hidden, density, rows, onEnd, sort, onSort } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const height = HEIGHT[density];
  const defs = useMemo<ColumnDef<typeof features, T>[]>(
    () => columns.map((c) => ({ id: c.id, header: c.name, size: c.width, cell: ({ row }) => c.cell(row.original) })),
    [columns],
  );
  const columnVisibility = useMemo(() => Object.fromEntries(columns.map((c) => [c.id, !hidden.includes(c.id)])), [columns, hidden]);
  const table = useTable({ features, columns: defs, data: rows as T[], getRowId: (row: T) => row.id, state: { columnVisibility } });
  const visible = columns.filter((c) => !hidden.includes(c.id));
  const { checks } = props;
  const { gridTemplateColumns, minWidth } = measures(visible, checks !== undefined);
  const all = table.getRowModel().rows;
  const virtual = useVirtualizer({
    count: all.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 12,
    getItemKey: (index) => all[index]!.id,
  });
  useEffect(() => virtual.measure(), [virtual, height]);
  useAnchor(scroller, rows, height);
  const far = useFar(scroller, (index) => virtual.scrollToIndex(index));
  const items = virtual.getVirtualItems();
  const [at, setAt] = useState<string>();
  const there = items.map(({ index }) => ({ index, key: all[index]!.id }));
  const stop = stopOf(there, at ?? props.chosen, virtual);
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (last >= rows.length - 20) onEnd?.();
  }, [last, rows.length, onEnd]);

  return (
    <div ref={scroller} className={classes.scroller} role="table" aria-label={props.label} aria-rowcount={rows.length + 1} onMouseOver={tellCut} onKeyDown={(event) => (step(event), far(event, all.length, height))}>
      <div className={classes.head} role="row" style={{ gridTemplateColumns, minWidth }}>
        {checks ? <CheckAll checks={checks} /> : null}
        {visible.map((c) => (
          <Head key={c.id} column={c} sort={sort} onSort={onSort} />
        ))}
      </div>
      <div role="rowgroup" style={{ position: 'relative', height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = all[item.index]!;
          return (
            <div
              key={item.key}
              role="row"
              data-id={row.id}
              aria-rowindex={item.index + 2}
              aria-label={props.rowName(row.original)}
              aria-selected={props.chosen === row.id || undefined}
              tabIndex={row.id === stop ? 0 : -1}
              className={classes.row}
              data-still={props.onOpen ? undefined : true}
              style={{ gridTemplateColumns, minWidth, height, transform: `translateY(${item.start}px)` }}
              onFocus={() => setAt(row.id)}
              onClick={() => props.onOpen?.(row.original)}
              onKeyDown={(event) => onRowKey(event, row.original, props)}
            >
              <Stop value={row.id === stop}>
                {checks ? <Check checks={checks} row={row.original} /> : null}
                {row.getVisibleCells().map((cell, i) => (
                  <div key={cell.id} role="cell" className={classes.cell} data-align={visible[i]?.align}>
                    <table.FlexRender cell={cell} />
                  </div>
                ))}
              </Stop>
            </div>
          );
        })}
      </div>
      {props.foot}
    </div>
  );
}

/** What is cut is told where it is pointed at. */
function tellCut({ target }: { target: EventTarget }): void {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[role=cell], [role=columnheader]') : null;
  if (cell) cell.title = [target as Element, cell].some((one) => one.scrollWidth > one.clientWidth) ? (cell.textContent ?? '') : '';
}

/** Space checks a row, Enter opens it. */
function onRowKey<T extends { id: string }>(event: KeyboardEvent<HTMLElement>, row: T, { checks, onKey, onOpen }: TableProps<T>): void {
  if (event.target !== event.currentTarget) return;
  if (checks && event.key === ' ') {
    event.preventDefault();
    checks.onCheck(row, !checks.isChecked(row), event.shiftKey);
  }
  onKey?.(event, row);
  if (event.key !== 'Enter' || !onOpen) return;
  event.preventDefault();
  onOpen(row);
}

/** Widths of the columns, and the least of all of them together. */
function measures<T>(visible: readonly Column<T>[], checks: boolean) {
  return {
    gridTemplateColumns: (checks ? `${CHECK_WIDTH}px ` : '') + visible.map((c) => (c.grow ? `minmax(${c.width}px, 1fr)` : `${c.width}px`)).join(' '),
    minWidth: visible.reduce((sum, c) => sum + c.width, checks ? CHECK_WIDTH + 12 : 12),
  };
}

/** The table while its rows come: its head, which stays where it is, and lines as high as the rows. */
export function TableLoading<T>({ columns, hidden, density, checks }: Pick<TableProps<T & { id: string }>, 'hidden' | 'density'> & { columns: readonly Column<T>[]; checks: boolean }) {
  const visible = columns.filter((c) => !hidden.includes(c.id));
  return (
    <div className={classes.scroller}>
      <div className={classes.head} aria-hidden style={measures(visible, checks)}>
        {checks ? <span /> : null}
        {visible.map((c) => (
          <div key={c.id} className={classes.cell} data-align={c.align}>
            {c.name}
          </div>
        ))}
      </div>
      <Loading rows={12} height={HEIGHT[density]} />
    </div>
  );
}

function CheckAll<T>({ checks }: { checks: Checks<T> }) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = checks.all === 'some';
  }, [checks.all]);
  return (
    <div role="columnheader" className={classes.check} aria-label={checks.allName}>
      <input ref={box} type="checkbox" checked={checks.all === true} aria-label={checks.allName} title={checks.allName} onChange={(event) => checks.onAll(event.currentTarget.checked)} />
    </div>
  );
}

/** The whole cell is the box's: a click beside it does not open the row. */
function Check<T>({ checks, row }: { checks: Checks<T>; row: T }) {
  const on = checks.isChecked(row);
  return (
    <div
      role="cell"
      className={classes.check}
      onMouseDown={(event) => event.shiftKey && event.preventDefault()}
      onClick={(event) => {
        event.stopPropagation();
        checks.onCheck(row, !on, event.shiftKey);
      }}
    >
      <input type="checkbox" tabIndex={-1} checked={on} aria-label={checks.name(row)} readOnly />
    </div>
  );
}

function Head<T>({ column, sort, onSort }: { column: Column<T>; sort?: string; onSort?: (sort: string) => void }) {
  const { t } = useText();
  const up = sort === column.id;
  const down = sort === `-${column.id}`;
  const Arrow = up ? IconArrowUp : IconArrowDown;
  const upNext = column.sortable === 'up' ? !up : down && column.sortable === true;
  return (
    <div role="columnheader" className={classes.cell} data-align={column.align} aria-sort={up ? 'ascending' : down ? 'descending' : undefined}>
      {column.sortable && onSort ? (
        <button type="button" className={classes.sort} title={t(upNext ? 'table.sortUp' : 'table.sortDown')} onClick={() => onSort(upNext ? column.id : `-${column.id}`)}>
          {column.name}
          {up || down ? <Arrow size={13} aria-hidden /> : null}
        </button>
      ) : (
        column.name
      )}
    </div>
  );
}

/** Rows that come in above what is read do not move it. At the very top they push the list down. */
function useAnchor<T extends { id: string }>(scroller: React.RefObject<HTMLDivElement | null>, rows: readonly T[], height: number): void {
  const before = useRef<readonly T[]>([]);
  useLayoutEffect(() => {
    const old = before.current;
    before.current = rows;
    const el = scroller.current;
    if (!el || old === rows || el.scrollTop <= 0) return;
    const index = Math.floor(el.scrollTop / height);
    const read = old[index]?.id;
    const now = read === undefined ? -1 : rows.findIndex((row) => row.id === read);
    if (now > index) el.scrollTop += (now - index) * height;
  }, [scroller, rows, height]);
}

/**
 * PageDown, PageUp, Home and End take the focus along: left to the browser, the row that has it
 * goes out of sight, is no more, and the keys are lost with it.
 */
function useFar(scroller: React.RefObject<HTMLDivElement | null>, show: (index: number) => void): (event: KeyboardEvent<HTMLDivElement>, count: number, height: number) => void {
  const wanted = useRef<number>(undefined);
  const focus = () => {
    if (wanted.current === undefined) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[role="row"][aria-rowindex="${wanted.current + 2}"][tabindex]`);
    if (!row) return;
    wanted.current = undefined;
    row.focus(); // which scrolls what the head still hides
  };
  useLayoutEffect(focus); // the row is there some renders later
  return (event, count, height) => {
    const row = event.target as HTMLElement;
    if (!row.matches('[role="row"][tabindex]')) return;
    const at = wanted.current ?? Number(row.getAttribute('aria-rowindex')) - 2;
    const page = Math.max(1, Math.floor(event.currentTarget.clientHeight / height) - 2);
    const to = { PageDown: at + page, PageUp: at - page, Home: 0, End: count - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    wanted.current = Math.min(Math.max(to, 0), count - 1);
    show(wanted.current);
    focus();
  };
}

function step(event: KeyboardEvent<HTMLDivElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const row = (event.target as HTMLElement).closest<HTMLElement>('[role="row"][tabindex]');
  if (!row || row !== event.target) return;
  event.preventDefault();
  const index = Number(row.getAttribute('aria-rowindex')) + (event.key === 'ArrowDown' ? 1 : -1);
  const next = event.currentTarget.querySelector<HTMLElement>(`[role="row"][aria-rowindex="${index}"][tabindex]`);
  next?.focus();
}
