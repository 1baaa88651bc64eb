import { Button } from '@mantine/core';
import { IconCircleCheckFilled, IconCircleXFilled } from '@tabler/icons-react';
import { CopyButton, useText, type Text } from '@yobirin/kit';
import { FormSection, SecretField, SectionForm, SelectField, Shown, TextField, useField, Wide, type Limits, type Single } from '@yobirin/kit/record';
import { asProblem, tryIdentity, type IdentityStep, type IdentityTrial } from '@yobirin/wire';
import { useState } from 'react';
import classes from './access.module.css';
import { WORDS } from './use-settings';

const NAMES = ['oidc', 'passwords'];
const LIMITS: Limits = { 'oidc.issuer': { maxLength: 500 }, 'oidc.clientId': { maxLength: 200 }, 'oidc.secret': { maxLength: 500 }, 'oidc.claim': { minLength: 1, maxLength: 64 }, 'oidc.button': { maxLength: 40 } };
const CALLBACK = '/api/v1/session/oidc/callback';

/** シングルサインオン: the identity provider, and who may still use a password. */
export function OIDCPart({ of, may }: { of: Single; may: boolean }) {
  const { t } = useText();
  const hasSecret = (of.data['oidc'] as { hasSecret?: boolean }).hasSecret === true;
  const redirect = window.location.origin + CALLBACK;
  const [trial, setTrial] = useState<{ issuer: string; report?: IdentityTrial; fault?: string }>();
  return (
    <SectionForm title={t('access.oidc.title')} of={of} names={NAMES} limits={LIMITS} words={WORDS} readOnly={!may} tools={() => (may ? <Try onTried={setTrial} /> : null)}>
      <FormSection>
        <Wide>
          <TextField name="oidc.issuer" label={t('access.oidc.issuer')} hint={t('access.oidc.issuer.hint')} />
        </Wide>
        <TextField name="oidc.clientId" label={t('access.oidc.clientId')} />
        <SecretField name="oidc.secret" label={t('access.oidc.secret')} maxLength={500} placeholder={t(hasSecret ? 'access.oidc.secret.kept' : 'access.oidc.secret.none')} />
        <TextField name="oidc.claim" label={t('access.oidc.claim')} hint={t('access.oidc.claim.hint')} />
        <TextField name="oidc.button" label={t('access.oidc.button')} hint={t('access.oidc.button.hint')} />
        <Wide>
          <Shown label={t('access.oidc.redirect')}>
            <span className={classes.address}>
              <code>{redirect}</code>
              <CopyButton text={redirect} />
            </span>
          </Shown>
        </Wide>
        <Wide>
          <SelectField
            name="passwords"
            segmented
            label={t('access.passwords')}
            options={[
              { value: 'all', label: t('access.passwords.all') },
              { value: 'administrators', label: t('access.passwords.administrators') },
            ]}
          />
          <p className={classes.hint}>{t('access.passwords.hint')}</p>
        </Wide>
      </FormSection>
      {trial ? <Report trial={trial} /> : null}
    </SectionForm>
  );
}

/** Looks for the identity provider that is typed, saved or not. */
function Try({ onTried }: { onTried: (trial: { issuer: string; report?: IdentityTrial; fault?: string } | undefined) => void }) {
  const { t } = useText();
  const issuer = (useField<string>('oidc.issuer').value ?? '').trim();
  const [busy, setBusy] = useState(false);
  const go = () => {
    setBusy(true);
    onTried(undefined);
    tryIdentity(issuer)
      .then(
        (report) => onTried({ issuer, report }),
        (error: unknown) => onTried({ issuer, fault: asProblem(error).body.errors?.[0]?.message ?? asProblem(error).message }),
      )
      .finally(() => setBusy(false));
  };
  return (
    <Button size="xs" variant="default" disabled={issuer === ''} loading={busy} onClick={go}>
      {t('access.oidc.test')}
    </Button>
  );
}

function Report({ trial: { issuer, report, fault } }: { trial: { issuer: string; report?: IdentityTrial; fault?: string } }) {
  const { t } = useText();
  return (
    <div className={classes.report} role="status" aria-label={t('access.oidc.test')}>
      <code>{issuer}</code>
      {fault ? <p className={classes.bad}>{fault}</p> : null}
      <ol>
        {report?.steps.map((step) => {
          const Glyph = step.ok ? IconCircleCheckFilled : IconCircleXFilled;
          return (
            <li key={step.what} data-ok={step.ok}>
              <Glyph size={16} aria-label={t(step.ok ? 'welcome.done' : 'welcome.todo')} />
              <span>{t(`access.test.${step.what}`)}</span>
              <span className={step.ok ? classes.dim : classes.bad}>{stepText(step, t)}</span>
            </li>
          );
        })}
      </ol>
      {report?.ok ? <p className={classes.good}>{t('access.test.ok')}</p> : null}
    </div>
  );
}

/** What came of a step, in words. */
function stepText(step: IdentityStep, t: Text): string {
  const detail = step.detail ?? '';
  if (step.wrong) return [t(`access.test.${step.wrong}`, { detail }), step.wrong === 'unreachable' ? detail : ''].filter(Boolean).join('：');
  return step.what === 'keys' ? t('access.test.keyCount', { detail }) : '';
}
