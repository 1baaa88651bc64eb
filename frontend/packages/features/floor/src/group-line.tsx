import { IconGripVertical } from '@tabler/icons-react';
import { Stop, TagSquare, useStop, useText } from '@yobirin/kit';
import type { GroupRow } from '@yobirin/live';
import { memo, type KeyboardEvent, type ReactNode } from 'react';
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
  /** The focus is in this row. */
  at: (group: string) => void;
}

interface Props {
  group: GroupRow;
  index: number;
  columns: readonly FigureColumn[];
  chosen: boolean;
  dragged: boolean;
  /** Tab leads into it. */
  stop: boolean;
  actions: LineActions;
  open?: (group: GroupRow) => ReactNode;
}

/** A group's row in the table; it renders when its own figures change. */
export const GroupLine = memo(function GroupLine({ group, index, columns, chosen, dragged, stop, actions, open }: Props) {
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
      onFocus={() => actions.at(group.id)}
    >
      <td className={classes.gripCell}>
        <Stop value={stop}>
          <Grip group={group} actions={actions} />
        </Stop>
      </td>
      <td className={classes.ext}>{group.extension}</td>
      <th scope="row" className={classes.groupName}>
        <button type="button" tabIndex={stop ? 0 : -1} onKeyDown={toNeighbour} aria-pressed={chosen} title={`${group.name}\n${t('floor.showGroup', { group: group.name })}`} onClick={() => actions.choose(group.id)}>
          <TagSquare color={group.color} />
          <span>{group.name}</span>
        </button>
      </th>
      {columns.map((c) => <td key={c.id} data-column={c.id}>{c.cell(group)}</td>)}
      {open ? (
        <td className={classes.openCell}>
          <Stop value={stop}>{open(group)}</Stop>
        </td>
      ) : null}
    </tr>
  );
});

/** From name to name. */
function toNeighbour(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
  event.preventDefault();
  const step = event.key === 'ArrowDown' ? 'nextElementSibling' : 'previousElementSibling';
  let row = event.currentTarget.closest('tr')?.[step];
  while (row && !row.hasAttribute('data-group')) row = row[step];
  row?.querySelector<HTMLElement>('th button')?.focus();
}

/** What a row is dragged by; the arrow keys move it, too. */
function Grip({ group, actions }: { group: GroupRow; actions: LineActions }) {
  const { t } = useText();
  return (
    <button
      type="button"
      tabIndex={useStop()}
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
