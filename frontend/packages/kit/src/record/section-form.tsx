import { zodResolver } from '@hookform/resolvers/zod';
import { Button } from '@mantine/core';
import { asProblem } from '@yobirin/wire';
import { useCallback, useEffect, useId, useMemo, useRef, useState, type ReactNode } from 'react';
import { FormProvider, useForm, useWatch } from 'react-hook-form';
import { useText } from '../i18n';
import { useToast } from '../parts';
import { FormContext, type FormState } from './form-context';
import { changedFields, mergePatch, same, type Fields } from './patch';
import { faultsOf } from './problems';
import classes from './record.module.css';
import type { Limits } from './rules';
import { zodOf } from './zod-of';
import './mantine-more.css';

/** Something that there is one of, as the site's settings: read as a whole, changed by parts. */
export interface Single {
  data: Fields;
  /** Stores what changed. A version that is not the present one any more is refused with `changed_meanwhile`. */
  change: (patch: Record<string, unknown>, from: Fields) => Promise<Fields>;
  /** Reads it anew. */
  reload: () => Promise<Fields>;
}

interface Props {
  title: string;
  hint?: string;
  of: Single;
  /** The fields of this section. */
  names: readonly string[];
  limits: Limits;
  readOnly: boolean;
  onDirty?: (dirty: boolean) => void;
  /** Beside the buttons: a test of what is stored. */
  tools?: (dirty: boolean) => ReactNode;
  children: ReactNode;
}

/** A part of the settings that is saved by itself: Ctrl+S in it, its unsaved mark, errors at their fields. */
export function SectionForm({ title, hint, of, names, limits, readOnly, onDirty, tools, children }: Props) {
  const { t } = useText();
  const heading = useId();
  const box = useRef<HTMLElement>(null);
  const { form, shared, dirty, busy, rest, theirs, save, discard } = useSection({ title, of, names, limits, readOnly });
  const latest = useRef(save);
  useEffect(() => {
    latest.current = save;
  });
  useEffect(() => onDirty?.(dirty), [dirty, onDirty]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== 's') return;
      event.preventDefault();
      if (document.querySelector('[aria-modal="true"]') || (box.current && document.activeElement !== document.body && !box.current.contains(document.activeElement))) return;
      latest.current();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return (
    <section ref={box} className={classes.single} aria-labelledby={heading}>
      <header className={classes.singleHead}>
        <h2 id={heading}>{title}</h2>
        {dirty ? (
          <span className={classes.unsaved} role="status">
            <span className={classes.dot} aria-hidden />
            {t('record.unsaved')}
          </span>
        ) : null}
      </header>
      {hint ? <p className={classes.singleHint}>{hint}</p> : null}
      <FormProvider {...form}>
        <FormContext value={shared}>
          <form
            noValidate
            onSubmit={(event) => {
              event.preventDefault();
              save();
            }}
          >
            <div className={classes.singleBody}>{children}</div>
            {readOnly && !tools ? null : (
              <div className={classes.singleFoot}>
                {readOnly ? null : (
                  <>
                    <Button size="xs" type="submit" title={t('record.saveKey')} disabled={!dirty} loading={busy}>
                      {t(theirs ? 'record.saveMine' : 'record.save')}
                    </Button>
                    <Button size="xs" variant="default" disabled={!dirty || busy} onClick={discard}>
                      {t(theirs ? 'record.takeTheirs' : 'record.discard')}
                    </Button>
                  </>
                )}
                {tools?.(dirty)}
                {theirs ? (
                  <span role="alert" className={classes.footFault}>
                    {t('record.changed')}
                  </span>
                ) : rest.length > 0 ? (
                  <span role="alert" className={classes.footFault}>
                    {rest.join(' ')}
                  </span>
                ) : null}
              </div>
            )}
          </form>
        </FormContext>
      </FormProvider>
    </section>
  );
}

type Sectioned = Pick<Props, 'title' | 'of' | 'names' | 'limits' | 'readOnly'>;

function useSection({ title, of, names, limits, readOnly }: Sectioned) {
  const { t, language } = useText();
  const toast = useToast();
  const server = useMemo(() => only(of.data, names), [of.data, names]);
  const [base, setBase] = useState<Fields>(of.data);
  const own = useMemo(() => Object.fromEntries(Object.entries(limits).filter(([field]) => names.includes(field.split(/[.[]/)[0]!))), [limits, names]);
  const form = useForm<Record<string, unknown>>({ defaultValues: only(of.data, names), resolver: useMemo(() => zodResolver(zodOf(own)) as never, [own]), mode: 'onTouched' });
  const values = useWatch({ control: form.control }) as Fields;
  const changed = useMemo(() => changedFields(only(base, names), values), [base, names, values]);
  const [busy, setBusy] = useState(false);
  const [rest, setRest] = useState<readonly string[]>([]);
  const [theirs, setTheirs] = useState<Fields>();
  const known = useRef(new Set<string>());
  const enrol = useCallback((name: string) => {
    known.current.add(name);
    return () => void known.current.delete(name);
  }, []);
  const shared = useMemo<FormState>(() => ({ noun: title, isNew: false, readOnly, limits: own, enrol }), [title, readOnly, own, enrol]);
  const dirty = changed.length > 0;

  const adopt = useCallback(
    (next: Fields) => {
      setBase(next);
      form.reset(only(next, names));
      setRest([]);
      setTheirs(undefined);
    },
    [form, names],
  );
  useEffect(() => {
    if (!dirty && !busy && base !== of.data) adopt(of.data);
  }, [dirty, busy, base, of.data, server, adopt]);

  const send = async (from: Fields, again: boolean): Promise<void> => {
    const mine = form.getValues();
    try {
      const saved = await of.change(mergePatch(only(from, names), mine), from);
      adopt(saved);
      toast({ tone: 'info', text: t('record.saved', { name: title }) });
    } catch (error) {
      const problem = asProblem(error);
      if (problem.code === 'changed_meanwhile' && again) {
        const fresh = await of.reload();
        // Somebody saved another section: this one goes on from there.
        if (changedFields(only(from, names), mine).every((field) => same(from[field], fresh[field]))) return send(fresh, false);
        setBase(fresh);
        setTheirs(fresh);
        return;
      }
      const faults = faultsOf(problem, (path) => known.current.has(path), language);
      Object.entries(faults.fields).forEach(([path, message], i) => form.setError(path, { type: 'server', message }, { shouldFocus: i === 0 }));
      const others = faults.rest.map((fault) => fault.text);
      if (problem.code === 'unreachable') others.push(t('record.unreached'));
      else if (others.length === 0 && Object.keys(faults.fields).length === 0) others.push(problem.message);
      setRest(others);
    }
  };
  const save = () => {
    if (busy || readOnly || !dirty) return;
    void form.handleSubmit(() => {
      setBusy(true);
      setRest([]);
      return send(base, true).finally(() => setBusy(false));
    })();
  };
  return { form, shared, dirty, busy, rest, theirs, save, discard: () => adopt(theirs ?? of.data) };
}

const only = (record: Fields, names: readonly string[]): Record<string, unknown> => Object.fromEntries(names.map((name) => [name, record[name]]));
