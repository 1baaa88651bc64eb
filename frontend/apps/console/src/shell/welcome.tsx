import { useQuery } from '@tanstack/react-query';
import { Navigate, useRouterState } from '@tanstack/react-router';
import { isBoolean, Loading, useKept, useMay } from '@yobirin/kit';
import { useEffect } from 'react';
import { getSetup } from '@yobirin/wire';
import type { Path } from './nav';

/**
 * Whether the first steps are shown: to who sets the site up, until all is done or nobody wants to be led. Until that is
 * known it is as it was the last time in this browser, so that the links below do not move.
 */
export function useWelcome() {
  const may = useMay('settings.see');
  // The page itself asks again and again; here once is enough.
  const { data, isPending } = useQuery({ queryKey: ['setup'], queryFn: ({ signal }) => getSetup(signal), enabled: may, staleTime: Infinity, retry: false });
  const [before, setBefore] = useKept('welcome', false, isBoolean);
  const shown = data && !data.complete && !data.dismissed;
  useEffect(() => {
    if (shown !== undefined && shown !== before) setBefore(shown);
  }, [shown, before, setBefore]);
  return { pending: may && isPending, shown: may && (shown ?? before), empty: data?.empty === true };
}

/** Where a login leads: the first steps of an empty site, else where the viewer works. */
export function Home({ to }: { to: Path }) {
  const { pending, shown, empty } = useWelcome();
  // Who has clicked on another page meanwhile is on the way there, while its code is loaded, and is not called back.
  const leaving = useRouterState({ select: (state) => state.location.pathname !== '/' });
  if (pending || leaving) return <Loading rows={4} />;
  return <Navigate to={shown && empty ? '/welcome' : to} replace />;
}
