import { Button } from '@mantine/core';
import { useQueryClient, type QueryKey } from '@tanstack/react-query';
import { asProblem } from '@yobirin/wire';
import { createContext, use, useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import { useText } from '../i18n';
import { useToast } from '../parts';
import { askUndo } from './client';
import { Confirm } from './confirm';
import { Dialog } from './dialog';
import classes from './record.module.css';
import { RefusedList } from './refused-list';
import type { UndoReport } from './types';
import { useFieldName, type NounWords } from './value-text';

type Undo = (batch: string) => Promise<void>;
const UndoContext = createContext<Undo | undefined>(undefined);

/** Takes a change back; undefined where there is no page of its kind around. */
export const useUndo = (): Undo | undefined => use(UndoContext);

/** Says that a change is done, with a button that takes it back. */
export function useSaid(): (text: string, batch: string | undefined) => void {
  const { t } = useText();
  const toast = useToast();
  const undo = useUndo();
  return useCallback((text, batch) => toast({ tone: 'info', text, action: undo && batch ? { label: t('record.undo'), run: () => void undo(batch) } : undefined }), [t, toast, undo]);
}

interface Props {
  noun: NounWords;
  /** Where the records, or the document, are. */
  base: string;
  /** What is read anew afterwards. */
  stale: readonly QueryKey[];
  children: ReactNode;
}

/** Lets what is in it take changes of this kind of record back, and says what stays and why. */
export function UndoHost({ noun, base, stale, children }: Props) {
  const { t, language } = useText();
  const toast = useToast();
  const queries = useQueryClient();
  const [report, setReport] = useState<UndoReport>();
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => void (here.current = false);
  }, []);
  const undo = useCallback<Undo>(
    async (batch) => {
      try {
        const done = await askUndo(base, batch);
        const left = done.refused.length > 0 || done.skipped.length > 0;
        // The message that was clicked outlives the page: nobody is left without the reason.
        if (left && !here.current) toast({ tone: 'error', text: [undoneText(done, t, language), ...done.refused.slice(0, 3).map((one) => `${one.title ?? ''}: ${one.detail ?? ''}`)].join(' ') });
        else toast({ tone: 'info', text: undoneText(done, t, language) });
        if (left) setReport(done);
      } catch (error) {
        const problem = asProblem(error);
        toast({ tone: 'error', text: problem.code === 'unreachable' ? t('part.unreachable') : problem.message });
      }
      for (const queryKey of stale) void queries.invalidateQueries({ queryKey });
    },
    [base, language, queries, stale, t, toast],
  );
  return (
    <UndoContext value={undo}>
      {children}
      {report ? <Outcome noun={noun} report={report} onClose={() => setReport(undefined)} /> : null}
    </UndoContext>
  );
}

function undoneText(report: UndoReport, t: ReturnType<typeof useText>['t'], language: string): string {
  if (report.done === 0) return t('record.undoneNone');
  if (report.done === 1 && report.refused.length === 0) return t('record.undoneOne');
  return t('record.undone', { count: report.done.toLocaleString(language) });
}

/** What did not come back. */
function Outcome({ noun, report, onClose }: { noun: NounWords; report: UndoReport; onClose: () => void }) {
  const { t, language } = useText();
  const nameOf = useFieldName(noun);
  const { refused, skipped, refusedMore = 0, skippedMore = 0 } = report;
  return (
    <Dialog
      title={undoneText(report, t, language)}
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
          <RefusedList noun={noun} refused={refused} more={refusedMore} />
        </>
      ) : null}
      {skipped.length > 0 ? (
        <>
          <p className={classes.words} data-next={refused.length > 0 || undefined}>
            {t('record.undoSkipped')}
          </p>
          <RefusedList noun={noun} refused={skipped.map(({ id, title, fields }) => ({ id, title, detail: fields.map(nameOf).join(', ') }))} more={skippedMore} />
        </>
      ) : null}
    </Dialog>
  );
}

/** Asks before a change of some time ago is taken back. */
export function UndoSure({ batch, onClose }: { batch: { id: string; records: number }; onClose: () => void }) {
  const { t, language } = useText();
  const undo = useUndo();
  const run = async () => undo?.(batch.id);
  return <Confirm title={batch.records > 1 ? t('record.undoTitle', { count: batch.records.toLocaleString(language) }) : t('record.undoTitleOne')} hint={t('record.undoHint')} action={t('record.undo')} onSure={run} onClose={onClose} />;
}
