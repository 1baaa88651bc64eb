import { Blank, inOrder, isCount, Loading, moved, Panel, useKept, useText } from '@yobirin/kit';
import { TableSettings } from '@yobirin/kit/table';
import { useOrdered, useReady, type GroupRow } from '@yobirin/live';
import { memo, useCallback, useEffect, useMemo, useRef, useState, type CSSProperties, type ReactNode } from 'react';
import { groupOrder } from './arrange';
import { COLUMNS, type FigureColumn } from './columns';
import classes from './floor.module.css';
import { hourOf } from './group/bars';
import { GroupLine, type LineActions } from './group-line';
import type { TableLayout } from './layouts';
import { sharesOf } from './shares';
import { useHeads } from './use-heads';
import { useRowWindow } from './use-row-window';
import { sumsOf } from './wallboard/figures';

interface Props {
  chosen: string | undefined;
  onChoose: (id: string | undefined) => void;
  layout: TableLayout;
  onLayout: (next: TableLayout) => void;
  /** What opens a group's own page, where there is one; the same function at every time. */
  open?: (group: GroupRow) => ReactNode;
  tools?: ReactNode;
}

/** A row for each group; rows are dragged, or moved by the arrow keys on their grip, into the viewer's own order; on their names the arrows go from row to row. */
export const GroupTable = memo(function GroupTable({ chosen, onChoose, layout, onLayout, open, tools }: Props) {
  const { t } = useText();
  const ready = useReady();
  const sorted = useOrdered('groups', groupOrder);
  const groups = useMemo(() => inOrder(sorted, layout.order), [sorted, layout.order]);
  const columns = useMemo(() => COLUMNS.filter((c) => !layout.hidden.includes(c.id)), [layout.hidden]);
  // As high as the table was the last time: what is below does not move when it comes.
  const [before, setBefore] = useKept('floor.groups', 4, isCount);
  useEffect(() => {
    if (groups.length > 0 && groups.length !== before) setBefore(groups.length);
  }, [groups.length, before, setBefore]);
  return (
    <Panel title={t('floor.groups')} className={classes.groups} tools={<>{tools}<Columns layout={layout} onLayout={onLayout} /></>}>
      {groups.length === 0 ? (
        ready ? (
          <Blank title={t('floor.noGroups')} hint={t('floor.noGroupsHint')} />
        ) : (
          <div className={classes.coming} style={{ '--rows': before } as CSSProperties}>
            <Loading rows={Math.min(before, 12)} height={36} />
          </div>
        )
      ) : (
        <Lines groups={groups} columns={columns} chosen={chosen} onChoose={onChoose} layout={layout} onLayout={onLayout} open={open} />
      )}
    </Panel>
  );
});

type LinesProps = Omit<Props, 'tools'> & { groups: readonly GroupRow[]; columns: readonly FigureColumn[] };

function Lines({ groups, columns, chosen, onChoose, layout, onLayout, open }: LinesProps) {
  const table = useRef<HTMLTableElement>(null);
  const [dragged, setDragged] = useState<string>();
  const [stepped, setStepped] = useState<string>();
  const [at, setAt] = useState<string>();
  const actions = useActions({ groups, chosen, onChoose, layout, onLayout, dragged, setDragged, setStepped, setAt });
  const kept = dragged ?? stepped;
  const places = useRowWindow(table, groups.length, kept === undefined ? -1 : groups.findIndex((g) => g.id === kept));
  useEffect(() => {
    // A row that has changed its place is the same element, which lost the focus on its way.
    if (stepped === undefined) return;
    const grip = table.current?.querySelector<HTMLElement>(`[data-group="${CSS.escape(stepped)}"] button[draggable]`);
    if (grip && document.activeElement !== grip) grip.focus();
    grip?.closest('tr')?.scrollIntoView({ block: 'nearest' });
  }, [stepped, groups]);
  // Tab leads into one row, however many there are.
  const there = places.flatMap(({ index }) => groups[index]?.id ?? []);
  const stop = at !== undefined && there.includes(at) ? at : there[0];
  const width = columns.length + (open ? 4 : 3);
  return (
    <table ref={table} className={classes.table} data-density={layout.density} aria-rowcount={groups.length + 2}>
      <Head columns={columns} openable={open !== undefined} />
      <tbody>
        {places.flatMap(({ index, before }, i) => {
          const group = groups[index];
          const gap = before > 0 ? [<Gap key={i === 0 ? 'first' : group ? 'between' : 'last'} height={before} width={width} />] : [];
          const line = group && (
            <GroupLine key={group.id} group={group} index={index} columns={columns} chosen={chosen === group.id} dragged={dragged === group.id} stop={stop === group.id} actions={actions} open={open} />
          );
          return line ? [...gap, line] : gap;
        })}
      </tbody>
      <Foot groups={groups} columns={columns} openable={open !== undefined} />
    </table>
  );
}

