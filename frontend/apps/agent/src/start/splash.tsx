import { BellMark } from '@yobirin/feature-session/login';
import { useText } from '@yobirin/kit/start';
import classes from './start.module.css';

/** While it is not known yet what to show. */
export function Splash() {
  const { t } = useText();
  return (
    <main className={classes.page}>
      <p className={classes.splash} role="status">
        <BellMark />
        {t('agent.server.waiting')}
      </p>
    </main>
  );
}
