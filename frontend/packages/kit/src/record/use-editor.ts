import { zodResolver } from '@hookform/resolvers/zod';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { asProblem, type Problem } from '@yobirin/wire';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { useText } from '../i18n';
import { useMay, useViewer } from '../viewer';
import { recordClient, type Changed, type RecordClient } from './client';
import { draftKey, dropDraft, keepDraft, readDraft } from './drafts';
import type { FormState } from './form-context';
import { historyKey } from './history-tab';
import { limitsOf } from './limits-of';
import { changedFields, differences, merge, mergePatch, type Choice, type Fields } from './patch';
import { faultsOf } from './problems';
import { listKey, recordKey } from './keys';
import type { Recorded, RecordNoun } from './types';
import { useSaid } from './undo';
import { usePutOff, useWaiting } from './use-waiting';
import { zodOf } from './zod-of';

interface Editing<T extends Recorded> {
  noun: RecordNoun<T>;
  /** As the server has it now, or a blank one. */
  record: T;
  isNew: boolean;
  /** The record is deleted meanwhile. */
  gone: boolean;
  /** The record was made; it has this id. */
  onMade: (id: string) => void;
}

/** What goes on besides typing. */
export interface Editor {
  form: ReturnType<typeof useForm<Record<string, unknown>>>;
  shared: FormState;
  changed: readonly string[];
  dirty: boolean;
  busy: boolean;
  /** Faults that belong to no field on the form. */
  rest: readonly string[];
  /** Text was brought back that a login that ended had cut off. */
  restored: boolean;
  /** Somebody changed the record while it is being edited here. */
  behind: boolean;
  by: string | undefined;
  /** The choice between both is open. */
  conflict: ReturnType<typeof differences> | undefined;
  secrets: ReadonlySet<string>;
  save: () => void;
  discard: () => void;
  compare: (open: boolean) => void;
  resolve: (choices: Readonly<Record<string, Choice>>) => void;
  saveAsNew: () => void;
}

/** The state of a form: what it began from, what was typed, and how the two get to the server. */
export function useEditor<T extends Recorded>({ noun, record, isNew, gone, onMade }: Editing<T>): Editor {
  const { t } = useText();
  const said = useSaid();
  const queries = useQueryClient();
  const client = useMemo(() => recordClient<T>(noun.name), [noun.name]);
  const { form, base, setBase, shared, names, secrets, changed, restored, waits } = useDraftedForm(noun, record, isNew);
  const dirty = changed.length > 0;
  const [rest, setRest] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
  const [comparing, setComparing] = useState(false);
  const latest = record as unknown as Fields;
  const behind = !isNew && !gone && !busy && dirty && Number(latest['version']) > Number(base['version']);
  const by = useWho(noun, record.id, Number(latest['version']), behind || comparing);

  const adopt = useCallback(
    (saved: Fields) => {
      setBase(saved);
      form.reset(saved as Record<string, unknown>);
      setRest([]);
    },
    [form, setBase],
  );
  // Untouched forms follow the server.
  useEffect(() => {
    if (!dirty && !busy && Number(latest['version']) > Number(base['version'])) adopt(latest);
  }, [dirty, busy, latest, base, adopt]);

  const refused = useRefusal({ noun, id: record.id, isNew, form, names, setRest, onBehind: setComparing });

  const send = useCallback(
    async (from: Fields, to: Fields, make: boolean) => {
      const patch = mergePatch(from, to);
      setBusy(true);
      setRest([]);
      try {
        const { value: saved, undo } = await store(client, from as unknown as T, patch, make);
        queries.setQueryData(recordKey(noun.name, saved.id), saved);
        void queries.invalidateQueries({ queryKey: listKey(noun.name) });
        void queries.invalidateQueries({ queryKey: historyKey(noun.name, saved.id) });
        void queries.invalidateQueries({ queryKey: ['choices', noun.name] });
        const since = form.getValues(); // typing may have gone on meanwhile
        adopt(saved as unknown as Fields);
        for (const field of changedFields(to, since)) form.setValue(field, since[field]);
        said(t('record.saved', { name: noun.rowName(saved) }), undo);
        if (make) onMade(saved.id);
      } catch (error) {
        await refused(asProblem(error));
      } finally {
        setBusy(false);
      }
    },
    [adopt, client, form, noun, onMade, queries, refused, said, t],
  );

  const saving = usePutOff(waits, () => {
    if (busy || shared.readOnly || gone || (!isNew && !dirty)) return;
    void form.handleSubmit(() => send(base, form.getValues(), isNew))();
  });
  const between = () => differences(base, form.getValues(), latest).filter(({ field }) => !shared.limits[field]?.readOnly);
  const rebase = (choices: Readonly<Record<string, Choice>>) => {
    const merged = merge(latest, between(), choices);
    setBase(latest);
    form.reset(latest as Record<string, unknown>);
    for (const field of changedFields(latest, merged)) form.setValue(field, merged[field]);
    setComparing(false);
    void send(latest, merged, false);
  };
  const saveAsNew = () =>
    void client.blank().then(
      (blank) => send(blank as unknown as Fields, { ...blank, ...givable(form.getValues(), shared.limits) }, true),
      (error: unknown) => refused(asProblem(error)),
    );
  return {
    form, shared, changed, dirty, busy, rest, restored, behind, by, secrets,
    conflict: comparing ? between() : undefined,
    save: saving.ask,
    discard: () => {
      saving.drop();
      adopt(isNew ? base : latest);
    },
    compare: setComparing,
    resolve: rebase,
    saveAsNew,
  };
}

