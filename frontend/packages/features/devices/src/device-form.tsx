import { useText } from '@yobirin/kit';
import { FormSection, NumberField, ReferenceField, SelectField, SwitchField, TextField, useField, Wide, type RecordFormProps } from '@yobirin/kit/record';
import { macText, type DeviceRecord } from './device';
import { KeysField, useModels } from './keys-field';
import { isMaker, MAKER_NAMES } from './maker';
import { PasswordField } from './password-field';

export const TRANSPORT = ['udp', 'tcp', 'tls'] as const;
export const SRTP = ['off', 'prefer', 'require'] as const;
export const SECOND_LOGIN = ['ring-all', 'newest', 'refuse'] as const;

/** The fields of a phone. Of those that the agent app made only what it is called is shown: the app keeps the rest. */
export function DeviceForm({ record, isNew }: RecordFormProps<DeviceRecord>) {
  const { t } = useText();
  const agent = useField<string>('agent').value;
  if (record.kind === 'app') return <AppPart />;
  return (
    <>
      <FormSection title={t('devices.basics')}>
        <TextField name="name" label={t('devices.name')} />
        <ReferenceField name="agent" noun="agents" clearable label={t('devices.agent')} none={t('devices.agent.none')} hint={agent ? undefined : t('devices.agent.hint')} />
        {agent ? (
          <Wide>
            <SwitchField name="desk" label={t('devices.desk')} hint={t('devices.desk.hint')} />
          </Wide>
        ) : null}
      </FormSection>
      <FormSection title={t('devices.account')}>
        <TextField name="user" label={t('devices.user')} hint={t(isNew ? 'devices.user.hint' : 'devices.user.changed')} />
        <TextField name="mac" label={t('devices.mac')} placeholder="00:15:65:aa:bb:cc" hint={t('devices.mac.hint')} clean={cleanMac} />
        <Wide>
          <PasswordField version={record.version} isNew={isNew} />
        </Wide>
      </FormSection>
      <FormSection title={t('devices.connection')}>
        <SelectField name="transport" label={t('devices.transport')} none={t('devices.transport.any')} options={TRANSPORT.map((value) => ({ value, label: t(`devices.transport.${value}`) }))} />
        <SrtpField />
        <SelectField name="secondLogin" label={t('devices.secondLogin')} hint={t('devices.secondLogin.hint')} options={SECOND_LOGIN.map((value) => ({ value, label: t(`me.personal.secondLogin.${value}`) }))} />
        <NumberField name="maxContacts" label={t('devices.maxContacts')} none={t('devices.maxContacts.none')} hint={t('devices.maxContacts.hint')} />
      </FormSection>
      <FormSection title={t('devices.keys')} wide>
        <ModelField />
        <KeysField id={record.id} />
      </FormSection>
    </>
  );
}

/** Which kind of phone it is, of those whose number of keys is known. */
export function ModelField() {
  const { t } = useText();
  const options = useModels().flatMap(({ maker, model }) => (model === undefined ? [] : [{ value: model, label: `${isMaker(maker) ? MAKER_NAMES[maker] : maker} ${model}` }]));
  return <SelectField name="model" label={t('devices.model')} hint={t('devices.model.hint')} none={t('devices.model.none')} options={options} />;
}

function SrtpField() {
  const { t } = useText();
  const value = useField<(typeof SRTP)[number]>('srtp').value ?? 'off';
  return <SelectField name="srtp" label={t('devices.srtp')} hint={t(`devices.srtp.${value}.does`)} options={SRTP.map((one) => ({ value: one, label: t(`devices.srtp.${one}`) }))} />;
}

function AppPart() {
  const { t } = useText();
  return (
    <FormSection title={t('devices.basics')}>
      <TextField name="label" label={t('devices.name')} />
      <ReferenceField name="agent" noun="agents" label={t('devices.agent')} />
      <TextField name="user" label={t('devices.user')} />
    </FormSection>
  );
}

/** As it is written on phones, by twos. */
const cleanMac = (text: string): string => macText(text.normalize('NFKC').toLowerCase().replace(/[^0-9a-f]/g, '').length === 12 ? text.normalize('NFKC').toLowerCase().replace(/[^0-9a-f]/g, '') : text.trim());
