import { IconChartHistogram, IconDeviceTv } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useStop, useText } from '@yobirin/kit';
import type { GroupRow } from '@yobirin/live';
import { FloorPage } from './floor-page';
import classes from './floor.module.css';

/** リアルタイム of the console: the floor, with the ways to each group's own page and to the wallboard. */
export function RealtimePage() {
  return <FloorPage open={openGroup} tools={tools} />;
}

const tools = <WallboardLink />;

const openGroup = (group: GroupRow) => <GroupLink group={group} />;

function GroupLink({ group }: { group: GroupRow }) {
  const { t } = useText();
  const name = t('floor.openGroup', { group: group.name });
  return (
    <Link tabIndex={useStop()} className={classes.openLink} to="/realtime/$group" params={{ group: group.id }} aria-label={name} title={name}>
      <IconChartHistogram size={17} stroke={1.8} aria-hidden />
    </Link>
  );
}

function WallboardLink() {
  const { t } = useText();
  return (
    <Link className={classes.toolLink} to="/wallboard">
      <IconDeviceTv size={16} stroke={1.8} aria-hidden />
      {t('wall.title')}
    </Link>
  );
}
