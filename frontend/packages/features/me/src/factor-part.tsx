import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { CopyButton, Failure, Loading, useText, useTimes } from '@yobirin/kit';
import { QrCode } from '@yobirin/kit/qr';
import { asProblem, beginTOTP, confirmTOTP, endTOTP, getMyTOTP, renewRecovery, UNREACHABLE, type TOTPSetup } from '@yobirin/wire';
import { useState, type FormEvent, type ReactNode } from 'react';
import { Said } from './password-part';
import { RecoveryCodes } from './recovery-codes';
import classes from './me.module.css';

const KEY = ['me', 'totp'];

type Step = { at: 'rest' } | { at: 'begin' | 'renew' | 'end' } | { at: 'scan'; setup: TOTPSetup } | { at: 'codes'; codes: readonly string[]; first: boolean };

/** The second factor of one's own login: set up with an app, recovery codes, turned off. */
export function FactorPart() {
  const { t } = useText();
  const queries = useQueryClient();
  const { data, isPending, isError, error, refetch } = useQuery({ queryKey: KEY, queryFn: ({ signal }) => getMyTOTP(signal), refetchOnWindowFocus: false });
  const [step, setStep] = useState<Step>({ at: 'rest' });
  const [said, setSaid] = useState<{ ok: boolean; text: string }>();
  const again = () => void queries.invalidateQueries({ queryKey: KEY });
  if (isPending) return <Loading rows={3} />;
  if (isError) return <Failure unreachable={asProblem(error).code === UNREACHABLE} detail={asProblem(error).message} onRetry={() => void refetch()} />;
  if (!data.available) return null;
  const go = (at: 'begin' | 'renew' | 'end') => {
    setSaid(undefined);
    setStep({ at });
  };
  return (
    <section aria-label={t('me.totp.title')}>
      <h2>{t('me.totp.title')}</h2>
      {step.at === 'rest' ? (
        <>
          <State enabled={data.enabled} since={data.since} required={data.required} recovery={data.recovery} />
          <Choices enabled={data.enabled} required={data.required} onGo={go} />
          <Said said={said} />
        </>
      ) : (
        <Doing
          step={step}
          onStep={setStep}
          onSaid={(text) => {
            setStep({ at: 'rest' });
            if (text) setSaid({ ok: true, text });
          }}
          onChange={again}
        />
      )}
    </section>
  );
}

function Choices({ enabled, required, onGo }: { enabled: boolean; required: boolean; onGo: (at: 'begin' | 'renew' | 'end') => void }) {
  const { t } = useText();
  return (
    <div className={classes.buttons}>
      {enabled ? (
        <>
          <Button size="compact-md" variant="default" onClick={() => onGo('renew')}>
            {t('me.totp.renew')}
          </Button>
          {required ? null : (
            <Button size="compact-md" variant="default" onClick={() => onGo('end')}>
              {t('me.totp.end')}
            </Button>
          )}
        </>
      ) : (
        <Button size="compact-md" onClick={() => onGo('begin')}>
          {t('me.totp.begin')}
        </Button>
      )}
    </div>
  );
}

interface DoingProps {
  step: Exclude<Step, { at: 'rest' }>;
  onStep: (step: Step) => void;
  /** Back to rest, with a word of what was done. */
  onSaid: (text?: string) => void;
  onChange: () => void;
}

/** The steps of setting it up, of new recovery codes, of turning it off. */
function Doing({ step, onStep, onSaid, onChange }: DoingProps) {
  const { t } = useText();
  const codes = (first: boolean) => (list: readonly string[]) => {
    onStep({ at: 'codes', codes: list, first });
    onChange();
  };
  switch (step.at) {
    case 'begin':
      return <Proof go={t('me.totp.next')} onCancel={() => onSaid()} onProof={(password) => beginTOTP(password).then((setup) => onStep({ at: 'scan', setup }))} />;
    case 'scan':
      return <Scan setup={step.setup} onCancel={() => onSaid()} onConfirmed={codes(true)} />;
    case 'renew':
      return <Proof hint={t('me.totp.renewHint')} code go={t('me.totp.renew')} onCancel={() => onSaid()} onProof={(password, code) => renewRecovery(password, code).then(codes(false))} />;
    case 'end':
      return (
        <Proof
          hint={t('me.totp.endHint')}
          code
          go={t('me.totp.end')}
          onCancel={() => onSaid()}
          onProof={(password, code) =>
            endTOTP(password, code).then(() => {
              onSaid(t('me.totp.ended'));
              onChange();
            })
          }
        />
      );
    case 'codes':
      return <RecoveryCodes codes={step.codes} onDone={() => onSaid(step.first ? t('me.totp.started') : undefined)} />;
  }
}

