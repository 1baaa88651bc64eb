import { Button, PasswordInput, TextInput } from '@mantine/core';
import { LanguageSwitch, useText } from '@yobirin/kit/start';
import { asProblem, logIn, type Problem, type Session } from '@yobirin/wire';
import { useRef, useState, type FormEvent, type KeyboardEvent } from 'react';
import { BellMark } from './bell-mark';
import { loginFault } from './fault';
import classes from './login.module.css';

interface Props {
  /** True when the user was thrown out of a session rather than coming anew. */
  ended?: boolean;
  onLogin: (session: Session) => void;
}

/** The first screen: login ID, password, language. */
export function LoginPage({ ended, onLogin }: Props) {
  const { t } = useText();
  return (
    <main className={classes.page}>
      <div className={classes.card}>
        <div className={classes.brand}>
          <BellMark />
          <h1 className={classes.name}>{t('app.name')}</h1>
        </div>
        {ended ? (
          <p className={classes.note} role="status">
            {t('login.ended')}
          </p>
        ) : null}
        <LoginForm onLogin={onLogin} />
      </div>
      <LanguageSwitch />
    </main>
  );
}

function LoginForm({ onLogin }: Pick<Props, 'onLogin'>) {
  const { t } = useText();
  const [id, setId] = useState('');
  const [password, setPassword] = useState('');
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [capsLock, setCapsLock] = useState(false);
  const [problem, setProblem] = useState<Problem>();
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
      onLogin(await logIn(id.trim(), password));
    } catch (error) {
      setProblem(asProblem(error));
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

function Fault({ problem }: { problem: Problem }) {
  const { t } = useText();
  const fault = loginFault(problem);
  return (
    <>
      <strong>{t(fault.title, fault.values)}</strong>
      {fault.hint ? <span>{t(fault.hint, fault.values)}</span> : null}
    </>
  );
}
