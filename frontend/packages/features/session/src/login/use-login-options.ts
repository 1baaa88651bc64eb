import { getLoginOptions, type LoginOptions } from '@yobirin/wire';
import { useEffect, useState } from 'react';

/** The login page is not held up longer than this by a server that does not say what it offers. */
const PATIENCE = 500;

/** How one may log in here; undefined while it is not known, null when the server does not say: passwords may work. */
export function useLoginOptions(): LoginOptions | null | undefined {
  const [options, setOptions] = useState<LoginOptions | null>();
  useEffect(() => {
    const gone = new AbortController();
    const late = setTimeout(() => setOptions((known) => known ?? null), PATIENCE);
    getLoginOptions(gone.signal).then(setOptions, () => setOptions((known) => known ?? null));
    return () => {
      clearTimeout(late);
      gone.abort();
    };
  }, []);
  return options;
}
