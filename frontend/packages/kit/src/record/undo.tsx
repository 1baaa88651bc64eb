import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { asProblem } from '@yobirin/wire';
import { createContext, use, useCallback, useMemo, useState, type ReactNode } from 'react';
import { useText } from '../i18n';
import { useToast } from '../parts';
import { recordClient } from './client';
import { Confirm } from './confirm';
import { Dialog } from './dialog';
import classes from './record.module.css';
import { RefusedList } from './refused-list';
import type { Recorded, RecordNoun, UndoReport } from './types';
import { useFieldName } from './value-text';

type Undo = (batch: string) => Promise<void>;
const UndoContext = createContext<Undo | undefined>(undefined);

/** Takes a change of many records back; undefined where there is no page of their kind around. */
export const useUndo = (): Undo | undefined => use(UndoContext);

/** Says that a change of many records is done, with a button that takes it back. */
export function useSaid(): (text: string, batch: string | undefined) => void {
  const { t } = useText();
  const toast = useToast();
  const undo = useUndo();
  return useCallback((text, batch) => toast({ tone: 'info', text, action: undo && batch ? { label: t('record.undo'), run: () => void undo(batch) } : undefined }), [t, toast, undo]);
}

/** Lets what is in it take changes of this kind of record back, and says what stays and why. */
export function UndoHost<T extends Recorded>({ noun, children }: { noun: RecordNoun<T>; children: ReactNode }) {
  const { t, language } = useText();
  const toast = useToast();
  const queries = useQueryClient();
  const client = useMemo(() => recordClient<T>(noun.name), [noun.name]);
  const [report, setReport] = useState<UndoReport>();
  const undo = useCallback<Undo>(
    async (batch) => {
      try {
        const done = await client.undo(batch);
        toast({ tone: 'info', text: done.done > 0 ? t('record.undone', { count: done.done.toLocaleString(language) }) : t('record.undoneNone') });
        if (done.refused.length > 0 || done.skipped.length > 0) setReport(done);
      } catch (error) {
        const problem = asProblem(error);
        toast({ tone: 'error', text: problem.code === 'unreachable' ? t('part.unreachable') : problem.message });
      }
      void queries.invalidateQueries({ queryKey: ['records', noun.name] });
      void queries.invalidateQueries({ queryKey: ['choices', noun.name] });
    },
    [client, language, noun.name, queries, t, toast],
  );
  return (
    <UndoContext value={undo}>
      {children}
      {report ? <Outcome noun={noun} report={report} onClose={() => setReport(undefined)} /> : null}
    </UndoContext>
  );
}

/** What did not come back. */
function Outcome<T extends Recorded>({ noun, report, onClose }: { noun: RecordNoun<T>; report: UndoReport; onClose: () => void }) {
  const { t, language } = useText();
  const nameOf = useFieldName(noun);
  const { refused, skipped, refusedMore = 0, skippedMore = 0 } = report;
  return (
    <Dialog
      title={report.done > 0 ? t('record.undone', { count: report.done.toLocaleString(language) }) : t('record.undoneNone')}
      size={620}
      onClose={onClose}
      foot={
        <Button size="xs" variant="default" data-autofocus onClick={onClose}>
          {t('part.close')}
        </Button>
      }
    >
      {refused.length > 0 ? (
        <>
          <p className={classes.words}>{t('record.undoRefused', { count: (refused.length + refusedMore).toLocaleString(language) })}</p>
          <RefusedList refused={refused} more={refusedMore} />
        </>
      ) : null}
      {skipped.length > 0 ? (
        <>
          <p className={classes.words} data-next={refused.length > 0 || undefined}>
            {t('record.undoSkipped')}
          </p>
          <RefusedList refused={skipped.map(({ id, title, fields }) => ({ id, title, detail: fields.map(nameOf).join(', ') }))} more={skippedMore} />
        </>
      ) : null}
    </Dialog>
  );
}

/** Asks before many records change at once. */
export function UndoSure({ batch, onClose }: { batch: { id: string; records: number }; onClose: () => void }) {
  const { t, language } = useText();
  const undo = useUndo();
  const run = async () => undo?.(batch.id);
  return <Confirm title={t('record.undoTitle', { count: batch.records.toLocaleString(language) })} hint={t('record.undoHint')} action={t('record.undo')} onSure={run} onClose={onClose} />;
}
