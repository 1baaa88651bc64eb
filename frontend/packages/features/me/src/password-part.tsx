import { Button, Checkbox, PasswordInput } from '@mantine/core';
import { IconCheck, IconPoint } from '@tabler/icons-react';
import { useText, type Key } from '@yobirin/kit';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { asProblem, changePassword, getMyKeys } from '@yobirin/wire';
import { useState, type FormEvent } from 'react';
import classes from './me.module.css';
import { passwordRules, type Rule } from './rules';

const FAULTS: Record<string, Key> = { wrong_password: 'me.password.wrong', login_locked: 'me.password.locked' };

const KEYS = ['me', 'api-keys'];

/** The login password: its rules are shown and ticked off while one types (J-ME-2, J-AGENT-6). */
export function PasswordPart() {
  const { t } = useText();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const [said, setSaid] = useState<{ ok: boolean; text: string }>();
  const [busy, setBusy] = useState(false);
  const queries = useQueryClient();
  const keys = useQuery({ queryKey: KEYS, queryFn: ({ signal }) => getMyKeys(signal) }).data ?? [];
  const [revoke, setRevoke] = useState(false);
  const rules = passwordRules(next, again);
  const ready = current !== '' && rules.every((r) => r.kept) && !busy;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    setBusy(true);
    setSaid(undefined);
    changePassword(current, next, revoke && keys.length > 0)
      .then(
        () => {
          setRevoke(false);
          void queries.invalidateQueries({ queryKey: KEYS });
          [setCurrent, setNext, setAgain].forEach((clear) => clear(''));
          setSaid({ ok: true, text: t('me.password.saved') });
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
    <form className={classes.form} onSubmit={submit} aria-label={t('me.password.title')}>
      <h2>{t('me.password.title')}</h2>
      <PasswordInput label={t('me.password.current')} autoComplete="current-password" value={current} onChange={(event) => setCurrent(event.currentTarget.value)} />
      <PasswordInput label={t('me.password.next')} autoComplete="new-password" maxLength={256} value={next} onChange={(event) => setNext(event.currentTarget.value)} />
      <PasswordInput label={t('me.password.again')} autoComplete="new-password" maxLength={256} value={again} onChange={(event) => setAgain(event.currentTarget.value)} />
      <Rules rules={rules} />
      {keys.length > 0 ? (
        <Checkbox
          size="xs"
          checked={revoke}
          onChange={(event) => setRevoke(event.currentTarget.checked)}
          label={t('me.password.revokeKeys', { count: keys.length })}
          description={t('me.password.keysStay', { names: keys.map((key) => key.name).join(', ') })}
        />
      ) : null}
      <Button type="submit" disabled={!ready} aria-busy={busy}>
        {t('me.password.save')}
      </Button>
      <Said said={said} />
    </form>
  );
}

/** The outcome of a form, in the place kept for it. */
export function Said({ said }: { said: { ok: boolean; text: string } | undefined }) {
  return (
    <p className={classes.said} role={said && !said.ok ? 'alert' : 'status'} data-ok={said?.ok}>
      {said?.text}
    </p>
  );
}

function Rules({ rules }: { rules: Rule[] }) {
  const { t } = useText();
  return (
    <ul className={classes.rules}>
      {rules.map(({ key, kept }) => {
        const Glyph = kept ? IconCheck : IconPoint;
        return (
          <li key={key} data-kept={kept || undefined}>
            <Glyph size={14} stroke={2.2} aria-hidden />
            {t(key)}
            <span className="sr-only">{t(kept ? 'me.password.kept' : 'me.password.broken')}</span>
          </li>
        );
      })}
    </ul>
  );
}
