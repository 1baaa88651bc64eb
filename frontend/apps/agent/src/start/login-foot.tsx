import { useText } from '@yobirin/kit/start';
import { useSeat } from '@yobirin/seat';
import classes from './start.module.css';

/** Under the login: which server one logs in at, and a way to another unless IT has set it. */
export function LoginFoot({ onChange }: { onChange: () => void }) {
  const { t } = useText();
  const { url, managed } = useSeat((s) => s.server);
  return (
    <footer className={classes.foot}>
      <span>{t('agent.server.is', { url })}</span>
      {managed ? null : (
        <button type="button" onClick={onChange}>
          {t('agent.server.change')}
        </button>
      )}
    </footer>
  );
}
