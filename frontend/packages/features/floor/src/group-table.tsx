import { IconGripVertical } from '@tabler/icons-react';
import { Blank, Loading, moved, Panel, TagSquare, useText } from '@yobirin/kit';
import { TableSettings } from '@yobirin/kit/table';
import { useReady, useRows, type GroupRow } from '@yobirin/live';
import { useMemo, useState, type ReactNode } from 'react';
import { COLUMNS, type FigureColumn } from './columns';
import classes from './floor.module.css';
import { hourOf } from './group/bars';
import type { TableLayout } from './layouts';
import { sumsOf } from './wallboard/figures';

interface Props {
  groups: GroupRow[];
  chosen: string | undefined;
  onChoose: (id: string | undefined) => void;
  layout: TableLayout;
  onLayout: (next: TableLayout) => void;
  /** What opens a group's own page, where there is one. */
  open?: (group: GroupRow) => ReactNode;
  tools?: ReactNode;
}

/** A row for each group; rows are dragged, or moved by the arrow keys on their grip, into the viewer's own order. */
export function GroupTable({ groups, chosen, onChoose, layout, onLayout, open, tools }: Props) {
  const { t } = useText();
  const ready = useReady();
  const agents = useRows('agents');
  const total = useMemo(() => ({ ...sumsOf(groups, agents.values()), ...hourOf(groups) }), [groups, agents]);
  const [dragged, setDragged] = useState<string>();
  const ids = groups.map((g) => g.id);
  const move = (id: string, target: string | undefined) => target !== undefined && target !== id && onLayout({ ...layout, order: moved(ids, id, target) });
  const columns = COLUMNS.filter((c) => !layout.hidden.includes(c.id));

  return (
    <Panel title={t('floor.groups')} className={classes.groups} tools={<>{tools}<Columns layout={layout} onLayout={onLayout} /></>}>
      {groups.length === 0 ? (
        ready ? <Blank title={t('floor.noGroups')} hint={t('floor.noGroupsHint')} /> : <Loading rows={4} height={38} />
      ) : (
        <table className={classes.table} data-density={layout.density}>
          <GroupHead columns={columns} openable={open !== undefined} />
          <tbody>
            {groups.map((group, i) => (
              <tr
                key={group.id}
                data-group={group.id}
                data-dragged={dragged === group.id || undefined}
                data-chosen={chosen === group.id || undefined}
                onDragOver={(event) => {
                  if (dragged === undefined) return;
                  event.preventDefault();
                  move(dragged, group.id);
                }}
                onDrop={(event) => event.preventDefault()}
              >
                <td className={classes.gripCell}>
                  <Grip group={group} onDrag={setDragged} onStep={(by) => move(group.id, ids[i + by])} />
                </td>
                <td className={classes.ext}>{group.extension}</td>
                <th scope="row" className={classes.groupName}>
                  <button type="button" aria-pressed={chosen === group.id} title={t('floor.showGroup', { group: group.name })} onClick={() => onChoose(chosen === group.id ? undefined : group.id)}>
                    <TagSquare color={group.color} />
                    <span>{group.name}</span>
                  </button>
                </th>
                {columns.map((c) => <td key={c.id} data-column={c.id}>{c.cell(group)}</td>)}
                {open ? <td className={classes.openCell}>{open(group)}</td> : null}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <td />
              <td />
              <th scope="row">{t('floor.total')}</th>
              {columns.map((c) => <td key={c.id} data-column={c.id}>{c.cell(total)}</td>)}
              {open ? <td /> : null}
            </tr>
          </tfoot>
        </table>
      )}
    </Panel>
  );
}

/** What a row is dragged by; the arrow keys move it, too. */
function Grip({ group, onDrag, onStep }: { group: GroupRow; onDrag: (id: string | undefined) => void; onStep: (by: -1 | 1) => void }) {
  const { t } = useText();
  return (
    <button
      type="button"
      className={classes.grip}
      draggable
      aria-label={t('floor.move', { group: group.name })}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', group.name);
        onDrag(group.id);
      }}
      onDragEnd={() => onDrag(undefined)}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
        event.preventDefault();
        onStep(event.key === 'ArrowUp' ? -1 : 1);
      }}
    >
      <IconGripVertical size={14} aria-hidden />
    </button>
  );
}

function GroupHead({ columns, openable }: { columns: readonly FigureColumn[]; openable: boolean }) {
  const { t } = useText();
  return (
    <thead>
      <tr>
        <th className={classes.gripCell} aria-hidden />
        <th scope="col" className={classes.extHead}>{t('floor.extension')}</th>
        <th scope="col" className={classes.groupHead}>{t('floor.group')}</th>
        {columns.map((c) => (
          <th scope="col" key={c.id} className={c.className} title={t(c.hint ?? c.label)}>{t(c.label)}</th>
        ))}
        {openable ? <th className={classes.openCell} aria-hidden /> : null}
      </tr>
    </thead>
  );
}

function Columns({ layout, onLayout }: Pick<Props, 'layout' | 'onLayout'>) {
  const { t } = useText();
  const settings = {
    hidden: layout.hidden, density: layout.density,
    setHidden: (hidden: string[]) => onLayout({ ...layout, hidden }),
    setDensity: (density: TableLayout['density']) => onLayout({ ...layout, density }),
  };
  return <TableSettings columns={COLUMNS.map((c) => ({ id: c.id, name: t(c.label) }))} settings={settings} />;
}
