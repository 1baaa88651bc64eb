import { Failure, Loading, Together, useMay, useText } from '@yobirin/kit';
import { FormSection, NumberField, SectionForm, SelectField, useField, type Limits } from '@yobirin/kit/record';
import { asProblem, limits } from '@yobirin/wire';
import type { ReactNode } from 'react';
import classes from './access.module.css';
import { OIDCPart } from './oidc-part';
import { useLogins, useSite, WORDS } from './use-settings';

/** ログイン設定: locks, idle time, second factor, single sign-on. */
export function Page() {
  const { t } = useText();
  return (
    <div className={classes.page}>
      <header className={classes.top}>
        <h1>{t('access.title')}</h1>
      </header>
      <div className={classes.body} tabIndex={0} role="region" aria-label={t('access.title')}>
        <Together className={classes.parts}>
          <LockPart />
          <FactorPart />
          <Single />
        </Together>
      </div>
    </div>
  );
}

const LOCK = ['loginAttempts', 'sessionIdle'];
const SITE: Limits = limits['Settings'] ?? {};

function LockPart() {
  const { t } = useText();
  const site = useSite();
  const may = useMay('settings.edit');
  if (!site.of) return <Waiting {...site} />;
  return (
    <SectionForm title={t('access.lock.title')} of={site.of} names={LOCK} limits={SITE} words={WORDS} readOnly={!may}>
      <FormSection>
        <Attempts />
        <Idle />
      </FormSection>
    </SectionForm>
  );
}

function Attempts() {
  const { t } = useText();
  const count = useField<number>('loginAttempts').value ?? 0;
  return <NumberField name="loginAttempts" label={t('access.attempts')} unit={t('access.attempts.unit')} hint={count === 0 ? t('access.attempts.never') : t('access.attempts.hint', { count: Number.isNaN(count) ? '…' : count })} />;
}

function Idle() {
  const { t } = useText();
  const seconds = useField<number>('sessionIdle').value ?? 0;
  const all = Math.round((Number.isNaN(seconds) ? 0 : seconds) / 60);
  const [hours, minutes] = [Math.floor(all / 60), all % 60];
  const time = hours === 0 ? t('access.minutes', { count: minutes }) : minutes === 0 ? t('access.hours', { count: hours }) : t('access.hoursMinutes', { hours, minutes });
  return <NumberField name="sessionIdle" label={t('access.idle')} unit={t('access.idle.unit')} hint={t('access.idle.hint', { time })} />;
}

const FACTOR = ['totpFor'];
const WHO = ['none', 'administrators', 'supervisors', 'all'] as const;

function FactorPart() {
  const { t } = useText();
  const logins = useLogins();
  const may = useMay('settings.edit');
  if (!logins.of) return <Waiting {...logins} />;
  return (
    <SectionForm title={t('access.totp.title')} of={logins.of} names={FACTOR} limits={NONE} words={WORDS} readOnly={!may}>
      <FormSection wide>
        <Factor />
      </FormSection>
    </SectionForm>
  );
}

const NONE: Limits = {};

function Factor() {
  const { t } = useText();
  const { value } = useField<string>('totpFor');
  const who = WHO.find((one) => one === value) ?? 'none';
  return (
    <div>
      <SelectField name="totpFor" segmented label={t('access.totpFor')} options={WHO.map((value) => ({ value, label: t(`access.totpFor.${value}`) }))} />
      <p className={classes.hint} aria-live="polite">
        {t(`access.totp.hint.${who}`)}
      </p>
    </div>
  );
}

function Single() {
  const logins = useLogins();
  const may = useMay('settings.edit');
  if (!logins.of) return <Waiting {...logins} />;
  return <OIDCPart of={logins.of} may={may} />;
}

function Waiting({ error, retry }: { error: unknown; retry: () => void }): ReactNode {
  return <section className={classes.waiting} data-waiting={error ? undefined : true}>{error ? <Failure unreachable={asProblem(error).code === 'unreachable'} detail={asProblem(error).message} onRetry={retry} /> : <Loading rows={3} />}</section>;
}
