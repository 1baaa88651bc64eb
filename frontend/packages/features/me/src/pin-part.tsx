import { Button, PasswordInput } from '@mantine/core';
import { useText, type Key } from '@yobirin/kit';
import { asProblem, changePIN } from '@yobirin/wire';
import { useState, type FormEvent } from 'react';
import classes from './me.module.css';
import { Said } from './password-part';

const FAULTS: Record<string, Key> = { wrong_password: 'me.pin.wrong', pin_wrong: 'me.pin.wrong', pin_locked: 'me.password.locked', login_locked: 'me.password.locked' };
const isPIN = (text: string) => /^\d{4}$/.test(text);

/** The PIN for hot-desk phones (J-ME-2, J-AGENT-7). */
export function PINPart() {
  const { t } = useText();
  const [current, setCurrent] = useState('');
  const [pin, setPin] = useState('');
  const [said, setSaid] = useState<{ ok: boolean; text: string }>();
  const [busy, setBusy] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!current || !isPIN(pin) || busy) return;
    setBusy(true);
    setSaid(undefined);
    changePIN(current, pin)
      .then(
        () => {
          setCurrent('');
          setPin('');
          setSaid({ ok: true, text: t('me.pin.saved') });
        },
        (error: unknown) => {
          const problem = asProblem(error);
          const key = FAULTS[problem.code];
          setSaid({ ok: false, text: key ? t(key) : t('me.personal.failed', { detail: problem.message }) });
        },
      )
      .finally(() => setBusy(false));
  };
  return (
    <form className={classes.form} onSubmit={submit} aria-label={t('me.pin.title')}>
      <h2>{t('me.pin.title')}</h2>
      <p className={classes.hint}>{t('me.pin.hint')}</p>
      <PasswordInput label={t('me.pin.current')} autoComplete="current-password" value={current} onChange={(event) => setCurrent(event.currentTarget.value)} />
      <PasswordInput
        label={t('me.pin.next')}
        autoComplete="off"
        inputMode="numeric"
        maxLength={4}
        value={pin}
        error={pin !== '' && !isPIN(pin) && pin.length >= 4 ? t('me.pin.bad') : undefined}
        onChange={(event) => setPin(event.currentTarget.value.normalize('NFKC'))}
      />
      <Button type="submit" disabled={!current || !isPIN(pin)} aria-busy={busy}>
        {t('me.pin.save')}
      </Button>
      <Said said={said} />
    </form>
  );
}
