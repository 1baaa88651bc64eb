import { IconAlertTriangleFilled, IconAlertSquareRoundedFilled } from '@tabler/icons-react';
import { TagSquare, useText } from '@yobirin/kit';
import { useClock, type GroupRow } from '@yobirin/live';
import { useMemo, useSyncExternalStore } from 'react';
import type { Heads } from '../arrange';
import type { Tile } from '../layouts';
import { FIGURES, formatFigure, levelOf, sumsOf, type Sums } from './figures';
import classes from './wallboard.module.css';

const NOBODY: Heads = new Map();

interface Props {
  tile: Tile;
  /** The sums of all groups. */
  all: Sums;
  /** The group of a tile that is of one, while it is there. */
  group: GroupRow | undefined;
}

/** One figure of the wallboard. Beyond a threshold it has a colour and a sign. */
export function TileView({ tile, all, group }: Props) {
  const { t } = useText();
  const clock = useClock();
  const figure = FIGURES[tile.figure];
  const sums = useMemo(() => (tile.group === '' ? all : sumsOf(group ? [group] : [], NOBODY)), [all, group, tile.group]);
  // Whole seconds: only figures that grow with time render with the clock.
  const value = useSyncExternalStore(
    (listener) => clock.subscribe(listener),
    () => {
      const now = figure.of(sums, clock.now());
      return now === undefined ? undefined : figure.unit === 'time' ? Math.floor(now) : now;
    },
  );
  const there = tile.group === '' || group !== undefined;
  const shown = there ? value : undefined;
  const level = levelOf(tile.figure, shown, tile.amber, tile.red);
  const text = formatFigure(tile.figure, shown);
  return (
    <li className={classes.tile} data-level={level} data-figure={tile.figure}>
      <span className={classes.label}>
        {level === 'red' ? <IconAlertTriangleFilled className={classes.sign} role="img" aria-label={t('wall.red')} /> : null}
        {level === 'amber' ? <IconAlertSquareRoundedFilled className={classes.sign} role="img" aria-label={t('wall.amber')} /> : null}
        {t(figure.label)}
      </span>
      <span className={classes.value} data-long={text.length > 5 || undefined}>{text}</span>
      <span className={classes.of}>
        {group ? <TagSquare color={group.color} /> : null}
        {group?.name ?? t(there ? 'floor.allGroups' : 'floor.groupGone')}
      </span>
    </li>
  );
}
