import { Button } from '@mantine/core';
import { zodResolver } from '@hookform/resolvers/zod';
import { useQueryClient } from '@tanstack/react-query';
import { asProblem } from '@yobirin/wire';
import { useCallback, useMemo, useRef, useState } from 'react';
import { FormProvider, useForm, useWatch } from 'react-hook-form';
import { useText } from '../i18n';
import { Sheet, useToast } from '../parts';
import { useMay } from '../viewer';
import { recordClient } from './client';
import { FormContext } from './form-context';
import { limitsOf } from './limits-of';
import { changedFields, mergePatch, type Fields } from './patch';
import { faultsOf } from './problems';
import classes from './record.module.css';
import { recordKey } from './record-sheet';
import type { Recorded, RecordNoun } from './types';
import { listKey } from './use-record-list';
import { zodOf } from './zod-of';

interface Props<T extends Recorded> {
  noun: RecordNoun<T>;
  record: T;
  isNew: boolean;
  onOpen: (id: string) => void;
  onClose: () => void;
}

/** The form of a record with what saves it. */
export function RecordForm<T extends Recorded>({ noun, record, isNew, onOpen, onClose }: Props<T>) {
  const { t, language } = useText();
  const toast = useToast();
  const queries = useQueryClient();
  const readOnly = !useMay(noun.edit);
  const client = useMemo(() => recordClient<T>(noun.name), [noun.name]);
  const limits = useMemo(() => limitsOf(noun), [noun]);
  const [base, setBase] = useState<Fields>(record as unknown as Fields);
  const form = useForm<Record<string, unknown>>({ defaultValues: base as Record<string, unknown>, resolver: zodResolver(zodOf(limits)) as never, mode: 'onTouched' });
  const values = useWatch({ control: form.control }) as Fields;
  const dirty = changedFields(base, values).length > 0;
  const names = useRef(new Set<string>());
  const enrol = useCallback((name: string) => {
    names.current.add(name);
    return () => void names.current.delete(name);
  }, []);
  const shared = useMemo(() => ({ noun: noun.name, isNew, readOnly, limits, enrol }), [noun.name, isNew, readOnly, limits, enrol]);
  const [rest, setRest] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);

  const save = form.handleSubmit(async (given) => {
    const patch = mergePatch(base, given);
    if (busy || (!isNew && Object.keys(patch).length === 0)) return;
    setBusy(true);
    setRest([]);
    try {
      const saved = isNew ? await client.create(patch) : await client.change(record.id, Number(base['version']), patch);
      queries.setQueryData(recordKey(noun.name, saved.id), saved);
      void queries.invalidateQueries({ queryKey: listKey(noun.name) });
      setBase(saved as unknown as Fields);
      form.reset(saved as unknown as Record<string, unknown>);
      toast({ tone: 'info', text: t('record.saved', { name: noun.rowName(saved) }) });
      if (isNew) onOpen(saved.id);
    } catch (error) {
      const problem = asProblem(error);
      const faults = faultsOf(problem, (path) => names.current.has(path), language);
      for (const [path, message] of Object.entries(faults.fields)) form.setError(path, { type: 'server', message }, { shouldFocus: true });
      if (Object.keys(faults.fields).length === 0 || faults.rest.length > 0) setRest(faults.rest.length > 0 ? faults.rest.map((f) => f.text) : [problem.message]);
    } finally {
      setBusy(false);
    }
  });

  return (
    <Sheet
      title={isNew ? t('record.newOf', { one: t(noun.text.one) }) : noun.rowName(record)}
      note={dirty ? <span className={classes.unsaved}>{t('record.unsaved')}</span> : null}
      onClose={onClose}
      foot={
        readOnly ? null : (
          <>
            <Button size="xs" type="submit" form="record-form" disabled={!dirty && !isNew} loading={busy}>
              {t('record.save')}
            </Button>
            <Button size="xs" variant="default" disabled={!dirty} onClick={() => form.reset(base as Record<string, unknown>)}>
              {t('record.discard')}
            </Button>
          </>
        )
      }
    >
      <FormProvider {...form}>
        <FormContext value={shared}>
          <form id="record-form" className={classes.form} onSubmit={(event) => void save(event)} noValidate>
            {rest.map((text) => (
              <p key={text} role="alert" className={classes.fault}>
                {text}
              </p>
            ))}
            {noun.Aside && !isNew ? <noun.Aside record={record} /> : null}
            <noun.Form record={record} isNew={isNew} readOnly={readOnly} />
          </form>
        </FormContext>
      </FormProvider>
    </Sheet>
  );
}