/** Keeps the place of the rows that are not in sight. */
function Gap({ height, width }: { height: number; width: number }) {
  return (
    <tr className={classes.gap} aria-hidden>
      <td colSpan={width} style={{ height }} />
    </tr>
  );
}

interface Now extends Pick<Props, 'chosen' | 'onChoose' | 'layout' | 'onLayout'> {
  groups: readonly GroupRow[];
  dragged: string | undefined;
  setDragged: (id: string | undefined) => void;
  setStepped: (id: string | undefined) => void;
  setAt: (id: string) => void;
}

/** What a row can be told to do; always the same value, so that a row renders for itself alone. */
function useActions(now: Now): LineActions {
  const latest = useRef(now);
  useEffect(() => {
    latest.current = now;
  });
  return useMemo(() => {
    const move = (id: string, target: string | undefined) => {
      const { groups, layout, onLayout } = latest.current;
      if (target !== undefined && target !== id) onLayout({ ...layout, order: moved(groups.map((g) => g.id), id, target) });
    };
    return {
      choose: (id) => latest.current.onChoose(latest.current.chosen === id ? undefined : id),
      drag: (id) => latest.current.setDragged(id),
      dragging: () => latest.current.dragged !== undefined,
      over: (id) => latest.current.dragged !== undefined && move(latest.current.dragged, id),
      step: (id, by) => {
        const { groups, setStepped } = latest.current;
        setStepped(id);
        move(id, groups[groups.findIndex((g) => g.id === id) + by]?.id);
      },
      leave: () => latest.current.setStepped(undefined),
      at: (id) => latest.current.setAt(id),
    };
  }, []);
}

/** Widths of what stands around the figures, in px of a table at 1280. */
const GRIP = 33;
const EXTENSION = 52;
const NAME = 134;
const OPEN = 40;

function Head({ columns, openable }: { columns: readonly FigureColumn[]; openable: boolean }) {
  const { t } = useText();
  const open = openable ? OPEN : 0;
  const { shares, of } = useMemo(() => sharesOf(columns.map((c) => ({ head: t(c.label), least: c.least })), GRIP + EXTENSION + NAME + open), [columns, open, t]);
  const wide = (share: number) => ({ width: `${share}%` });
  return (
    <thead>
      <tr>
        <th className={classes.gripCell} style={wide(of(GRIP))} aria-hidden />
        <th scope="col" className={classes.extHead} style={wide(of(EXTENSION))}>{t('floor.extension')}</th>
        <th scope="col" className={classes.groupHead} style={wide(of(NAME))}>{t('floor.group')}</th>
        {columns.map((c, i) => (
          <th scope="col" key={c.id} className={c.className} style={wide(shares[i]!)} title={t(c.hint ?? c.label)}>{t(c.label)}</th>
        ))}
        {openable ? <th className={classes.openCell} style={wide(of(OPEN))} aria-hidden /> : null}
      </tr>
    </thead>
  );
}

/** 合計: agents of several groups count once, so that it follows them, too. */
function Foot({ groups, columns, openable }: { groups: readonly GroupRow[]; columns: readonly FigureColumn[]; openable: boolean }) {
  const { t } = useText();
  const heads = useHeads(groups);
  const sums = useMemo(() => sumsOf(groups, heads), [groups, heads]);
  const hour = useMemo(() => hourOf(groups), [groups]);
  const total = { ...sums, ...hour };
  return (
    <tfoot>
      <tr>
        <td />
        <td />
        <th scope="row">{t('floor.total')}</th>
        {columns.map((c) => <td key={c.id} data-column={c.id}>{c.cell(total)}</td>)}
        {openable ? <td /> : null}
      </tr>
    </tfoot>
  );
}

function Columns({ layout, onLayout }: Pick<Props, 'layout' | 'onLayout'>) {
  const { t } = useText();
  const settings = {
    hidden: layout.hidden, density: layout.density,
    setHidden: useCallback((hidden: string[]) => onLayout({ ...layout, hidden }), [layout, onLayout]),
    setDensity: useCallback((density: TableLayout['density']) => onLayout({ ...layout, density }), [layout, onLayout]),
  };
  return <TableSettings columns={COLUMNS.map((c) => ({ id: c.id, name: t(c.label) }))} settings={settings} />;
}
