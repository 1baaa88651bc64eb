import { useEffect, useMemo, useRef } from 'react';
import { useFormContext } from 'react-hook-form';

/** Steps back through what was done to rows, buttons and the default. */
export interface Undo {
  /** To be called before a change. */
  remember: () => void;
  /** Keys of the schedule's rows: a row keeps its own while it is moved. */
  rowKeys: { current: number[] };
}

const FIELDS = ['schedule.rows', 'buttons.keys', 'default'] as const;
const MOST = 100;

interface Step {
  values: unknown[];
  keys: number[];
}

/** Ctrl+Z takes the last change back, Ctrl+Shift+Z and Ctrl+Y make it again; in a field that is being typed in they are the browser's. */
export function useUndo(): Undo {
  const { getValues, setValue } = useFormContext();
  const rowKeys = useRef<number[]>([]);
  const past = useRef<Step[]>([]);
  const future = useRef<Step[]>([]);
  const undo = useMemo<Undo>(() => {
    const now = (): Step => ({ values: structuredClone(getValues([...FIELDS])) as unknown[], keys: [...rowKeys.current] });
    return {
      rowKeys,
      remember: () => {
        past.current = [...past.current, now()].slice(-MOST);
        future.current = [];
      },
    };
  }, [getValues]);
  useEffect(() => {
    const go = (from: Step[], to: Step[]) => {
      const step = from.pop();
      if (!step) return;
      to.push({ values: structuredClone(getValues([...FIELDS])) as unknown[], keys: [...rowKeys.current] });
      rowKeys.current = step.keys;
      FIELDS.forEach((field, i) => setValue(field, step.values[i] ?? null, { shouldDirty: true }));
    };
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || isTyping(event.target) || document.querySelector('[aria-modal="true"]')) return;
      const key = event.key.toLowerCase();
      const again = key === 'y' || (key === 'z' && event.shiftKey);
      if (!again && key !== 'z') return;
      event.preventDefault();
      if (again) go(future.current, past.current);
      else go(past.current, future.current);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [getValues, setValue]);
  return undo;
}

/** Whether a key belongs to a text that is being typed. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement) || !target.matches('input:not([type=checkbox]), textarea, [contenteditable]')) return false;
  if (target.dataset['own'] === undefined) return true;
  return target.dataset['typing'] !== undefined || target.getAttribute('aria-expanded') === 'true';
}
