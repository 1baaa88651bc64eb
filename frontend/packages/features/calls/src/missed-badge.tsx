import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMay, useText } from '@yobirin/kit';
import { useLeave } from '@yobirin/live';
import { getMissed, seeMissed } from '@yobirin/wire';
import { useCallback, useEffect, useRef } from 'react';
import classes from './missed.module.css';

const KEY = ['missed'];
/** Records reach the history a moment after a call has ended: look soon, and once more for the late ones. */
const LOOKS = [1200, 4000];
/** Calls that rang at no phone of this app come to nobody's notice here: they are asked for now and then. */
const EVERY = 300_000;
/** Somebody who has come back to the window has seen the list after so long. */
const SEEN_AFTER = 3000;

/** How many calls to oneself were missed and not seen yet; nothing when there are none. `seen`: the list of calls is on the screen. */
export function MissedBadge({ seen }: { seen: boolean }) {
  const may = useMay('calls.see-own');
  return may ? <Badge seen={seen} /> : null;
}

function Badge({ seen }: { seen: boolean }) {
  const { t } = useText();
  const { data } = useQuery({ queryKey: KEY, queryFn: ({ signal }) => getMissed(signal), refetchInterval: EVERY, refetchOnWindowFocus: true });
  useLooks();
  const count = data?.count ?? 0;
  useSeen(seen ? data?.latest : undefined);
  if (count === 0) return null;
  return (
    <span className={classes.badge} role="img" aria-label={t('calls.missedNew', { count })} title={t('calls.missedNew', { count })}>
      {count > 98 ? '99+' : count}
    </span>
  );
}

/** Asks again when a call has ended. */
function useLooks(): void {
  const queries = useQueryClient();
  const timers = useRef<ReturnType<typeof setTimeout>[]>([]);
  const onEnd = useCallback(() => {
    timers.current.forEach(clearTimeout);
    timers.current = LOOKS.map((ms) => setTimeout(() => void queries.invalidateQueries({ queryKey: KEY }), ms));
  }, [queries]);
  useLeave('mine', onEnd);
  useEffect(() => () => timers.current.forEach(clearTimeout), []);
}

/** Tells the server that those up to `latest` were seen, once somebody has looked at the window for a while. */
function useSeen(latest: string | undefined): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (!latest) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const watch = () => {
      clearTimeout(timer);
      if (!document.hasFocus()) return;
      timer = setTimeout(() => {
        seeMissed(latest).then(
          () => queries.invalidateQueries({ queryKey: KEY }),
          () => undefined, // they are counted on, and seen the next time
        );
      }, SEEN_AFTER);
    };
    watch();
    window.addEventListener('focus', watch);
    window.addEventListener('blur', watch);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('focus', watch);
      window.removeEventListener('blur', watch);
    };
  }, [latest, queries]);
}
