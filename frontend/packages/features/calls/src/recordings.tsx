import { useQuery } from '@tanstack/react-query';
import { fill, formatDuration, useText, useTimes } from '@yobirin/kit';
import { getRecordings, recordingFile, recordingUrl, type CallRecord, type RecordingRow } from '@yobirin/wire';
import { useMemo, useState } from 'react';
import { eventText, type Names } from './event-text';
import classes from './player.module.css';
import { RecordingPlayer } from './recording-player';
import type { Mark } from './waveform';

/** The recordings of a call, one at a time: a call that was handed on may have several, and a message of its own. */
export function Recordings({ record, names }: { record: CallRecord; names: Names }) {
  const { t } = useText();
  const times = useTimes();
  const { call } = record;
  const [chosen, setChosen] = useState<string>();
  // As long as the call goes on, its recordings grow.
  const found = useQuery({
    queryKey: ['recordings', call.id, call.endedAt ?? ''],
    queryFn: ({ signal }) => getRecordings(call.id, signal),
  });
  const all = found.data?.items ?? [];
  const marks = useMarks(record, names);
  if (found.isPending) return <div className={classes.player} />;
  const shown = all.find((r) => r.id === chosen) ?? all.find(isThere) ?? all[0];
  if (!shown) return <RecordingPlayer url={recordingUrl(call.id)} seconds={call.talkSeconds} marks={marks(undefined)} />;
  return (
    <>
      {all.length > 1 ? (
        <div className={classes.choices} role="group" aria-label={t('player.recordings')}>
          {all.map((r) => (
            <button key={r.id} type="button" className={classes.choice} aria-pressed={r.id === shown.id} onClick={() => setChosen(r.id)}>
              {t('player.recordingOf', { kind: t(`player.kind.${r.kind}`), time: times.clock(r.startedAt) })} ({formatDuration(r.seconds)})
            </button>
          ))}
        </div>
      ) : null}
      {isThere(shown) ? (
        <RecordingPlayer key={shown.id} url={recordingFile(shown.id)} seconds={shown.seconds || call.talkSeconds} marks={marks(shown)} pauses={shown.pauses ?? []} />
      ) : (
        <p className={classes.gone}>{t(shown.deletedAt ? 'player.deleted' : 'player.failed')}</p>
      )}
    </>
  );
}

const isThere = (r: RecordingRow) => !r.deletedAt && !r.failed;

const MARKED: Record<string, string> = {
  connected: fill('talking'), held: fill('holding'), resumed: fill('talking'), parked: fill('holding'), transferred: fill('holding'), digit: fill('paused'), legEnded: fill('offline'),
};

/** Moments of the timeline that fall into a recording; without one, into the first that the timeline tells of. */
function useMarks(record: CallRecord, names: Names): (of: RecordingRow | undefined) => Mark[] {
  const { t } = useText();
  return useMemo(() => {
    const told = new Map<string, Mark[]>();
    return (of) => {
      const key = of?.id ?? '';
      const known = told.get(key);
      if (known) return known;
      const mine = (kind: string) => record.events.find((e) => e.kind === kind && (!of || e.data?.['recording'] === of.id));
      const start = mine('recordingStarted');
      const zero = start ? Date.parse(start.at) : Number.POSITIVE_INFINITY;
      const end = Date.parse(mine('recordingEnded')?.at ?? record.call.endedAt ?? start?.at ?? '');
      const marks = record.events
        .filter((e) => MARKED[e.kind] && Date.parse(e.at) >= zero && Date.parse(e.at) <= end)
        .map((e) => ({ second: (Date.parse(e.at) - zero) / 1000, label: eventText(e, record.call, names, t), color: MARKED[e.kind] ?? '' }));
      told.set(key, marks);
      return marks;
    };
  }, [record, names, t]);
}
