import { Button, NativeSelect, TextInput } from '@mantine/core';
import { IconCircleCheckFilled, IconCircleXFilled } from '@tabler/icons-react';
import { useMay, useText } from '@yobirin/kit';
import { ask, FormSection, NumberField, SecretField, SectionForm, SelectField, SwitchField, TextField, useDocument, useField, Wide, type Limits } from '@yobirin/kit/record';
import { asProblem, limits } from '@yobirin/wire';
import { useState } from 'react';
import { ARCHIVE, ARCHIVE_WORDS, BUCKET, BUCKET_WORDS, CHAT, CHAT_WORDS, MAIL, MAIL_WORDS } from './documents';
import type { PartProps } from './sections';
import classes from './settings.module.css';
import { Days, Waiting } from './site-parts';

type Values = Record<string, unknown>;
const text = (value: unknown) => (typeof value === 'string' ? value : '');

const limitsOf = (schema: string): Limits => limits[schema] ?? {};
const MAIL_LIMITS = limitsOf('Server');
const MAIL_NAMES = ['host', 'port', 'security', 'user', 'password', 'from', 'fromName'];

/** SMTP: the mail server, tried by a test mail. */
export function MailPart({ onDirty }: PartProps) {
  const { t } = useText();
  const may = useMay('settings.edit');
  const { of, error, retry } = useDocument(MAIL);
  if (!of) return <Waiting title={t('settings.mail')} error={error} retry={retry} />;
  return (
    <SectionForm title={t('settings.mail')} hint={t('settings.mail.hint')} of={of} names={MAIL_NAMES} limits={MAIL_LIMITS} words={MAIL_WORDS} readOnly={!may} onDirty={onDirty} tools={may ? (dirty) => <TestMail off={dirty || text(of.data['host']) === ''} /> : undefined}>
      <FormSection>
        <TextField name="host" label={t('settings.mail.host')} hint={t('settings.mail.host.hint')} inputMode="url" placeholder="smtp.example.com" />
        <NumberField name="port" label={t('settings.mail.port')} hint={t('settings.mail.port.hint')} />
        <SelectField name="security" segmented label={t('settings.mail.security')} options={[{ value: 'starttls', label: 'STARTTLS' }, { value: 'tls', label: 'TLS' }, { value: 'none', label: t('settings.mail.none') }]} hint={t('settings.mail.security.hint')} />
        <span />
        <TextField name="user" label={t('settings.mail.user')} hint={t('settings.mail.user.hint')} />
        <SecretField name="password" label={t('settings.mail.password')} maxLength={1024} placeholder={of.data['hasPassword'] ? undefined : ''} />
        <TextField name="from" label={t('settings.mail.from')} inputMode="email" placeholder="callcenter@example.com" />
        <TextField name="fromName" label={t('settings.mail.fromName')} />
      </FormSection>
    </SectionForm>
  );
}

interface Tried {
  ok: boolean;
  text: string;
}

function TestMail({ off }: { off: boolean }) {
  const { t } = useText();
  const [to, setTo] = useState('');
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState<Tried>();
  const go = () => {
    setBusy(true);
    setTried(undefined);
    ask<void>('POST', '/api/v1/settings/mail/test', { json: { to: to.trim() } })
      .then(() => setTried({ ok: true, text: t('settings.mail.sent', { to: to.trim() }) }))
      .catch((error: unknown) => setTried({ ok: false, text: saidOf(error) }))
      .finally(() => setBusy(false));
  };
  return (
    <span className={classes.try}>
      <TextInput size="xs" aria-label={t('settings.mail.to')} placeholder={t('settings.mail.to')} inputMode="email" maxLength={254} value={to} disabled={off} onChange={(event) => setTo(event.currentTarget.value)} />
      <Button size="xs" variant="default" disabled={off || to.trim() === ''} loading={busy} title={off ? t('settings.test.save') : undefined} onClick={go}>
        {t('settings.mail.test')}
      </Button>
      <Outcome tried={tried} />
    </span>
  );
}

/** A refusal with the other side's own words. */
function saidOf(error: unknown): string {
  const problem = asProblem(error);
  const values = ((problem.body.errors ?? []) as { value?: unknown; message?: string }[]).map((e) => (typeof e.value === 'string' && e.value ? e.value : e.message)).filter(Boolean);
  return [problem.message, ...values].join(' ');
}

function Outcome({ tried }: { tried: Tried | undefined }) {
  return (
    <span role="status" className={classes.outcome} data-ok={tried?.ok}>
      {tried ? (
        <>
          {tried.ok ? <IconCircleCheckFilled size={15} aria-hidden /> : <IconCircleXFilled size={15} aria-hidden />}
          {tried.text}
        </>
      ) : null}
    </span>
  );
}

const S3_LIMITS = limitsOf('S3Bucket');
const S3_NAMES = ['endpoint', 'region', 'bucket', 'prefix', 'accessKey', 'secret', 'pathStyle', 'tls'];
/** What a test is asked for: the stored secret goes with the stored service. */
const bucketOf = (values: Values): Values => Object.fromEntries(S3_NAMES.filter((name) => name !== 'secret').map((name) => [name, values[name]]));

