import { use, useCallback, useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { isComposing } from '../parts/composing';
import { FormContext } from './form-context';

interface Found {
  /** The words that `first` was found for. */
  of: string;
  busy: boolean;
  first: string | undefined;
}

/**
 * Enter in a search means the first that it finds, also when that comes later and the focus has gone on: who types
 * quickly gets what was typed. The arrow keys choose another.
 */
export function useEnter() {
  const [asked, setAsked] = useState<string>();
  const forget = useCallback(() => setAsked(undefined), []);
  /** For the input, with what is typed there, or undefined when it only shows what is chosen. */
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>, typed: string | undefined) => {
    if (event.key === 'Escape') forget();
    if (event.key !== 'Enter' || isComposing(event.nativeEvent) || !typed?.trim()) return;
    if (document.getElementById(event.currentTarget.getAttribute('aria-activedescendant') ?? '')) return;
    event.preventDefault(); // the form is not meant
    setAsked(typed.trim());
  };
  return { asked, forget, onKeyDown };
}

/** Takes the first that was found for what Enter was pressed on, as soon as it is there; the form is saved no sooner. */
export function useTaken({ asked, forget }: Pick<ReturnType<typeof useEnter>, 'asked' | 'forget'>, { of, busy, first }: Found, take: (first: string) => void): void {
  const latest = useRef(take);
  useEffect(() => {
    latest.current = take;
  });
  const wait = use(FormContext)?.wait;
  const waits = asked !== undefined;
  useEffect(() => (waits ? wait?.() : undefined), [waits, wait]);
  const ready = asked !== undefined && !busy && of === asked;
  useEffect(() => {
    if (!ready) return;
    forget();
    if (first !== undefined) latest.current(first);
  }, [ready, first, forget]);
}
