import { Button, NativeSelect } from '@mantine/core';
import { IconArrowNarrowRight } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { asProblem } from '@yobirin/wire';
import { useCallback, useMemo, useState } from 'react';
import { hasText, useText } from '../i18n';
import { Blank, Failure, Loading } from '../parts';
import { useTimes } from '../viewer';
import { recordClient } from './client';
import classes from './record.module.css';
import type { HistoryEntry, Recorded, RecordNoun } from './types';
import { UndoSure, useUndo } from './undo';
import { isOrder, useHistoryOrder, type Order } from './use-history-order';
import { useFieldName, ValueText, type NounWords } from './value-text';

export const historyKey = (noun: string, id: string) => ['records', noun, 'history', id] as const;

/** Asks for a part of what became of something. */
export type LoadPast = (query: { order: Order; limit: number; cursor?: string }, signal: AbortSignal) => Promise<{ items: HistoryEntry[] | null; nextCursor?: string }>;

/** 変更履歴 of a record, also of a deleted one. */
export function HistoryTab<T extends Recorded>({ noun, id, ifAny }: { noun: RecordNoun<T>; id: string; ifAny?: boolean }) {
  const client = useMemo(() => recordClient<T>(noun.name), [noun.name]);
  const load = useCallback<LoadPast>((query, signal) => client.history(id, query, signal), [client, id]);
  return <Past noun={noun} queryKey={historyKey(noun.name, id)} load={load} ifAny={ifAny} />;
}

interface PastProps {
  noun: NounWords;
  queryKey: readonly string[];
  load: LoadPast;
  /** Nothing is shown where there is no past. */
  ifAny?: boolean;
}

/** Who changed what, when, from what to what. */
export function Past({ noun, queryKey, load, ifAny }: PastProps) {
  const { t } = useText();
  const [order, setOrder] = useHistoryOrder();
  const history = useInfiniteQuery({
    queryKey: [...queryKey, order],
    queryFn: ({ pageParam, signal }) => load({ order: order ?? 'newest', limit: 100, cursor: pageParam || undefined }, signal),
    enabled: order !== undefined,
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor || undefined,
    refetchOnWindowFocus: false,
  });
  const entries = history.data?.pages.flatMap((page) => page.items ?? []) ?? [];
  if (ifAny && entries.length === 0) return null;
  return (
    <div className={classes.history}>
      <div className={classes.historyTop}>
        <NativeSelect size="xs" aria-label={t('record.order')} value={order ?? 'newest'} data={[{ value: 'newest', label: t('record.newest') }, { value: 'oldest', label: t('record.oldest') }]} onChange={(event) => isOrder(event.currentTarget.value) && setOrder(event.currentTarget.value)} />
      </div>
      {history.isPending ? (
        <Loading rows={5} />
      ) : history.isError ? (
        <Failure unreachable={asProblem(history.error).code === 'unreachable'} detail={asProblem(history.error).message} onRetry={() => void history.refetch()} />
      ) : entries.length === 0 ? (
        <Blank title={t('record.noHistory')} />
      ) : (
        <ol className={classes.entries}>
          {entries.map((entry) => (
            <Entry key={entry.number} noun={noun} entry={entry} />
          ))}
        </ol>
      )}
      {history.hasNextPage ? (
        <Button className={classes.more} size="xs" variant="default" loading={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
          {t('record.more')}
        </Button>
      ) : null}
    </div>
  );
}

/** The change of many records that this was part of, where it was one, and the button that takes all of it back. */
function Batch({ batch }: { batch: NonNullable<HistoryEntry['batch']> }) {
  const { t, language } = useText();
  const [asking, setAsking] = useState(false);
  const undo = useUndo();
  const alone = batch.records === 1 && (batch.what === 'update' || batch.what === 'delete');
  const words = [
    batch.what === 'undo' ? t('record.what.undo') : alone ? '' : t('record.batch', { what: t(`record.what.${batch.what}`), count: batch.records.toLocaleString(language) }),
    batch.undoneAt ? t('record.batchUndone') : '',
  ].filter(Boolean);
  return (
    <>
      {words.length > 0 ? <span className={classes.dim}>{words.join(' · ')}</span> : null}
      {batch.undoable && undo ? (
        <Button size="compact-xs" variant="default" onClick={() => setAsking(true)}>
          {t('record.undo')}
        </Button>
      ) : null}
      {asking ? <UndoSure batch={batch} onClose={() => setAsking(false)} /> : null}
    </>
  );
}

function Entry({ noun, entry }: { noun: NounWords; entry: HistoryEntry }) {
  const { t } = useText();
  const times = useTimes();
  const nameOf = useFieldName(noun);
  const action = `record.did.${entry.action}`;
  const via = `record.via.${entry.via ?? ''}`;
  const at = typeof entry.at === 'number' ? entry.at : Date.parse(entry.at);
  return (
    <li>
      <div className={classes.entryHead}>
        <span className={classes.entryAction}>{hasText(action) ? t(action) : entry.action}</span>
        <span>{entry.actorName || t('record.nobody')}</span>
        {entry.batch ? <Batch batch={entry.batch} /> : null}
        {entry.via && entry.via !== 'console' ? <span className={classes.dim}>{hasText(via) ? t(via) : entry.via}</span> : null}
        <time className={classes.entryTime} dateTime={new Date(at).toISOString()}>
          {`${times.date(at)} ${times.clock(at)}`}
        </time>
      </div>
      {entry.fields && entry.fields.length > 0 ? (
        <dl className={classes.changes}>
          {entry.fields.map((change) => (
            <div key={change.field}>
              <dt>{nameOf(change.field)}</dt>
              <dd>
                {'from' in change || 'to' in change ? (
                  <>
                    {entry.action === 'create' ? null : (
                      <>
                        <span className={classes.was}>
                          <ValueText noun={noun} field={change.field} value={change.from} />
                        </span>
                        <IconArrowNarrowRight size={14} aria-label={t('record.became')} />
                      </>
                    )}
                    <span>
                      <ValueText noun={noun} field={change.field} value={change.to} />
                    </span>
                  </>
                ) : (
                  <span className={classes.dim}>{t('record.secretChanged')}</span>
                )}
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
    </li>
  );
}