/** Makes a record, or changes it where anything has changed. */
async function store<T extends Recorded>(client: RecordClient<T>, from: T, patch: Record<string, unknown>, make: boolean): Promise<Changed<T>> {
  if (make) return { value: await client.create(patch), undo: undefined };
  return Object.keys(patch).length > 0 ? client.change(from.id, from.version, patch) : { value: from, undo: undefined };
}

/** What of a record can be given to the server for another one. */
const givable = (values: Fields, limits: FormState['limits']) => Object.fromEntries(Object.entries(values).filter(([field]) => field !== 'id' && field !== 'version' && !limits[field]?.readOnly));

interface Refusing<T extends Recorded> {
  noun: RecordNoun<T>;
  id: string;
  isNew: boolean;
  form: Editor['form'];
  names: React.RefObject<Set<string>>;
  setRest: (rest: readonly string[]) => void;
  /** Somebody else was faster. */
  onBehind: (behind: true) => void;
}

/** What is done with a refusal: faults go to their fields, the rest above the form. */
function useRefusal<T extends Recorded>({ noun, id, isNew, form, names, setRest, onBehind }: Refusing<T>): (problem: Problem) => Promise<void> {
  const { t, language } = useText();
  const queries = useQueryClient();
  return useCallback(
    async (problem: Problem) => {
      const faster = problem.status === 409 && problem.code === 'changed_meanwhile';
      if (faster || (problem.status === 404 && !isNew)) {
        await queries.refetchQueries({ queryKey: recordKey(noun.name, id), exact: true });
        if (faster) onBehind(true);
        return;
      }
      const faults = faultsOf(problem, (path) => names.current.has(path), language);
      Object.entries(faults.fields).forEach(([path, message], i) => form.setError(path, { type: 'server', message }, { shouldFocus: i === 0 }));
      const others = faults.rest.map((fault) => fault.text);
      if (problem.status === 401) others.push(t('record.loggedOut'));
      else if (problem.code === 'unreachable') others.push(t('record.unreached'));
      else if (others.length === 0 && Object.keys(faults.fields).length === 0) others.push(problem.message);
      setRest(others);
    },
    [form, id, isNew, language, names, noun.name, onBehind, queries, setRest, t],
  );
}

/** The form with what was typed before a login ended, if anything was. */
function useDraftedForm<T extends Recorded>(noun: RecordNoun<T>, record: T, isNew: boolean) {
  const viewer = useViewer().id;
  const readOnly = !useMay(noun.edit) || (!isNew && noun.fixed?.(record) === true);
  const key = draftKey(viewer, noun.name, isNew ? 'new' : record.id);
  const [draft] = useState(() => (readOnly ? undefined : readDraft(key)));
  const [base, setBase] = useState<Fields>(() => (draft ? { ...(record as unknown as Fields), ...draft.before, ...(isNew ? {} : { version: draft.version }) } : (record as unknown as Fields)));
  const limits = useMemo(() => limitsOf(noun), [noun]);
  const resolver = useMemo(() => zodResolver(zodOf(limits)) as never, [limits]);
  const form = useForm<Record<string, unknown>>({ defaultValues: base as Record<string, unknown>, resolver, mode: 'onTouched' });
  const values = useWatch({ control: form.control }) as Fields;
  const changed = useMemo(() => changedFields(base, values), [base, values]);
  const names = useRef(new Set<string>());
  const [secrets] = useState(() => new Set<string>());
  const enrol = useCallback((name: string, secret: boolean) => {
    names.current.add(name);
    if (secret) secrets.add(name.split('.')[0]!);
    return () => void names.current.delete(name);
  }, [secrets]);
  const { waits, wait } = useWaiting();
  const shared = useMemo<FormState>(() => ({ noun: noun.name, isNew, readOnly, limits, enrol, wait }), [noun.name, isNew, readOnly, limits, enrol, wait]);
  useEffect(() => {
    for (const [field, value] of Object.entries(draft?.values ?? {})) form.setValue(field, value);
  }, [draft, form]);
  const first = useRef(true);
  useEffect(() => {
    if (first.current) first.current = false; // the draft is just being read
    else keepDraft(key, base, values, changed, secrets);
  }, [key, base, values, changed, secrets]);
  return { form, base, setBase, shared, names, secrets, changed, restored: draft !== undefined && changed.length > 0, waits };
}

/** Takes away what is kept of a form that was left on purpose. */
export function useForget<T extends Recorded>(noun: RecordNoun<T>, id: string): () => void {
  const viewer = useViewer().id;
  return useCallback(() => dropDraft(draftKey(viewer, noun.name, id)), [viewer, noun.name, id]);
}

/** Who changed a record last. */
function useWho<T extends Recorded>(noun: RecordNoun<T>, id: string, version: number, wanted: boolean): string | undefined {
  const client = useMemo(() => recordClient<T>(noun.name), [noun.name]);
  const last = useQuery({
    queryKey: [...historyKey(noun.name, id), 'last', version],
    queryFn: ({ signal }) => client.history(id, { order: 'newest', limit: 1 }, signal),
    enabled: wanted,
  });
  return last.data?.items?.[0]?.actorName || undefined;
}
