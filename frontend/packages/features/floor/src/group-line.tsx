import { IconGripVertical } from '@tabler/icons-react';
import { TagSquare, useText } from '@yobirin/kit';
import type { GroupRow } from '@yobirin/live';
import { memo, type ReactNode } from 'react';
import type { FigureColumn } from './columns';
import classes from './floor.module.css';

export interface LineActions {
  choose: (group: string) => void;
  /** A row is taken hold of, or let go. */
  drag: (group: string | undefined) => void;
  dragging: () => boolean;
  /** What is dragged is over this row. */
  over: (group: string) => void;
  step: (group: string, by: -1 | 1) => void;
  /** The grip that was stepped by keys is left. */
  leave: () => void;
}

interface Props {
  group: GroupRow;
  index: number;
  columns: readonly FigureColumn[];
  chosen: boolean;
  dragged: boolean;
  actions: LineActions;
  open?: (group: GroupRow) => ReactNode;
}

/** A group's row in the table; it renders when its own figures change. */
export const GroupLine = memo(function GroupLine({ group, index, columns, chosen, dragged, actions, open }: Props) {
  const { t } = useText();
  return (
    <tr
      data-group={group.id}
      aria-rowindex={index + 2}
      data-dragged={dragged || undefined}
      data-chosen={chosen || undefined}
      onDragOver={(event) => {
        if (!actions.dragging()) return;
        event.preventDefault();
        actions.over(group.id);
      }}
      onDrop={(event) => event.preventDefault()}
    >
      <td className={classes.gripCell}>
        <Grip group={group} actions={actions} />
      </td>
      <td className={classes.ext}>{group.extension}</td>
      <th scope="row" className={classes.groupName}>
        <button type="button" aria-pressed={chosen} title={`${group.name}\n${t('floor.showGroup', { group: group.name })}`} onClick={() => actions.choose(group.id)}>
          <TagSquare color={group.color} />
          <span>{group.name}</span>
        </button>
      </th>
      {columns.map((c) => <td key={c.id} data-column={c.id}>{c.cell(group)}</td>)}
      {open ? <td className={classes.openCell}>{open(group)}</td> : null}
    </tr>
  );
});

/** What a row is dragged by; the arrow keys move it, too. */
function Grip({ group, actions }: { group: GroupRow; actions: LineActions }) {
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
        actions.drag(group.id);
      }}
      onDragEnd={() => actions.drag(undefined)}
      onClick={actions.leave}
      onKeyDown={(event) => {
        if (event.key === 'Tab' || event.key === 'Escape') actions.leave();
        if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
        event.preventDefault();
        actions.step(group.id, event.key === 'ArrowUp' ? -1 : 1);
      }}
    >
      <IconGripVertical size={14} aria-hidden />
    </button>
  );
}
