import { Button, TextInput } from '@mantine/core';
import { CopyButton, useText, useViewer } from '@yobirin/kit';
import { QrCode } from '@yobirin/kit/qr';
import { ask, Picker } from '@yobirin/kit/record';
import { asProblem } from '@yobirin/wire';
import { useState, type FormEvent } from 'react';
import classes from './welcome.module.css';

interface Account {
  name: string;
  user: string;
  password: string;
  domain: string;
  port: number;
  transport: string;
  /** What the QR code says. */
  code: string;
}

/** Makes a phone for an agent with a drawn password, and shows its account this once. */
async function makePhone(name: string, agent: string): Promise<Account> {
  const { password } = await ask<{ password: string }>('POST', '/api/v1/devices/password');
  const user = `phone-${crypto.getRandomValues(new Uint32Array(1))[0]!.toString(16).padStart(8, '0')}`;
  const made = await ask<{ id: string }>('POST', '/api/v1/devices', { json: { name, user, password, agent } });
  const { text } = await ask<{ text: string }>('POST', `/api/v1/devices/${encodeURIComponent(made.id)}/provisioning`, { json: { kind: 'qr', password } });
  const { domain, port, transport } = JSON.parse(text) as { domain: string; port: number; transport: string };
  return { name, user, password, domain, port, transport, code: text };
}

export function PhoneMaker({ onMade }: { onMade: () => void }) {
  const { t } = useText();
  const viewer = useViewer();
  const [agent, setAgent] = useState<string>(viewer.id);
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const [account, setAccount] = useState<Account>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!name.trim() || busy) return;
    setBusy(true);
    setFault(undefined);
    makePhone(name.trim(), agent)
      .then(
        (made) => {
          setAccount(made);
          setName('');
          onMade();
        },
        (error: unknown) => setFault(asProblem(error).body.errors?.[0]?.message ?? asProblem(error).message),
      )
      .finally(() => setBusy(false));
  };
  if (account) return <Shown account={account} onDone={() => setAccount(undefined)} />;
  return (
    <form className={classes.maker} onSubmit={submit} noValidate>
      <Picker noun="agents" value={agent} onChange={(id) => id && setAgent(id)} input={{ label: t('welcome.phone.agent'), size: 'xs' }} />
      <TextInput size="xs" label={t('welcome.phone.name')} maxLength={64} value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <Button size="xs" type="submit" variant="default" disabled={!name.trim()} loading={busy}>
        {t('welcome.phone.make')}
      </Button>
      {fault ? (
        <p className={classes.bad} role="alert">
          {t('welcome.failed', { detail: fault })}
        </p>
      ) : null}
    </form>
  );
}

function Shown({ account, onDone }: { account: Account; onDone: () => void }) {
  const { t } = useText();
  const rows: [string, string][] = [
    [t('welcome.phone.user'), account.user],
    [t('welcome.phone.password'), account.password],
    [t('welcome.phone.domain'), account.domain],
    [t('welcome.phone.server'), `${account.domain}:${account.port} (${account.transport.toUpperCase()})`],
  ];
  return (
    <div className={classes.account} role="group" aria-label={t('welcome.phone.made', { name: account.name })}>
      <QrCode text={account.code} label={t('welcome.phone.qr')} size={132} />
      <div>
        <p>{t('welcome.phone.made', { name: account.name })}</p>
        <dl>
          {rows.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <code>{value}</code>
                <CopyButton text={value} name={`${t('welcome.phone.copy')}: ${name}`} />
              </dd>
            </div>
          ))}
        </dl>
        <p className={classes.why}>{t('welcome.phone.qrHint')}</p>
        <Button size="compact-sm" variant="default" onClick={onDone}>
          {t('welcome.phone.close')}
        </Button>
      </div>
    </div>
  );
}
