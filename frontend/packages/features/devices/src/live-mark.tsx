import { IconAlertTriangle } from '@tabler/icons-react';
import { useText } from '@yobirin/kit';
import type { PhoneLive } from './device';
import classes from './devices.module.css';

/** Whether a phone can be reached: green, hollow, or red, each with its word. */
export function LiveMark({ live }: { live: PhoneLive | undefined }) {
  const { t } = useText();
  const state = live?.state ?? 'offline';
  return (
    <span className={classes.mark} data-state={state}>
      {state === 'unreachable' ? <IconAlertTriangle size={13} aria-hidden /> : <span className={classes.dot} aria-hidden />}
      {t(`devices.live.${state}`)}
    </span>
  );
}
