import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { ViewerProvider, type Permission, type Viewer } from '@yobirin/kit';
import { LiveProvider } from '@yobirin/live';
import { liveWire, useBridge, type Session } from '@yobirin/seat';
import { asProblem, getSession, getSite, type Site } from '@yobirin/wire';
import { useEffect, useMemo, useState } from 'react';
import { Splash } from '../start/splash';
import { makeRouter } from './routes';

const FALLBACK: Site = { name: '', timeZone: 'Asia/Tokyo', languages: ['ja', 'en'], version: '' };
/** Until the server has said what the session may: what the role of every site lets the app offer. */
const AGENT: readonly Permission[] = ['calls.make', 'calls.see-own', 'chat.use'];
const SUPERVISOR: readonly Permission[] = ['floor.see-all', 'status.set-other', 'calls.make', 'calls.see-own', 'calls.watch', 'calls.command', 'chat.use'];

/** Doubt about the session is Go's to settle: asked, it sees the refusal itself, and the seat says so. */
const doubt = () => void getSession().catch(() => undefined);

/** The app of a logged-in agent. */
export default function Shell({ session }: { session: Session }) {
  const bridge = useBridge();
  const site = useSite();
  const { role } = session;
  const permissions = usePermissions(role);
  const [queries] = useState(makeQueries);
  const router = useMemo(() => makeRouter(permissions), [permissions]);
  const viewer = useMemo<Viewer>(
    () => ({ id: session.agent, name: session.name, role, permissions, timeZone: (site ?? FALLBACK).timeZone }),
    [session.agent, session.name, role, permissions, site],
  );
  if (!site) return <Splash />;
  return (
    <QueryClientProvider client={queries}>
      <ViewerProvider viewer={viewer}>
        <LiveProvider open={() => liveWire(bridge)} onRefused={doubt}>
          <RouterProvider router={router} />
        </LiveProvider>
      </ViewerProvider>
    </QueryClientProvider>
  );
}

/** What the session may, from the server as soon as it answers. */
function usePermissions(role: string): readonly Permission[] {
  const [told, setTold] = useState<readonly Permission[]>();
  useEffect(() => {
    let gone = false;
    getSession().then(
      (found) => !gone && setTold(found.permissions),
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, []);
  return told ?? (role === 'agent' ? AGENT : SUPERVISOR);
}

/** The site's own facts. Without an answer the app works in the default zone. */
function useSite(): Site | undefined {
  const [site, setSite] = useState<Site>();
  useEffect(() => {
    let gone = false;
    getSite().then(
      (found) => !gone && setSite(found),
      () => !gone && setSite(FALLBACK),
    );
    return () => {
      gone = true;
    };
  }, []);
  return site;
}

function makeQueries(): QueryClient {
  const queries = new QueryClient({
    defaultOptions: { queries: { staleTime: 30_000, networkMode: 'always', retry: (count, error) => count < 2 && (asProblem(error).status === 0 || asProblem(error).status >= 500) }, mutations: { networkMode: 'always' } },
  });
  queries.getQueryCache().subscribe((event) => {
    if (event.type === 'updated' && event.action.type === 'error' && asProblem(event.action.error).status === 401) doubt();
  });
  return queries;
}
