import { LoginPage } from '@yobirin/feature-session/login';
import { asProblem, getSession, sessionHere, type Session } from '@yobirin/wire';
import { lazy, Suspense, useCallback, useEffect, useState } from 'react';

const loadShell = () => import('./shell/shell');
const Shell = lazy(loadShell);

type Stage = { at: 'checking' } | { at: 'out'; ended: boolean } | { at: 'in'; session: Session };

/** Login or the console, by whether there is a session. */
export function Root() {
  const [stage, setStage] = useState<Stage>({ at: 'checking' });

  useEffect(() => {
    let gone = false;
    // Asked at the same time: whoever has a session needs the shell, whoever logs in needs it next.
    const shell = loadShell();
    shell.catch(() => undefined);
    sessionHere().then(
      // Who has yet to set up a second factor begins at the login: the password is asked for again.
      (session) => !gone && setStage(!session || session.mustEnrol ? { at: 'out', ended: false } : { at: 'in', session }),
      () => !gone && setStage({ at: 'out', ended: false }),
    );
    return () => {
      gone = true;
    };
  }, []);

  const onLogin = useCallback((session: Session) => setStage({ at: 'in', session }), []);
  const onLogOut = useCallback(() => setStage({ at: 'out', ended: false }), []);
  /** The socket or a request was refused: is the session really over, or may it something else now? */
  const onDoubt = useCallback(() => {
    getSession().then(
      (session) => setStage((stage) => (session.mustEnrol ? { at: 'out', ended: true } : stage.at === 'in' && sameRights(stage.session, session) ? stage : { at: 'in', session })),
      (error: unknown) => {
        if (asProblem(error).status === 401) setStage({ at: 'out', ended: true });
      },
    );
  }, []);

  if (stage.at === 'checking') return null;
  if (stage.at === 'out') return <LoginPage sso="here" ended={stage.ended} onLogin={onLogin} />;
  return (
    <Suspense fallback={null}>
      <Shell session={stage.session} onLogOut={onLogOut} onDoubt={onDoubt} />
    </Suspense>
  );
}

const sameRights = (a: Session, b: Session) => a.agent.role === b.agent.role && a.permissions.join() === b.permissions.join();
