import { useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { listKey } from '@yobirin/kit/record';
import { useEffect } from 'react';

const EVERY = 5_000;
/** Pages of a list that are asked anew so often; of longer ones only the open phone is. */
const MOST = 3;

/** What phones do is no change of a record: it is asked for while somebody looks. */
export function useFreshStates(): void {
  const queries = useQueryClient();
  useEffect(() => {
    const ask = () => {
      if (document.visibilityState !== 'visible' || !navigator.onLine) return;
      void queries.invalidateQueries({
        predicate: ({ queryKey, state }) => {
          const [kind, noun, what] = queryKey;
          if (kind !== 'records' || noun !== 'devices' || state.fetchStatus === 'fetching') return false;
          if (what === listKey('devices')[2]) return ((state.data as InfiniteData<unknown> | undefined)?.pages?.length ?? 0) <= MOST;
          return what !== 'history' && what !== 'uses' && !queryKey.includes('new');
        },
      });
    };
    const timer = setInterval(ask, EVERY);
    document.addEventListener('visibilitychange', ask);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', ask);
    };
  }, [queries]);
}