function State({ enabled, since, required, recovery }: { enabled: boolean; since?: string; required: boolean; recovery: number }) {
  const { t } = useText();
  const times = useTimes();
  return (
    <>
      <p className={classes.hint}>
        {t('me.totp.hint')}
        {required ? ` ${t('me.totp.required')}` : ''}
      </p>
      <p className={classes.factor} data-on={enabled || undefined}>
        <strong>{t(enabled ? 'me.totp.on' : 'me.totp.off')}</strong>
        {enabled && since ? <span className={classes.dim}>{t('me.totp.since', { time: times.date(since) })}</span> : null}
        {enabled ? <span className={recovery < 4 ? classes.few : classes.dim}>{t('me.totp.left', { count: recovery })}</span> : null}
        {enabled && recovery < 4 ? <span className={classes.few}>{t('me.totp.few')}</span> : null}
      </p>
    </>
  );
}

interface ProofProps {
  hint?: string;
  /** A code of the app is asked for, too. */
  code?: boolean;
  go: string;
  onProof: (password: string, code: string) => Promise<unknown>;
  onCancel: () => void;
}

/** Asks once more who is there: an unattended screen gives nobody a second factor. */
function Proof({ hint, code: coded, go, onProof, onCancel }: ProofProps) {
  const { t } = useText();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  return (
    <Asking hint={hint} go={go} ready={password !== '' && (!coded || code.trim() !== '')} onGo={() => onProof(password, code.trim())} onCancel={onCancel}>
      <PasswordInput label={t('me.totp.password')} autoComplete="current-password" autoFocus value={password} onChange={(event) => setPassword(event.currentTarget.value)} />
      {coded ? <Code value={code} onChange={setCode} /> : null}
    </Asking>
  );
}

function Scan({ setup, onConfirmed, onCancel }: { setup: TOTPSetup; onConfirmed: (codes: readonly string[]) => void; onCancel: () => void }) {
  const { t } = useText();
  const [code, setCode] = useState('');
  return (
    <div className={classes.scan}>
      <QrCode text={setup.uri} label={t('me.totp.qr')} size={176} />
      <Asking hint={t('me.totp.scan')} go={t('me.totp.confirm')} ready={code.trim() !== ''} onGo={() => confirmTOTP(code.trim()).then(onConfirmed)} onCancel={onCancel}>
        <div>
          <span className={classes.dim}>{t('me.totp.key')}</span>
          <div className={classes.inline} data-tight>
            <code className={classes.key}>{setup.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
            <CopyButton text={setup.secret} />
          </div>
        </div>
        <Code value={code} onChange={setCode} autoFocus />
      </Asking>
    </div>
  );
}

function Code({ value, onChange, autoFocus }: { value: string; onChange: (code: string) => void; autoFocus?: boolean }) {
  const { t } = useText();
  return <TextInput label={t('me.totp.code')} description={t('me.totp.codeHint')} name="totp" autoComplete="one-time-code" inputMode="numeric" autoFocus={autoFocus} maxLength={64} value={value} onChange={(event) => onChange(event.currentTarget.value.normalize('NFKC'))} />;
}

interface AskingProps {
  hint?: string;
  go: string;
  ready: boolean;
  onGo: () => Promise<unknown>;
  onCancel: () => void;
  children: ReactNode;
}

function Asking({ hint, go, ready, onGo, onCancel, children }: AskingProps) {
  const { t } = useText();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!ready || busy) return;
    setBusy(true);
    setFault(undefined);
    onGo().catch((error: unknown) => {
      setFault(asProblem(error).message);
      setBusy(false);
    });
  };
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      {hint ? <p className={classes.hint}>{hint}</p> : null}
      {children}
      <div className={classes.buttons}>
        <Button type="submit" size="compact-md" disabled={!ready} loading={busy}>
          {go}
        </Button>
        <Button size="compact-md" variant="default" onClick={onCancel}>
          {t('me.totp.cancel')}
        </Button>
      </div>
      <p className={classes.fault} role="alert">
        {fault}
      </p>
    </form>
  );
}
