import { LoginPage } from '@yobirin/feature-session/login';
import { useSeat } from '@yobirin/seat';
import { asProblem, getSession, type Problem } from '@yobirin/wire';
import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import { useSeatLanguage } from './language';
import { LoginFoot } from './start/login-foot';
import { ServerPage } from './start/server-page';
import { Splash } from './start/splash';
import { UnreachedPage } from './start/unreached-page';

const loadShell = () => import('./shell/shell');
const Shell = lazy(loadShell);

/** First start, login or the app: what the seat says. */
export function Root() {
  useSeatLanguage();
  const session = useSeat((s) => s.session);
  const unset = useSeat((s) => s.server.phase === 'unset');
  const [changing, setChanging] = useState(unset);
  useEffect(() => {
    // Whoever has a session needs the shell, whoever logs in needs it next.
    loadShell().catch(() => undefined);
  }, []);
  if (session) {
    return (
      <Suspense fallback={<Splash />}>
        <Shell key={session.agent} session={session} />
      </Suspense>
    );
  }
  // It stays until the server has answered, so that one sees why it does not.
  if (unset || changing) return <ServerPage onDone={() => setChanging(false)} />;
  return <Door onChange={() => setChanging(true)} />;
}

type Found = { at: 'asking' } | { at: 'in' } | { at: 'out' } | { at: 'away'; problem: Problem };

/** Nobody is logged in as far as the seat knows: the server is asked, so that its absence is not taken for a log-out. */
function Door({ onChange }: { onChange: () => void }) {
  const url = useSeat((s) => s.server.url);
  const trouble = useSeat((s) => s.server.trouble);
  const [found, setFound] = useState<Found>({ at: 'asking' });
  const [ended] = useState(trouble?.code === 'session_revoked' || trouble?.code === 'session_expired');
  const ask = useCallback(() => {
    getSession().then(
      () => setFound({ at: 'in' }),
      (error: unknown) => {
        const problem = asProblem(error);
        setFound(problem.status === 401 ? { at: 'out' } : { at: 'away', problem });
      },
    );
  }, []);
  useEffect(ask, [ask, url, trouble?.code]);
  useAgain(found.at === 'away', ask);
  if (found.at === 'away') return <UnreachedPage problem={found.problem} trouble={trouble} onRetry={ask} onChange={onChange} />;
  if (found.at === 'out') {
    return (
      <>
        <LoginPage ended={ended} onLogin={() => setFound({ at: 'in' })} />
        <LoginFoot onChange={onChange} />
      </>
    );
  }
  return <Splash />;
}

/** Tries again by itself while the server is away. */
function useAgain(away: boolean, ask: () => void): void {
  useEffect(() => {
    if (!away) return;
    const timer = setInterval(ask, 4000);
    return () => clearInterval(timer);
  }, [away, ask]);
}
