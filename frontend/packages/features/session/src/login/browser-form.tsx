import { Button, Loader } from '@mantine/core';
import { useText } from '@yobirin/kit/start';
import { asProblem, leaveBrowser, logInInBrowser, type Problem, type Session } from '@yobirin/wire';
import { useEffect, useRef, useState } from 'react';
import classes from './login.module.css';

interface Props {
  /** For another account than the one the browser knows. */
  again: boolean;
  onLogin: (session: Session) => void;
  /** Back at the login page: given up, or why it failed. */
  onBack: (problem?: Problem) => void;
}

/** While the person logs in in the system's browser. */
export function BrowserForm({ again, onLogin, onBack }: Props) {
  const { t } = useText();
  const [round, setRound] = useState(0);
  const done = useRef({ onLogin, onBack });
  useEffect(() => {
    done.current = { onLogin, onBack };
  });
  useEffect(() => {
    const gone = new AbortController();
    logInInBrowser(again, gone.signal).then(
      (session) => gone.signal.aborted || done.current.onLogin(session),
      (error: unknown) => gone.signal.aborted || done.current.onBack(asProblem(error)),
    );
    return () => gone.abort();
  }, [again, round]);
  const cancel = () => {
    leaveBrowser().catch(() => undefined); // the app gives up in any case
    onBack();
  };
  return (
    <section className={classes.form} aria-label={t('login.ssoWaiting')}>
      <h2 className={classes.step}>{t('login.ssoWaiting')}</h2>
      <p className={classes.waiting} role="status">
        <Loader size={18} aria-hidden />
        {t('login.ssoWaitingHint')}
      </p>
      <Button variant="default" fullWidth onClick={() => setRound((n) => n + 1)}>
        {t('login.ssoReopen')}
      </Button>
      <Button variant="subtle" fullWidth mb={16} autoFocus onClick={cancel}>
        {t('login.ssoCancel')}
      </Button>
    </section>
  );
}
