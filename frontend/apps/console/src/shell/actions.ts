import { createContext, use } from 'react';

interface Actions {
  onLogOut: () => void;
  onDoubt: () => void;
}

const ActionsContext = createContext<Actions | undefined>(undefined);

/** What the frame may ask of the app around it. */
export const ShellActions = ActionsContext;

export function useShellActions(): Actions {
  const actions = use(ActionsContext);
  if (!actions) throw new Error('ShellActions is missing');
  return actions;
}
