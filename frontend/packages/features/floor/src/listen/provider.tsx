import { useQueryClient } from '@tanstack/react-query';
import { useText, useToast } from '@yobirin/kit';
import { useAwait, useBrowserPhone, type WatchMode } from '@yobirin/live';
import { asProblem, commandCall, getCodes } from '@yobirin/wire';
import { createContext, use, useEffect, useMemo, useRef, useSyncExternalStore, type ReactNode } from 'react';
import { Listening, type Line, type Trouble } from './listening';

/** The server tells of a call within tenths of a second. */
const HOME_WITHIN = 3000;

const ListeningContext = createContext<Listening | undefined>(undefined);

/** Holds the one call of this browser, whatever page is open. */
export function ListeningProvider({ children }: { children: ReactNode }) {
  const { phone } = useBrowserPhone();
  const soon = useAwait('calls');
  const queries = useQueryClient();
  const toast = useToast();
  const { t } = useText();
  const fail = useRef<(trouble: Trouble) => void>(() => undefined);
  useEffect(() => {
    fail.current = (trouble) => toast({ tone: 'error', text: t(trouble.key, trouble.values) });
  });
  const listening = useMemo(
    () =>
      new Listening({
        dial: (digits, options) => phone.dial(digits, options),
        code: async (mode: WatchMode) => {
          const { items } = await queries.fetchQuery({ queryKey: ['codes'], queryFn: getCodes, staleTime: 60_000 });
          return items.find((code) => code.feature === mode)?.digits?.[0];
        },
        home: (leg) => soon((calls) => [...calls.values()].find((call) => call.watching?.leg === leg)?.id, HOME_WITHIN),
        change: (home, mode) =>
          commandCall(home, 'mode', { mode }).catch((error: unknown) => {
            throw asProblem(error);
          }),
        fail: (trouble) => fail.current(trouble),
      }),
    [phone, soon, queries],
  );
  useEffect(() => () => listening.hangUp(), [listening]);
  return <ListeningContext value={listening}>{children}</ListeningContext>;
}

/** The browser as ear and mouth; undefined where nobody may listen. */
export function useListening(): Listening | undefined {
  return use(ListeningContext);
}

const nobody = () => () => undefined;

/** The call of this browser; renders again when it changes. */
export function useLine(): Line | undefined {
  const listening = useListening();
  return useSyncExternalStore(listening?.subscribe ?? nobody, () => listening?.now);
}
