import { Switch } from '@mantine/core';
import { useText } from '@yobirin/kit';
import { DestinationField, FormSection, NumberField, SecretField, SelectField, SwitchField, TagsField, TextField, useField, Wide, type RecordFormProps } from '@yobirin/kit/record';
import { Switches, PROFILES } from './switches';
import type { TrunkRecord } from './trunk';
import classes from './trunks.module.css';

/** The fields of a trunk (J-TRUNK-1). */
export function TrunkForm({ record, isNew }: RecordFormProps<TrunkRecord>) {
  const { t } = useText();
  const profile = useField<string>('profile').value ?? '';
  return (
    <>
      <FormSection title={t('trunks.basic')}>
        <TextField name="name" label={t('trunks.name')} />
        <SelectField
          name="profile"
          label={t('trunks.profile')}
          none={t('trunks.profile.plain')}
          options={PROFILES.map((name) => ({ value: name, label: t(`trunks.profile.${name}`) }))}
          hint={profile in HINTS ? t(HINTS[profile as keyof typeof HINTS]) : t('trunks.profile.hint')}
        />
        <TextField name="host" label={t('trunks.host')} hint={t('trunks.host.hint')} inputMode="url" placeholder="sip.example.ne.jp" />
        <SelectField name="transport" segmented label={t('trunks.transport')} options={['udp', 'tcp', 'tls'].map((value) => ({ value, label: value.toUpperCase() }))} />
        <SwitchField name="disabled" label={t('trunks.disabled')} hint={t('trunks.disabled.hint')} />
      </FormSection>
      <RegisterPart kept={!isNew && Boolean(record.register)} />
      <FormSection title={t('trunks.limits')}>
        <NumberField name="channels" label={t('trunks.channels')} hint={t('trunks.channels.hint')} />
        <NumberField name="outside" label={t('trunks.outside')} hint={t('trunks.outside.hint')} />
        <NumberField name="daily" label={t('trunks.daily')} hint={t('trunks.daily.hint')} />
      </FormSection>
      <FormSection title={t('trunks.inbound')}>
        <Wide>
          <TagsField name="inboundFrom" label={t('trunks.inboundFrom')} hint={t('trunks.inboundFrom.hint')} placeholder="192.0.2.0/24" />
        </Wide>
        <Wide>
          <DestinationField name="unknownTo" label={t('trunks.unknownTo')} none={t('trunks.unknownTo.none')} hint={t('trunks.unknownTo.hint')} />
        </Wide>
      </FormSection>
      <FormSection title={t('trunks.failover')}>
        <TextField name="proxy" label={t('trunks.proxy')} hint={t('trunks.proxy.hint')} />
        <TagsField name="backup" label={t('trunks.backup')} hint={t('trunks.backup.hint')} />
      </FormSection>
      <Switches />
    </>
  );
}

const HINTS = {
  'ngn-direct': 'trunks.profile.ngn-direct.hint',
  'hgw-extension': 'trunks.profile.hgw-extension.hint',
  'generic-e164-pai': 'trunks.profile.generic-e164-pai.hint',
  '050-register': 'trunks.profile.050-register.hint',
} as const;

/** 認証: the carrier knows us by our address, or we register at it. */
function RegisterPart({ kept }: { kept: boolean }) {
  const { t } = useText();
  const field = useField<TrunkRecord['register']>('register');
  const on = field.value !== undefined;
  return (
    <FormSection title={t('trunks.register')}>
      <Wide>
        <Switch
          size="xs"
          label={t('trunks.registers')}
          description={t(on ? 'trunks.registers.on' : 'trunks.registers.off')}
          checked={on}
          disabled={field.readOnly}
          classNames={{ description: classes.hint, label: classes.switchLabel, thumb: classes.thumb }}
          onChange={(event) => field.set(event.currentTarget.checked ? { user: '' } : null)}
        />
      </Wide>
      {on ? (
        <>
          <TextField name="register.user" label={t('trunks.user')} hint={t('trunks.user.hint')} />
          <SecretField name="register.password" label={t('trunks.password')} placeholder={kept ? undefined : ''} />
          <TextField name="register.authUser" label={t('trunks.authUser')} hint={t('trunks.authUser.hint')} />
          <NumberField name="register.expires" label={t('trunks.expires')} unit={t('trunks.seconds')} none="3600" hint={t('trunks.expires.hint')} />
        </>
      ) : null}
    </FormSection>
  );
}
