import { zodResolver } from '@hookform/resolvers/zod';
import { Button } from '@mantine/core';
import { asProblem } from '@yobirin/wire';
import { useCallback, useEffect, useId, useMemo, useRef, useState, type ReactNode } from 'react';
import { FormProvider, useForm, useWatch } from 'react-hook-form';
import { useText } from '../i18n';
import type { Changed } from './client';
import { FormContext, type FormState } from './form-context';
import { ConflictDialog } from './conflict-dialog';
import { changedFields, mergePatch, type Choice, type Difference, type Fields } from './patch';
import { faultsOf } from './problems';
import classes from './record.module.css';
import type { Limits } from './rules';
import { conflictOf, solved } from './section-conflict';
import { SectionPast } from './section-past';
import { UndoHost, useSaid } from './undo';
import type { NounWords } from './value-text';
import { zodOf } from './zod-of';
import './mantine-more.css';

/** Something that there is one of, as the site's settings: read as a whole, changed by parts. */
export interface Single {
  data: Fields;
  /** What history and live socket call it, and where it is. */
  noun: string;
  path: string;
  /** Stores what changed. A version that is not the present one any more is refused with `changed_meanwhile`. */
  change: (patch: Record<string, unknown>, from: Fields) => Promise<Changed<Fields>>;
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
  /** What the fields are called in history and conflicts, by their paths as "oidc.issuer". */
  words: Omit<NounWords, 'name'>;
  readOnly: boolean;
  onDirty?: (dirty: boolean) => void;
  /** Beside the buttons: a test of what is stored. */
  tools?: (dirty: boolean) => ReactNode;
  children: ReactNode;
}

/** A part of the settings that is saved by itself: Ctrl+S in it, its unsaved mark, errors at their fields. */
export function SectionForm(props: Props) {
  const { words, of } = props;
  const noun = useMemo<NounWords>(() => ({ ...words, name: of.noun }), [words, of.noun]);
  const stale = useMemo(() => [['document', of.noun]], [of.noun]);
  return (
    <UndoHost noun={noun} base={of.path} stale={stale}>
      <Section {...props} noun={noun} />
    </UndoHost>
  );
}

function Section({ title, hint, of, names, limits, noun, readOnly, onDirty, tools, children }: Props & { noun: NounWords }) {
  const { t } = useText();
  const heading = useId();
  const box = useRef<HTMLElement>(null);
  const { form, shared, dirty, busy, rest, conflict, save, discard, resolve, compare } = useSection({ title, of, names, limits, readOnly });
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
        <span className={classes.grow} />
        <SectionPast title={title} path={of.path} words={noun} names={names} />
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
                      {t('record.save')}
                    </Button>
                    <Button size="xs" variant="default" disabled={!dirty || busy} onClick={discard}>
                      {t('record.discard')}
                    </Button>
                  </>
                )}
                {tools?.(dirty)}
                {rest.length > 0 ? (
                  <span role="alert" className={classes.footFault}>
                    {rest.join(' ')}
                  </span>
                ) : null}
              </div>
            )}
          </form>
        </FormContext>
      </FormProvider>
      {conflict ? <ConflictDialog noun={noun} by={undefined} all={conflict} secrets={NONE} onDone={resolve} onClose={() => compare(undefined)} /> : null}
    </section>
  );
}

/** Typed secrets are in a form alone: they are never compared with others. */
const NONE: ReadonlySet<string> = new Set();

type Sectioned = Pick<Props, 'title' | 'of' | 'names' | 'limits' | 'readOnly'>;

function useSection({ title, of, names, limits, readOnly }: Sectioned) {
  const { t, language } = useText();
  const said = useSaid();
  const server = useMemo(() => only(of.data, names), [of.data, names]);
  const [base, setBase] = useState<Fields>(of.data);
  const own = useMemo(() => Object.fromEntries(Object.entries(limits).filter(([field]) => names.includes(field.split(/[.[]/)[0]!))), [limits, names]);
  const form = useForm<Record<string, unknown>>({ defaultValues: only(of.data, names), resolver: useMemo(() => zodResolver(zodOf(own)) as never, [own]), mode: 'onTouched' });
  const values = useWatch({ control: form.control }) as Fields;
  const changed = useMemo(() => changedFields(only(base, names), values), [base, names, values]);
  const [busy, setBusy] = useState(false);
  const [rest, setRest] = useState<readonly string[]>([]);
  const [meanwhile, setMeanwhile] = useState<{ theirs: Fields; all: readonly Difference[] }>();
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
      setMeanwhile(undefined);
    },
    [form, names],
  );
  useEffect(() => {
    if (!dirty && !busy && base !== of.data) adopt(of.data);
  }, [dirty, busy, base, of.data, server, adopt]);

  const fill = (next: Fields) => names.forEach((name) => form.setValue(name, next[name], { shouldDirty: true }));
  const send = async (from: Fields, again: boolean): Promise<void> => {
    const mine = form.getValues();
    try {
      const { value, undo } = await of.change(mergePatch(only(from, names), mine), from);
      adopt(value);
      said(t('record.saved', { name: title }), undo);
    } catch (error) {
      const problem = asProblem(error);
      if (problem.code === 'changed_meanwhile' && again) {
        const fresh = await of.reload();
        const all = conflictOf(only(from, names), mine, fresh, names);
        // Somebody saved another section, or other fields of this one: it goes on from there.
        if (all.every((d) => d.by !== 'both')) {
          setBase(fresh);
          form.reset(only(fresh, names));
          fill(solved(fresh, all, {}));
          return send(fresh, false);
        }
        setMeanwhile({ theirs: fresh, all });
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
  /** The fields as they were chosen are saved over what is there. */
  const resolve = (choices: Readonly<Record<string, Choice>>) => {
    if (!meanwhile) return;
    const { theirs, all } = meanwhile;
    const next = solved(theirs, all, choices);
    adopt(theirs);
    if (changedFields(only(theirs, names), only(next, names)).length === 0) return;
    fill(next);
    setBusy(true);
    void send(theirs, true).finally(() => setBusy(false));
  };
  return { form, shared, dirty, busy, rest, conflict: meanwhile?.all, save, discard: () => adopt(of.data), resolve, compare: setMeanwhile };
}

const only = (record: Fields, names: readonly string[]): Record<string, unknown> => Object.fromEntries(names.map((name) => [name, record[name]]));
