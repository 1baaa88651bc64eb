import { IconPlugConnected, IconPlugConnectedX } from '@tabler/icons-react';
import { useText, useTimes } from '@yobirin/kit';
import { useClock, useConnection, type Connection } from '@yobirin/live';
import { useEffect, useRef, useState } from 'react';
import { formatSince } from '@yobirin/kit';
import classes from './status.module.css';

/** State of the connection as a word and an icon. */
export function ConnectionMark() {
  const { t } = useText();
  const { phase } = useConnection();
  const word = t(phase === 'live' ? 'live.live' : phase === 'lost' ? 'live.lost' : 'live.connecting');
  const Glyph = phase === 'live' ? IconPlugConnected : IconPlugConnectedX;
  return (
    <span className={classes.connection} data-phase={phase} title={word}>
      <Glyph size={15} stroke={1.8} aria-hidden />
      <span>{word}</span>
    </span>
  );
}

/** Thin bar while the live socket is lost: since when the figures stand still. Never a modal. */
export function LostBar() {
  const { t } = useText();
  const times = useTimes();
  const connection = useConnection();
  const shown = useLasting(connection, 1500);
  if (!shown || connection.since === undefined) return null;
  const lost = connection.phase === 'lost';
  return (
    <div className={classes.lost} role="alert">
      <IconPlugConnectedX size={14} stroke={2} aria-hidden />
      <span>{lost ? t('live.lostSince', { time: times.clock(connection.since) }) : t('live.waitingFirst')}</span>
      {lost ? <Elapsed since={connection.since} /> : null}
    </div>
  );
}

/** A hand-over shorter than `ms` is not worth a bar. */
function useLasting(connection: Connection, ms: number): boolean {
  const [lasting, setLasting] = useState<number>();
  const since = connection.phase === 'live' ? undefined : connection.since;
  useEffect(() => {
    if (since === undefined) return;
    const timer = setTimeout(() => setLasting(since), Math.max(0, since + ms - Date.now()));
    return () => clearTimeout(timer);
  }, [since, ms]);
  return since !== undefined && lasting === since;
}

/** Local time since the loss; the server's clock says nothing while the server is silent. */
function Elapsed({ since }: { since: number }) {
  const ref = useRef<HTMLSpanElement>(null);
  const clock = useClock();
  useEffect(() => {
    const show = () => {
      if (ref.current) ref.current.textContent = formatSince(since, Date.now());
    };
    show();
    return clock.subscribe(show);
  }, [since, clock]);
  return <span ref={ref} className={classes.elapsed} aria-live="off" />;
}