/** Amazon S3連携: the bucket that archives are uploaded to. */
export function S3Part({ onDirty }: PartProps) {
  const { t } = useText();
  const may = useMay('settings.edit');
  const { of, error, retry } = useDocument(BUCKET);
  if (!of) return <Waiting title={t('settings.s3')} error={error} retry={retry} />;
  return (
    <SectionForm title={t('settings.s3')} hint={t('settings.s3.hint')} of={of} names={S3_NAMES} limits={S3_LIMITS} words={BUCKET_WORDS} readOnly={!may} onDirty={onDirty} tools={may ? (dirty) => <TestBucket off={dirty || text(of.data['endpoint']) === ''} of={of.data} /> : undefined}>
      <FormSection>
        <TextField name="endpoint" label={t('settings.s3.endpoint')} hint={t('settings.s3.endpoint.hint')} placeholder="s3.ap-northeast-1.amazonaws.com" inputMode="url" />
        <TextField name="region" label={t('settings.s3.region')} placeholder="ap-northeast-1" />
        <TextField name="bucket" label={t('settings.s3.bucket')} />
        <TextField name="prefix" label={t('settings.s3.prefix')} hint={t('settings.s3.prefix.hint')} placeholder="recordings/" />
        <TextField name="accessKey" label={t('settings.s3.accessKey')} />
        <SecretField name="secret" label={t('settings.s3.secret')} placeholder={of.data['hasSecret'] ? undefined : ''} />
        <SwitchField name="tls" label={t('settings.s3.tls')} />
        <SwitchField name="pathStyle" label={t('settings.s3.pathStyle')} hint={t('settings.s3.pathStyle.hint')} />
      </FormSection>
    </SectionForm>
  );
}

function TestBucket({ off, of }: { off: boolean; of: Values }) {
  const { t } = useText();
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState<Tried>();
  const go = () => {
    setBusy(true);
    setTried(undefined);
    ask<{ ok: boolean; detail?: string; said?: string }>('POST', '/api/v1/settings/s3/test', { json: bucketOf(of) })
      .then(({ ok, detail, said }) => setTried({ ok, text: ok ? t('settings.s3.works') : [detail, said].filter(Boolean).join(' – ') }))
      .catch((error: unknown) => setTried({ ok: false, text: saidOf(error) }))
      .finally(() => setBusy(false));
  };
  return (
    <span className={classes.try}>
      <Button size="xs" variant="default" disabled={off} loading={busy} title={off ? t('settings.test.save') : undefined} onClick={go}>
        {t('settings.s3.test')}
      </Button>
      <Outcome tried={tried} />
    </span>
  );
}

const ARCHIVE_LIMITS = limitsOf('MakingSettings');
const ARCHIVE_NAMES = ['enabled', 'hour', 'bytesPerSecond', 'keepDays'];

/** 録音の日次アーカイブ (W-HIST-4). */
export function ArchivePart({ onDirty }: PartProps) {
  const { t } = useText();
  const may = useMay('settings.edit');
  const { of, error, retry } = useDocument(ARCHIVE);
  if (!of) return <Waiting title={t('settings.archive')} error={error} retry={retry} />;
  return (
    <SectionForm title={t('settings.archive')} hint={t('settings.archive.hint')} of={of} names={ARCHIVE_NAMES} limits={ARCHIVE_LIMITS} words={ARCHIVE_WORDS} readOnly={!may} onDirty={onDirty}>
      <FormSection>
        <Wide>
          <SwitchField name="enabled" label={t('settings.archive.enabled')} hint={t('settings.archive.enabled.hint')} />
        </Wide>
        <Hour />
        <Pace />
        <Days name="keepDays" label={t('settings.archive.keep')} kept="settings.archive.days" forever="settings.archive.forever" />
      </FormSection>
    </SectionForm>
  );
}

const HOURS = Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: `${hour}:00` }));

function Hour() {
  const { t } = useText();
  const field = useField<number>('hour');
  return <NativeSelect size="xs" label={t('settings.archive.hour')} disabled={field.readOnly} data={HOURS} value={String(field.value ?? 0)} classNames={{ label: classes.label, root: classes.narrow }} onBlur={field.onBlur} onChange={(event) => field.set(Number(event.currentTarget.value))} />;
}

function Pace() {
  const { t } = useText();
  const field = useField<number>('bytesPerSecond');
  const mb = (field.value ?? 0) / (1 << 20);
  return (
    <TextInput
      size="xs"
      type="number"
      min={1}
      max={10240}
      label={t('settings.archive.pace')}
      description={t('settings.archive.pace.hint')}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      error={field.error}
      readOnly={field.readOnly}
      classNames={{ label: classes.label, description: classes.hint, error: classes.error, root: classes.narrow }}
      value={Number.isFinite(mb) ? Math.round(mb * 100) / 100 : ''}
      onBlur={field.onBlur}
      onChange={(event) => field.set(Math.round(Number(event.currentTarget.value) * (1 << 20)))}
    />
  );
}

const CHAT_LIMITS = limitsOf('ChatSettings');
const CHAT_NAMES = ['retentionDays'];

/** How long what agents write to each other is kept. */
export function ChatPart({ onDirty }: PartProps) {
  const { t } = useText();
  const may = useMay('settings.edit');
  const { of, error, retry } = useDocument(CHAT);
  if (!of) return <Waiting title={t('settings.chat')} error={error} retry={retry} />;
  return (
    <SectionForm title={t('settings.chat')} of={of} names={CHAT_NAMES} limits={CHAT_LIMITS} words={CHAT_WORDS} readOnly={!may} onDirty={onDirty}>
      <FormSection>
        <Days name="retentionDays" label={t('settings.chat.retention')} kept="settings.chat.days" forever="settings.chat.forever" />
      </FormSection>
    </SectionForm>
  );
}
