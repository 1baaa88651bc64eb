import { Button, Divider, PasswordInput, TextInput } from '@mantine/core';
import { LanguageSwitch, useText } from '@yobirin/kit/start';
import { asProblem, logIn, Problem, type LoginOptions, type Session } from '@yobirin/wire';
import { useRef, useState, type FormEvent, type KeyboardEvent } from 'react';
import { BellMark } from './bell-mark';
import { BrowserForm } from './browser-form';
import { CodeForm } from './code-form';
import { EnrolForm } from './enrol-form';
import { Fault } from './fault-text';
import { SSOButton } from './sso-button';
import { useLoginOptions } from './use-login-options';
import classes from './login.module.css';

interface Props {
  /** True when the user was thrown out of a session rather than coming anew; or a code of why. */
  ended?: boolean | string;
  /** Where single sign-on is done: it leaves this page and comes back to it, or in the system's browser beside the app. */
  sso: 'here' | 'browser';
  onLogin: (session: Session) => void;
}

/** Who is in the middle of logging in: the password was right, more is needed; or the browser has the word. */
type Step = { at: 'start' } | { at: 'code'; id: string; password: string } | { at: 'enrol'; password: string } | { at: 'browser'; again: boolean };

/** The first screen: what the server offers, login ID and password, single sign-on, or both; then the second factor where there is one. */
export function LoginPage({ ended, sso, onLogin }: Props) {
  const { t } = useText();
  const options = useLoginOptions();
  const [step, setStep] = useState<Step>({ at: 'start' });
  const [refused, setRefused] = useState(refusedSSO);
  const back = (problem?: Problem) => {
    setRefused(problem);
    setStep({ at: 'start' });
  };
  // Who was let in by the identity provider as somebody who is unknown here would be the same one again.
  const other = refused?.code === 'oidc_unknown';
  return (
    <main className={classes.page}>
      <div className={classes.card}>
        <div className={classes.brand}>
          <BellMark />
          <h1 className={classes.name}>{t('app.name')}</h1>
        </div>
        {ended && step.at === 'start' ? (
          <p className={classes.note} role="status">
            {ended === 'session_enrol' ? `${t('login.enrolNeeded')} ${t('login.enrolNeededHint')}` : t('login.ended')}
          </p>
        ) : null}
        {step.at === 'start' ? (
          options === undefined ? null : (
            <Start options={options} refused={refused} other={other} onLogin={onLogin} onStep={setStep} onBrowser={sso === 'browser' ? () => setStep({ at: 'browser', again: other }) : undefined} />
          )
        ) : step.at === 'code' ? (
          <CodeForm id={step.id} password={step.password} onLogin={onLogin} onBack={back} />
        ) : step.at === 'browser' ? (
          <BrowserForm again={step.again} onLogin={onLogin} onBack={back} />
        ) : (
          <EnrolForm password={step.password} here={sso === 'here'} onLogin={onLogin} onBack={back} />
        )}
      </div>
      <LanguageSwitch />
    </main>
  );
}

interface StartProps extends FormProps {
  options: LoginOptions | null;
  other: boolean;
  onBrowser?: () => void;
}

/** What the server offers. Where passwords are for administrators alone, single sign-on stands first and theirs is folded away. */
function Start({ options, other, onBrowser, ...form }: StartProps) {
  const { t } = useText();
  // What the server offers may be known late: a form that is being filled in stays as it is.
  const [unfolded, setUnfolded] = useState(options === null);
  const button = options?.oidc ? <SSOButton options={options} other={other} onBegin={onBrowser} /> : null;
  if (button && options?.passwords === 'administrators' && !unfolded) {
    return (
      <>
        {button}
        <Button variant="subtle" fullWidth mb={12} onClick={() => setUnfolded(true)}>
          {t('login.withPassword')}
        </Button>
        <div className={classes.fault} role="alert">
          {form.refused ? <Fault problem={form.refused} /> : null}
        </div>
      </>
    );
  }
  return (
    <>
      <LoginForm {...form} />
      {button ? <Divider label={t('login.or')} labelPosition="center" mb={14} /> : null}
      {button}
    </>
  );
}

/** Why single sign-on sent the browser back here: `/?login=oidc_…`. The address is put right, so that a reload does not say it again. */
function refusedSSO(): Problem | undefined {
  const at = new URL(window.location.href);
  const code = at.searchParams.get('login');
  if (!code?.startsWith('oidc_')) return undefined;
  at.searchParams.delete('login');
  window.history.replaceState(window.history.state, '', at);
  return new Problem(401, { code });
}

interface FormProps extends Pick<Props, 'onLogin'> {
  refused?: Problem;
  onStep: (step: Step) => void;
}

function LoginForm({ refused, onLogin, onStep }: FormProps) {
  const { t } = useText();
  const [id, setId] = useState('');
  const [password, setPassword] = useState('');
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [capsLock, setCapsLock] = useState(false);
  const [problem, setProblem] = useState<Problem | undefined>(refused);
  const idRef = useRef<HTMLInputElement>(null);
  const passwordRef = useRef<HTMLInputElement>(null);
  const watchCapsLock = (event: KeyboardEvent) => setCapsLock(event.getModifierState('CapsLock'));

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy) return;
    setAsked(true);
    if (!id.trim() || !password) {
      (id.trim() ? passwordRef : idRef).current?.focus();
      return;
    }
    setBusy(true);
    setProblem(undefined);
    try {
      const session = await logIn(id.trim(), password);
      if (session.mustEnrol) onStep({ at: 'enrol', password });
      else onLogin(session);
    } catch (error) {
      const problem = asProblem(error);
      if (problem.code === 'totp_needed') {
        onStep({ at: 'code', id: id.trim(), password });
        return;
      }
      setProblem(problem);
      setBusy(false);
      setPassword('');
      setAsked(false);
      passwordRef.current?.focus();
    }
  }

  return (
    <form className={classes.form} onSubmit={(event) => void submit(event)} aria-label={t('login.title')} noValidate>
      <TextInput
        ref={idRef}
        label={t('login.id')}
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
        value={id}
        error={asked && !id.trim() ? t('login.idMissing') : undefined}
        onChange={(event) => setId(event.currentTarget.value)}
      />
      <PasswordInput
        ref={passwordRef}
        label={t('login.password')}
        name="password"
        autoComplete="current-password"
        value={password}
        error={asked && id.trim() && !password ? t('login.passwordMissing') : undefined}
        description={capsLock ? t('login.capsLock') : undefined}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        onChange={(event) => setPassword(event.currentTarget.value)}
        onKeyUp={watchCapsLock}
        onBlur={() => setCapsLock(false)}
      />
      <Button type="submit" fullWidth mt={4} aria-busy={busy}>
        {busy ? t('login.busy') : t('login.submit')}
      </Button>
      <div className={classes.fault} role="alert">
        {problem ? <Fault problem={problem} /> : null}
      </div>
    </form>
  );
}
