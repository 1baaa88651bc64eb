import { Button, TextInput } from '@mantine/core';
import { useText } from '@yobirin/kit/start';
import { asProblem, logInWithCode, type Problem, type Session } from '@yobirin/wire';
import { useRef, useState, type FormEvent } from 'react';
import { Fault } from './fault-text';
import classes from './login.module.css';

interface Props {
  id: string;
  password: string;
  onLogin: (session: Session) => void;
  onBack: () => void;
}

/** The second step of a login: the code of the authenticator app, or a recovery code. */
export function CodeForm({ id, password, onLogin, onBack }: Props) {
  const { t } = useText();
  const [code, setCode] = useState('');
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const field = useRef<HTMLInputElement>(null);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy) return;
    setAsked(true);
    if (!code.trim()) {
      field.current?.focus();
      return;
    }
    setBusy(true);
    setProblem(undefined);
    try {
      onLogin(await logInWithCode(id, password, code.trim()));
    } catch (error) {
      setProblem(asProblem(error));
      setBusy(false);
      setCode('');
      setAsked(false);
      field.current?.focus();
    }
  }

  return (
    <form className={classes.form} onSubmit={(event) => void submit(event)} aria-label={t('login.title')} noValidate>
      <TextInput
        ref={field}
        label={t('login.code')}
        description={t('login.codeHint')}
        name="totp"
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
        maxLength={64}
        value={code}
        error={asked && !code.trim() ? t('login.codeMissing') : undefined}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <Button type="submit" fullWidth mt={4} aria-busy={busy}>
        {busy ? t('login.busy') : t('login.submit')}
      </Button>
      <Button variant="subtle" fullWidth onClick={() => onBack()}>
        {t('login.back')}
      </Button>
      <div className={classes.fault} role="alert">
        {problem ? <Fault problem={problem} /> : null}
      </div>
    </form>
  );
}
