import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { CopyButton, useText, useTimes, useViewer } from '@yobirin/kit';
import { getProfile } from '@yobirin/wire';
import { createPortal } from 'react-dom';
import classes from './me.module.css';
import './print.css';

/** The recovery codes, this once: to copy, and to print on a sheet of their own. */
export function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const { t } = useText();
  const viewer = useViewer();
  const times = useTimes();
  const profile = useQuery({ queryKey: ['me', 'profile'], queryFn: ({ signal }) => getProfile(signal) });
  const whose = t('me.totp.printed', { name: viewer.name, login: profile.data?.agent.login ?? '', time: times.date(Date.now()) });
  const list = (
    <ul className={classes.codes}>
      {codes.map((code) => (
        <li key={code}>
          <code>{code}</code>
        </li>
      ))}
    </ul>
  );
  return (
    <div className={classes.made} role="group" aria-label={t('me.totp.codes')}>
      <p>
        <strong>{t('me.totp.codes')}</strong>
      </p>
      <p>{t('me.totp.codesWhy')}</p>
      {list}
      <div className={classes.buttons}>
        <Button size="compact-md" onClick={onDone}>
          {t('me.totp.noted')}
        </Button>
        <Button size="compact-md" variant="default" onClick={() => window.print()}>
          {t('me.totp.print')}
        </Button>
        <CopyButton text={codes.join('\n')} name={t('me.totp.copy')} />
      </div>
      {createPortal(
        <div className="print-only" aria-hidden>
          <h1>{`${t('app.name')} · ${t('me.totp.codes')}`}</h1>
          <p>{whose}</p>
          <p>{t('me.totp.codesWhy')}</p>
          {list}
        </div>,
        document.body,
      )}
    </div>
  );
}
