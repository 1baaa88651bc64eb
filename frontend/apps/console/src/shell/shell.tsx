import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { switchLanguage, isLanguage, Loading, ViewerProvider, type Viewer } from '@yobirin/kit';
import { LiveProvider } from '@yobirin/live';
import { asProblem, getSite, type Session, type Site } from '@yobirin/wire';
import { useEffect, useMemo, useState } from 'react';
import { makeRouter } from './routes';
import { ShellActions } from './actions';

interface Props {
  session: Session;
  onLogOut: () => void;
  onDoubt: () => void;
}

const FALLBACK: Site = { name: '', timeZone: 'Asia/Tokyo', languages: ['ja', 'en'], version: '' };

/** The console of a logged-in user. */
export default function Shell({ session, onLogOut, onDoubt }: Props) {
  const { agent, permissions } = session;
  const site = useSite();
  const [queries] = useState(() => makeQueries(onDoubt));
  const router = useMemo(() => makeRouter(agent.role, permissions), [agent.role, permissions]);
  useEffect(() => {
    if (isLanguage(agent.language) && localStorage.getItem('yobirin.language') === null) void switchLanguage(agent.language);
  }, [agent.language]);
  const viewer = useMemo<Viewer>(
    () => ({ id: agent.id, name: agent.name, role: agent.role, permissions, timeZone: (site ?? FALLBACK).timeZone }),
    [agent.id, agent.name, agent.role, permissions, site],
  );
  const rights = useMemo(() => ({ role: agent.role, permissions }), [agent.role, permissions]);
  const actions = useMemo(() => ({ onLogOut, onDoubt }), [onLogOut, onDoubt]);
  if (!site) return <Loading rows={1} />;
  return (
    <QueryClientProvider client={queries}>
      <ViewerProvider viewer={viewer}>
        <LiveProvider onRefused={onDoubt} rights={rights}>
          <ShellActions value={actions}>
            <RouterProvider router={router} />
          </ShellActions>
        </LiveProvider>
      </ViewerProvider>
    </QueryClientProvider>
  );
}

/** The site's own facts. Without an answer the console works in the default zone. */
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

function makeQueries(onDoubt: () => void): QueryClient {
  const queries = new QueryClient({
    defaultOptions: { queries: { staleTime: 30_000, retry: (count, error) => count < 2 && (asProblem(error).status === 0 || asProblem(error).status >= 500) } },
  });
  queries.getQueryCache().subscribe((event) => {
    if (event.type === 'updated' && event.action.type === 'error' && asProblem(event.action.error).status === 401) onDoubt();
  });
  return queries;
}
