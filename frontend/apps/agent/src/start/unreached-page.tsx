import { Button } from '@mantine/core';
import { LanguageSwitch, useText } from '@yobirin/kit/start';
import { useCommand, useSeat, type Trouble } from '@yobirin/seat';
import { LoginFoot } from './login-foot';
import { Fault } from './server-page';
import classes from './start.module.css';

interface Props {
  trouble: Trouble;
  onChange: () => void;
}

/** The server cannot be reached at the start: why, that it is tried again by itself, and a way to another server. */
export function UnreachedPage({ trouble, onChange }: Props) {
  const { t } = useText();
  const command = useCommand();
  const { url, managed } = useSeat((s) => s.server);
  return (
    <div className={classes.door}>
      <main className={classes.page}>
        <div className={classes.card} role="alert">
          <h1 className={classes.title}>{url}</h1>
          <div className={classes.fault}>
            <Fault trouble={trouble} />
          </div>
          <p className={classes.lead}>{t('agent.server.retrying')}</p>
          {managed ? null : (
            <Button fullWidth variant="default" onClick={() => void command({ type: 'useServer', url })}>
              {t('agent.server.retry')}
            </Button>
          )}
        </div>
        <LanguageSwitch />
      </main>
      <LoginFoot onChange={onChange} />
    </div>
  );
}
