import { Button, TextInput } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { CopyButton, useText, useToast } from '@yobirin/kit';
import { ask, useField } from '@yobirin/kit/record';
import { asProblem } from '@yobirin/wire';
import { useEffect, useState } from 'react';
import classes from './devices.module.css';
import { useKeepGiven } from './given';

/** The phone's password: drawn by the server or typed, in sight while it is new, and never told again. */
export function PasswordField({ version, isNew }: { version: number; isNew: boolean }) {
  const { t } = useText();
  const toast = useToast();
  const field = useField<string>('password', { secret: true });
  const user = useField<string>('user').value ?? '';
  const [busy, setBusy] = useState(false);
  const keep = useKeepGiven();
  const typed = field.value ?? '';
  useEffect(() => {
    if (typed !== '' && user !== '') keep(user, { password: typed, over: isNew ? 0 : version });
  }, [keep, typed, user, isNew, version]);
  const draw = () => {
    setBusy(true);
    ask<{ password: string }>('POST', '/api/v1/devices/password')
      .then(({ password }) => field.set(password))
      .catch((error: unknown) => toast({ tone: 'error', text: asProblem(error).message }))
      .finally(() => setBusy(false));
  };
  if (field.readOnly) return null;
  return (
    <div className={classes.password} data-field="password">
      <TextInput
        ref={field.ref}
        size="xs"
        classNames={{ input: classes.passwordInput, label: classes.label, description: classes.hint, error: classes.fault }}
        name="password"
        label={t('devices.password')}
        description={typed !== '' ? t('devices.password.once') : t(isNew ? 'devices.password.hint' : 'devices.password.kept')}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        withAsterisk={isNew}
        error={field.error}
        autoComplete="off"
        spellCheck={false}
        data-1p-ignore
        maxLength={128}
        placeholder={isNew ? undefined : t('record.secretKept')}
        value={typed}
        onBlur={field.onBlur}
        onChange={(event) => field.set(event.currentTarget.value === '' ? undefined : event.currentTarget.value)}
        rightSection={typed === '' ? null : <CopyButton text={typed} name={t('devices.password.copy')} />}
      />
      <Button size="xs" variant="default" leftSection={<IconRefresh size={14} aria-hidden />} loading={busy} onClick={draw}>
        {t('devices.password.draw')}
      </Button>
    </div>
  );
}
