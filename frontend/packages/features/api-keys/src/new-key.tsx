import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { CopyButton, Sheet, useText, useViewer, type Permission } from '@yobirin/kit';
import { Dialog, PermissionMatrix } from '@yobirin/kit/record';
import { asProblem, makeApiKey, type MadeApiKey } from '@yobirin/wire';
import { useId, useState, type FormEvent } from 'react';
import classes from './api-keys.module.css';
import { endOf, EXPIRIES, type Expiry } from './state';

/** Makes a key of one's own, and shows it once. */
export function NewKeySheet({ onMade, onClose }: { onMade: () => void; onClose: () => void }) {
  const { t } = useText();
  const viewer = useViewer();
  const [name, setName] = useState('');
  const [expiry, setExpiry] = useState<Expiry>('365');
  const [scopes, setScopes] = useState<Permission[]>([]);
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const [made, setMade] = useState<MadeApiKey>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (!name.trim() || scopes.length === 0 || busy) return;
    setBusy(true);
    setFault(undefined);
    makeApiKey({ name: name.trim(), scopes, expires: endOf(expiry, Date.now()) })
      .then(
        (key) => {
          setMade(key);
          onMade();
        },
        (error: unknown) => setFault(t('keys.failed', { detail: asProblem(error).message })),
      )
      .finally(() => setBusy(false));
  };
  return (
    <Sheet
      title={t('keys.newTitle')}
      onClose={onClose}
      foot={
        <>
          <Button size="xs" type="submit" form="new-key" loading={busy}>
            {t('keys.make')}
          </Button>
          <Button size="xs" variant="default" onClick={onClose}>
            {t('keys.cancel')}
          </Button>
          {fault ? (
            <span role="alert" className={classes.bad}>
              {fault}
            </span>
          ) : null}
        </>
      }
    >
      <form id="new-key" className={classes.form} onSubmit={submit} noValidate>
        <Heading name={name} onName={setName} missing={asked && !name.trim()} expiry={expiry} onExpiry={setExpiry} />
        <section className={classes.matrix} aria-label={t('keys.scopes')}>
          <h3>{t('keys.scopes')}</h3>
          <p className={classes.hint}>{t('keys.scopesHint')}</p>
          {asked && scopes.length === 0 ? (
            <p className={classes.bad} role="alert">
              {t('keys.scopesMissing')}
            </p>
          ) : null}
          <PermissionMatrix value={scopes} onChange={setScopes} mayGive={(permission) => viewer.permissions.includes(permission)} />
        </section>
      </form>
      {made ? <Made made={made} onDone={onClose} /> : null}
    </Sheet>
  );
}

interface HeadingProps {
  name: string;
  onName: (name: string) => void;
  missing: boolean;
  expiry: Expiry;
  onExpiry: (expiry: Expiry) => void;
}

/** What the key is called, and how long it is of use. */
function Heading({ name, onName, missing, expiry, onExpiry }: HeadingProps) {
  const { t } = useText();
  const label = useId();
  return (
    <div className={classes.fields}>
      <TextInput
        size="xs"
        label={t('keys.name')}
        withAsterisk
        required
        placeholder={t('keys.purpose')}
        data-autofocus
        autoFocus
        maxLength={100}
        value={name}
        error={missing ? t('keys.nameMissing') : undefined}
        onChange={(event) => onName(event.currentTarget.value)}
      />
      <div>
        <span id={label} className={classes.label}>
          {t('keys.expiry')}
        </span>
        <SegmentedControl size="xs" aria-labelledby={label} value={expiry} onChange={(value) => onExpiry(value as Expiry)} data={EXPIRIES.map((value) => ({ value, label: t(`keys.expiry.${value}`) }))} />
      </div>
    </div>
  );
}

/** The key itself: nobody can show it again. */
function Made({ made, onDone }: { made: MadeApiKey; onDone: () => void }) {
  const { t } = useText();
  const example = `curl -H "Authorization: Bearer ${made.key}" ${window.location.origin}/api/v1/session`;
  return (
    <Dialog
      title={t('keys.made')}
      size={620}
      onClose={() => undefined}
      foot={
        <Button size="xs" onClick={onDone}>
          {t('keys.noted')}
        </Button>
      }
    >
      <p className={classes.words}>{t('keys.madeHint')}</p>
      <div className={classes.secret}>
        <code data-testid="key">{made.key}</code>
        <CopyButton text={made.key} />
      </div>
      <p className={classes.label}>{t('keys.usage')}</p>
      <div className={classes.secret} data-quiet>
        <code>{example}</code>
        <CopyButton text={example} />
      </div>
    </Dialog>
  );
}
