import { createContext, use, useCallback, useEffect } from 'react';
import { useController, useFormState as useRawState } from 'react-hook-form';
import { useText } from '../i18n';
import type { Limit, Limits } from './rules';
import { mayBeEmpty, sentence } from './rules';
import { brokenOf } from './zod-of';

/** What the fields of an open form share. */
export interface FormState {
  /** The record's noun, for texts. */
  noun: string;
  isNew: boolean;
  readOnly: boolean;
  limits: Limits;
  /** Says that a field is on the form; `secret` ones are never kept as drafts. Gives what takes it back. */
  enrol: (name: string, secret: boolean) => () => void;
  /** Holds saving up until what it gives is called: a choice is on its way. */
  wait?: () => () => void;
}

export const FormContext = createContext<FormState | undefined>(undefined);

export function useFormState(): FormState {
  const state = use(FormContext);
  if (!state) throw new Error('a field outside of a form');
  return state;
}

/** A field of the form, for components of one's own. */
export interface Field<V> {
  name: string;
  value: V | undefined;
  set: (value: V | null | undefined) => void;
  /** To be called when the field is left: it is judged then. */
  onBlur: () => void;
  ref: (element: HTMLElement | null) => void;
  /** What is wrong with it, in words. */
  error: string | undefined;
  readOnly: boolean;
  isNew: boolean;
  required: boolean;
  limit: Limit;
}

/** The field `name` of the record: `name`, `acw.seconds`, `members.2.level`. */
export function useField<V>(name: string, { secret = false } = {}): Field<V> {
  const { isNew, readOnly, limits, enrol } = useFormState();
  const { language } = useText();
  const { field, fieldState } = useController({ name });
  useEffect(() => enrol(name, secret), [enrol, name, secret]);
  const limit = limits[name] ?? limits[name.replace(/\.\d+(?=\.|$)/g, '[]')] ?? NONE;
  const said = fieldState.error?.message ?? firstMessage(fieldState.error);
  const broken = said === undefined ? undefined : brokenOf(said);
  const { onChange, onBlur } = field;
  // An empty field of a new record is not accused before anything is typed: saving says what is missing. A fault that
  // appears as one goes to press a button would also move the button away from under the pointer.
  const untouched = isNew && !fieldState.isDirty && said === undefined;
  const left = useCallback(() => {
    if (!untouched) onBlur();
  }, [untouched, onBlur]);
  const set = useCallback((value: V | null | undefined) => onChange(value === undefined ? null : value), [onChange]);
  return {
    name,
    value: (field.value ?? undefined) as V | undefined,
    set,
    onBlur: left,
    ref: field.ref,
    error: broken ? (sentence(broken, language) ?? broken.rule) : said,
    readOnly: readOnly || limit.readOnly === true,
    isNew,
    required: limit.required === true || (limit.minLength ?? 0) > 0 || !mayBeEmpty(limit),
    limit,
  };
}

/**
 * What is wrong inside of a field that is edited as a whole, as a list of rows: enrols the paths within it, so that
 * the server's faults find them, and gives the sentence of each.
 */
export function useFaults(paths: readonly string[]): (path: string) => string | undefined {
  const { enrol } = useFormState();
  const { language } = useText();
  const { errors } = useRawState();
  const all = paths.join('\n');
  useEffect(() => {
    const back = all.split('\n').map((path) => enrol(path, false));
    return () => back.forEach((off) => off());
  }, [enrol, all]);
  return (path) => {
    const fault = path.split('.').reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], errors);
    const said = (fault as { message?: unknown } | undefined)?.message ?? firstMessage(fault);
    if (typeof said !== 'string') return undefined;
    const broken = brokenOf(said);
    return broken ? (sentence(broken, language) ?? broken.rule) : said;
  };
}

const NONE: Limit = {};

/** The first sentence inside of a field that has fields itself. */
function firstMessage(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  for (const inner of Object.values(error)) {
    if (typeof inner !== 'object' || inner === null || inner instanceof HTMLElement) continue;
    const message = (inner as { message?: unknown }).message;
    if (typeof message === 'string') return message;
  }
  return undefined;
}
