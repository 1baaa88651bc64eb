import { useEffect, type RefObject } from 'react';

/** n: a new row; /: to the search. Not while something is typed or asked. */
export function useListKeys(page: RefObject<HTMLDivElement | null>, onNew: (() => void) | undefined): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isBusy(event.target)) return;
      if (event.key === '/') {
        const search = page.current?.querySelector<HTMLInputElement>('input[data-search]');
        if (!search) return;
        event.preventDefault();
        search.focus();
        search.select();
      } else if (event.key === 'n' && onNew) {
        event.preventDefault();
        onNew();
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [page, onNew]);
}

function isBusy(target: EventTarget | null): boolean {
  if (document.querySelector('[aria-modal="true"]')) return true;
  return target instanceof HTMLElement && target.closest('input:not([type=checkbox]), textarea, select, [contenteditable], [role=menu], [role=listbox]') !== null;
}
