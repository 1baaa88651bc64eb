import { IconGripVertical } from '@tabler/icons-react';
import { Blank, formatRate, Loading, moved, Panel, TagSquare, Timer, useText, type Key } from '@yobirin/kit';
import { useReady, useRows, type GroupRow } from '@yobirin/live';
import { useMemo, useState } from 'react';
import { totalOf, type Totals } from './arrange';
import classes from './floor.module.css';

interface Props {
  groups: GroupRow[];
  chosen: string | undefined;
  onChoose: (id: string | undefined) => void;
  onOrder: (ids: string[]) => void;
}

const FIGURES: [key: 'answered' | 'abandoned' | 'overflow' | 'timeout', hint: Key][] = [
  ['answered', 'floor.answeredHint'], ['abandoned', 'floor.abandonedHint'], ['overflow', 'floor.overflowHint'], ['timeout', 'floor.timeoutHint'],
];

/** A row for each group; rows are dragged, or moved by the arrow keys on their grip, into the viewer's own order. */
export function GroupTable({ groups, chosen, onChoose, onOrder }: Props) {
  const { t } = useText();
  const ready = useReady();
  const agents = useRows('agents');
  const total = useMemo(() => totalOf(groups, agents.values()), [groups, agents]);
  const [dragged, setDragged] = useState<string>();
  const ids = groups.map((g) => g.id);
  const move = (id: string, target: string | undefined) => target !== undefined && target !== id && onOrder(moved(ids, id, target));

  return (
    <Panel title={t('floor.groups')} className={classes.groups}>
      {groups.length === 0 ? (
        ready ? <Blank title={t('floor.noGroups')} hint={t('floor.noGroupsHint')} /> : <Loading rows={4} height={38} />
      ) : (
        <table className={classes.table}>
          <GroupHead />
          <tbody>
            {groups.map((group, i) => (
              <tr
                key={group.id}
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
                  <button
                    type="button"
                    className={classes.grip}
                    draggable
                    aria-label={t('floor.move', { group: group.name })}
                    onDragStart={(event) => {
                      event.dataTransfer.effectAllowed = 'move';
                      event.dataTransfer.setData('text/plain', group.name);
                      setDragged(group.id);
                    }}
                    onDragEnd={() => setDragged(undefined)}
                    onKeyDown={(event) => {
                      if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
                      event.preventDefault();
                      move(group.id, ids[event.key === 'ArrowUp' ? i - 1 : i + 1]);
                    }}
                  >
                    <IconGripVertical size={14} aria-hidden />
                  </button>
                </td>
                <td className={classes.ext}>{group.extension}</td>
                <th scope="row" className={classes.groupName}>
                  <button
                    type="button"
                    aria-pressed={chosen === group.id}
                    title={t('floor.showGroup', { group: group.name })}
                    onClick={() => onChoose(chosen === group.id ? undefined : group.id)}
                  >
                    <TagSquare color={group.color} />
                    <span>{group.name}</span>
                  </button>
                </th>
                <Figures row={group} />
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <td />
              <td />
              <th scope="row">{t('floor.total')}</th>
              <Figures row={total} />
            </tr>
          </tfoot>
        </table>
      )}
    </Panel>
  );
}

function GroupHead() {
  const { t } = useText();
  return (
    <thead>
      <tr>
        <th className={classes.gripCell} aria-hidden />
        <th scope="col" className={classes.extHead}>{t('floor.extension')}</th>
        <th scope="col" className={classes.groupHead}>{t('floor.group')}</th>
        {FIGURES.map(([key, hint]) => (
          <th scope="col" key={key} title={t(hint)}>{t(`floor.${key}`)}</th>
        ))}
        <th scope="col" title={t('floor.callbackHint')}>{t('floor.callback')}</th>
        <th scope="col" title={t('floor.rateHint')} className={classes.wide}>{t('floor.rate')}</th>
        <th scope="col" title={t('floor.agentsHint')} className={classes.wide}>{t('floor.agentsShort')}</th>
        <th scope="col" title={t('floor.talkingHint')}>{t('floor.talking')}</th>
        <th scope="col">{t('floor.available')}</th>
        <th scope="col">{t('floor.paused')}</th>
        <th scope="col">{t('floor.waiting')}</th>
        <th scope="col">{t('floor.longest')}</th>
      </tr>
    </thead>
  );
}

function Figures({ row }: { row: GroupRow | Totals }) {
  const { t } = useText();
  return (
    <>
      {FIGURES.map(([key]) => (
        <Figure key={key} value={row[key]} />
      ))}
      <td className={row.callback > 0 ? undefined : classes.zero} title={t('floor.callbackHint')}>
        {row.callback ?? 0}
        {row.kept > 0 ? <span className={classes.of}> / {row.kept}</span> : null}
      </td>
      <td className={classes.rate}>{formatRate(row.answered, row.arrivals)}</td>
      <td>
        {row.online}
        <span className={classes.of}> / {row.members}</span>
      </td>
      <Figure value={row.talking} tone="talking" />
      <Figure value={row.available} tone="available" />
      <Figure value={row.paused} />
      <Figure value={row.waiting} tone="ringing" strong />
      <td>{row.waiting > 0 && row.longestWaitSince ? <Timer since={row.longestWaitSince} /> : <span className={classes.zero}>–</span>}</td>
    </>
  );
}

function Figure({ value, tone, strong }: { value: number; tone?: 'talking' | 'available' | 'ringing'; strong?: boolean }) {
  const shown = value > 0;
  return (
    <td className={shown ? undefined : classes.zero} style={shown && tone ? { color: `var(--${tone}-ink)`, fontWeight: strong ? 700 : 600 } : undefined}>
      {value}
    </td>
  );
}
