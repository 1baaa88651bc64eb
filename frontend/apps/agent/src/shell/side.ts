import { isBoolean, useKept } from '@yobirin/kit';
import { useCallback, useMemo } from 'react';

export type Pane = 'phone' | 'presence' | 'chat';
export const PANES: readonly Pane[] = ['phone', 'presence', 'chat'];
const isPane = (value: unknown): value is Pane => PANES.some((pane) => pane === value);

/** What the right side shows, remembered. */
export interface Side {
  pane: Pane;
  open: boolean;
  show: (pane: Pane) => void;
  fold: () => void;
}

export function useSide(): Side {
  const [pane, setPane] = useKept<Pane>('agent.side', 'phone', isPane);
  const [open, setOpen] = useKept('agent.side.open', true, isBoolean);
  const show = useCallback(
    (next: Pane) => {
      setPane(next);
      setOpen(true);
    },
    [setPane, setOpen],
  );
  const fold = useCallback(() => setOpen(!open), [open, setOpen]);
  return useMemo(() => ({ pane, open, show, fold }), [pane, open, show, fold]);
}
