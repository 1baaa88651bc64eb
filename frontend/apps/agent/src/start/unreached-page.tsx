import { Button } from '@mantine/core';
import { LanguageSwitch, useText } from '@yobirin/kit/start';
import { useSeat, type Trouble } from '@yobirin/seat';
import type { Problem } from '@yobirin/wire';
import { LoginFoot } from './login-foot';
import { Fault } from './server-page';
import classes from './start.module.css';

interface Props {
  problem: Problem;
  /** What the seat knows of it: more exact than the answer. */
  trouble: Trouble | null;
  onRetry: () => void;
  onChange: () => void;
}

/** The server cannot be reached at the start: why, that it is tried again, and a way to another server. */
export function UnreachedPage({ problem, trouble, onRetry, onChange }: Props) {
  const { t } = useText();
  const url = useSeat((s) => s.server.url);
  const said = trouble ?? { code: problem.code === 'unreachable' ? 'server_unreachable' : problem.code, detail: problem.message };
  return (
    <>
      <main className={classes.page}>
        <div className={classes.card} role="alert">
          <h1 className={classes.title}>{url}</h1>
          <div className={classes.fault}>
            <Fault trouble={said} />
          </div>
          <p className={classes.lead}>{t('agent.server.retrying')}</p>
          <Button fullWidth variant="default" onClick={onRetry}>
            {t('agent.server.retry')}
          </Button>
        </div>
        <LanguageSwitch />
      </main>
      <LoginFoot onChange={onChange} />
    </>
  );
}
