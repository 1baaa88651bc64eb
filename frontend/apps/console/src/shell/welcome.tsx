import { useQuery } from '@tanstack/react-query';
import { Navigate, useRouterState } from '@tanstack/react-router';
import { Loading, useMay } from '@yobirin/kit';
import { getSetup } from '@yobirin/wire';
import type { Path } from './nav';

/** Whether the first steps are shown: to who sets the site up, until all is done or nobody wants to be led. */
export function useWelcome() {
  const may = useMay('settings.see');
  // The page itself asks again and again; here once is enough.
  const { data, isPending } = useQuery({ queryKey: ['setup'], queryFn: ({ signal }) => getSetup(signal), enabled: may, staleTime: Infinity, retry: false });
  return { pending: may && isPending, shown: data !== undefined && !data.complete && !data.dismissed, empty: data?.empty === true };
}

/** Where a login leads: the first steps of an empty site, else where the viewer works. */
export function Home({ to }: { to: Path }) {
  const { pending, shown, empty } = useWelcome();
  // Who has clicked on another page meanwhile is on the way there, while its code is loaded, and is not called back.
  const leaving = useRouterState({ select: (state) => state.location.pathname !== '/' });
  if (pending || leaving) return <Loading rows={4} />;
  return <Navigate to={shown && empty ? '/welcome' : to} replace />;
}
