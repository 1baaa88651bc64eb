import { Button, TextInput } from '@mantine/core';
import { useText } from '@yobirin/kit/start';
import { asProblem, beginTOTP, confirmTOTP, getSession, logOut, type Problem, type Session, type TOTPSetup } from '@yobirin/wire';
import { lazy, Suspense, useEffect, useRef, useState, type FormEvent } from 'react';
import { Fault } from './fault-text';
import classes from './login.module.css';

/** Few need it at a login: it is not in the first load. */
const QrCode = lazy(() => import('@yobirin/kit/qr').then((module) => ({ default: module.QrCode })));

interface Props {
  /** Just typed; the server asks for it once more, so that an unattended screen gives nobody a second factor. */
  password: string;
  /** On a page of a browser, which may know an authenticator app on this device. */
  here: boolean;
  onLogin: (session: Session) => void;
  /** Given up: the session that may nothing else is over. */
  onBack: () => void;
}

/** Sets up the second factor that the site asks for: key, code, recovery codes. Nothing else can be done before. */
export function EnrolForm({ password, here, onLogin, onBack }: Props) {
  const { t } = useText();
  const [setup, setSetup] = useState<TOTPSetup>();
  const [codes, setCodes] = useState<readonly string[]>();
  const [problem, setProblem] = useState<Problem>();
  const begun = useRef(false);

  useEffect(() => {
    if (begun.current) return; // each time makes another key
    begun.current = true;
    beginTOTP(password).then(setSetup, (error: unknown) => setProblem(asProblem(error)));
  }, [password]);

  const finish = () => {
    getSession().then(onLogin, (error: unknown) => setProblem(asProblem(error)));
  };

  const leave = () => {
    logOut().catch(() => undefined); // what is left of it may nothing, and ends by itself
    onBack();
  };

  return (
    <section className={classes.form} aria-label={t('login.enrol')}>
      <h2 className={classes.step}>{codes ? t('login.recovery') : t('login.enrol')}</h2>
      {codes ? <Recovery codes={codes} onDone={finish} /> : setup ? <Confirm setup={setup} here={here} onDone={setCodes} onProblem={setProblem} /> : null}
      <div className={classes.faultOf} role="alert">
        {problem ? <Fault problem={problem} /> : null}
      </div>
      {codes ? null : (
        <Button variant="subtle" fullWidth mb={8} onClick={leave}>
          {t('login.back')}
        </Button>
      )}
    </section>
  );
}

interface ConfirmProps {
  setup: TOTPSetup;
  here: boolean;
  onDone: (codes: readonly string[]) => void;
  onProblem: (problem: Problem | undefined) => void;
}

function Confirm({ setup, here, onDone, onProblem }: ConfirmProps) {
  const { t } = useText();
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy || !code.trim()) return;
    setBusy(true);
    onProblem(undefined);
    try {
      onDone(await confirmTOTP(code.trim()));
    } catch (error) {
      onProblem(asProblem(error));
      setCode('');
      setBusy(false);
    }
  }

  return (
    <form className={classes.form} onSubmit={(event) => void submit(event)} noValidate>
      <p className={classes.why}>{t('login.enrolWhy')}</p>
      <div className={classes.qr}>
        <Suspense fallback={null}>
          <QrCode text={setup.uri} label={t('login.enrolQr')} size={168} />
        </Suspense>
      </div>
      <div>
        <span className={classes.label}>{t('login.enrolKey')}</span>
        <code className={classes.secret}>{inFours(setup.secret)}</code>
      </div>
      {here ? <a href={setup.uri}>{t('login.enrolOpen')}</a> : null}
      <TextInput
        label={t('login.code')}
        name="totp"
        autoComplete="one-time-code"
        inputMode="numeric"
        autoFocus
        maxLength={64}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <Button type="submit" fullWidth aria-busy={busy}>
        {busy ? t('login.busy') : t('login.enrolConfirm')}
      </Button>
    </form>
  );
}

function Recovery({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const { t } = useText();
  return (
    <>
      <p className={classes.why}>{t('login.recoveryWhy')}</p>
      <ul className={classes.codes}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <Button fullWidth onClick={onDone}>
        {t('login.recoveryDone')}
      </Button>
    </>
  );
}

/** A key as people read it out: groups of four. */
export const inFours = (secret: string) => secret.replace(/(.{4})(?=.)/g, '$1 ');
