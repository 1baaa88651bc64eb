import { LoginPage } from '@yobirin/feature-session/login';
import { useCommand, useSeat } from '@yobirin/seat';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useSeatLanguage } from './language';
import { LoginFoot } from './start/login-foot';
import { ServerPage } from './start/server-page';
import { Splash } from './start/splash';
import { UnreachedPage } from './start/unreached-page';
import classes from './start/start.module.css';

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

/** Why one was logged out although one did not want to. */
const isEnd = (code: string) => code === 'session_revoked' || code === 'session_expired' || code === 'session_enrol';

/** Nobody is logged in. The login is shown once the server has answered, and stays when it goes away again: what one has typed is kept. */
function Door({ onChange }: { onChange: () => void }) {
  const command = useCommand();
  const { phase, trouble } = useSeat((s) => s.server);
  const end = useSeat((s) => s.notices.find((n) => isEnd(n.code)));
  const [entered, setEntered] = useState(false);
  const [met, setMet] = useState(phase === 'online');
  if (phase === 'online' && !met) setMet(true);
  if (trouble && (!met || entered)) return <UnreachedPage trouble={trouble} onChange={onChange} />;
  if (!met || entered) return <Splash />;
  const onLogin = () => {
    setEntered(true);
    if (end) void command({ type: 'putAway', id: end.id });
  };
  return (
    <div className={classes.door}>
      <LoginPage sso="browser" ended={end?.code} onLogin={onLogin} />
      <LoginFoot onChange={onChange} />
    </div>
  );
}
