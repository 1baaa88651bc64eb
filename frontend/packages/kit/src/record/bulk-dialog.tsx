import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { zodResolver } from '@hookform/resolvers/zod';
import { asProblem } from '@yobirin/wire';
import { useMemo, useState } from 'react';
import { FormProvider, useForm } from 'react-hook-form';
import { useText } from '../i18n';
import { recordClient } from './client';
import { Dialog } from './dialog';
import { FormContext } from './form-context';
import { limitsOf } from './limits-of';
import { faultsOf } from './problems';
import classes from './record.module.css';
import { RefusedList } from './refused-list';
import type { BulkField, BulkReport, Recorded, RecordNoun } from './types';
import { useSaid, useUndo } from './undo';
import type { NounWords } from './value-text';
import { zodOf } from './zod-of';

interface Props<T extends Recorded> {
  noun: RecordNoun<T>;
  /** Which ones; asked for when it goes on, as everything that was found may be many. */
  ids: () => Promise<string[]>;
  count: number;
  /** The field that is set; none: they are deleted. */
  field?: BulkField;
  /** All is done, or some of it; the rows that were left stay checked. */
  onDone: (left: string[]) => void;
  onClose: () => void;
}

/** Changes or deletes many records after a confirmation, and says which were left and why. */
export function BulkDialog<T extends Recorded>({ noun, ids, count, field, onDone, onClose }: Props<T>) {
  const { t, language } = useText();
  const queries = useQueryClient();
  const said = useSaid();
  const client = useMemo(() => recordClient<T>(noun.name), [noun.name]);
  const [report, setReport] = useState<BulkReport>();
  const [fault, setFault] = useState<string>();
  const [busy, setBusy] = useState(false);
  const limits = useMemo(() => {
    const all = limitsOf(noun);
    return field && all[field.name] ? { [field.name]: all[field.name]! } : {};
  }, [noun, field]);
  const form = useForm<Record<string, unknown>>({ defaultValues: {}, resolver: useMemo(() => zodResolver(zodOf(limits)) as never, [limits]), mode: 'onTouched' });
  const shared = useMemo(() => ({ noun: noun.name, isNew: true, readOnly: false, limits, enrol: () => () => undefined }), [noun.name, limits]);

  const run = async () => {
    if (field && !(await form.trigger())) return;
    setBusy(true);
    setFault(undefined);
    try {
      const value = field ? (form.getValues(field.name) ?? (form.getValues() as Record<string, unknown>)[field.name] ?? null) : undefined;
      const done = await client.bulk({ ids: await ids(), action: field ? 'update' : 'delete', set: field ? { [field.name]: value } : undefined });
      void queries.invalidateQueries({ queryKey: ['records', noun.name] });
      void queries.invalidateQueries({ queryKey: ['choices', noun.name] });
      if (done.refused.length === 0) {
        said([t(field ? 'record.bulkDone' : 'record.bulkDeleted', { count: done.done }), done.unchanged > 0 ? t('record.unchanged', { count: done.unchanged }) : ''].filter(Boolean).join(language === 'ja' ? '。' : '. '), done.undo);
        onDone([]);
        return;
      }
      setReport(done);
    } catch (error) {
      const problem = asProblem(error);
      const faults = faultsOf(problem, (path) => path === field?.name, language);
      for (const [path, message] of Object.entries(faults.fields)) form.setError(path, { type: 'server', message });
      if (Object.keys(faults.fields).length === 0) setFault(problem.code === 'unreachable' ? t('record.unreached') : problem.message);
    } finally {
      setBusy(false);
    }
  };

  if (report) return <Outcome noun={noun} report={report} deleted={!field} onClose={() => onDone((report.refused ?? []).map((r) => r.id))} />;
  return (
    <Dialog
      title={field ? t('record.bulkSet', { name: t(field.label), count }) : t('record.bulkDelete', { count })}
      onClose={onClose}
      foot={
        <>
          <Button size="xs" {...(field ? {} : { color: 'red', className: classes.danger })} loading={busy} onClick={() => void run()}>
            {field ? t('record.bulkGo', { count }) : t('record.delete')}
          </Button>
          <Button size="xs" variant="default" onClick={onClose}>
            {t('record.cancel')}
          </Button>
        </>
      }
    >
      {field ? (
        <FormProvider {...form}>
          <FormContext value={shared}>
            <field.Field />
          </FormContext>
        </FormProvider>
      ) : (
        <p className={classes.words}>{[t(noun.comeBack ?? 'record.comeBack'), t('record.bulkDeleteHint')].join(language === 'ja' ? '' : ' ')}</p>
      )}
      {fault ? (
        <p role="alert" className={classes.footFault}>
          {fault}
        </p>
      ) : null}
    </Dialog>
  );
}

function Outcome({ noun, report, deleted, onClose }: { noun: NounWords; report: BulkReport; deleted: boolean; onClose: () => void }) {
  const { t, language } = useText();
  const { refused, refusedMore = 0, undo: batch } = report;
  const undo = useUndo();
  return (
    <Dialog
      title={t(deleted ? 'record.bulkDeleted' : 'record.bulkDone', { count: report.done })}
      size={620}
      onClose={onClose}
      foot={
        <>
          <Button size="xs" variant="default" data-autofocus onClick={onClose}>
            {t('part.close')}
          </Button>
          {undo && batch ? (
            <Button
              size="xs"
              variant="default"
              onClick={() => {
                onClose();
                void undo(batch);
              }}
            >
              {t('record.undo')}
            </Button>
          ) : null}
        </>
      }
    >
      {report.unchanged > 0 ? <p className={classes.words}>{t('record.unchanged', { count: report.unchanged })}</p> : null}
      <p className={classes.words}>{t('record.refused', { count: (refused.length + refusedMore).toLocaleString(language) })}</p>
      <RefusedList noun={noun} refused={refused} more={refusedMore} />
    </Dialog>
  );
}
