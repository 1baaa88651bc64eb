import { Link } from '@tanstack/react-router';
import { useText, type Key } from '@yobirin/kit';
import { ExtensionField, FormSection, ReferenceField, SecretField, SelectField, SwitchField, TextField, useField, Wide, type RecordFormProps } from '@yobirin/kit/record';
import type { AgentRecord } from './agent';
import classes from './agents.module.css';
import { FormatsField } from './formats-field';
import { KeysLeft } from './keys-left';
import { PasswordRules } from './password-rules';
import { RoleField } from './role-field';

/** The fields of an agent (J-AGENT-1..15). */
export function AgentForm({ record, isNew, readOnly }: RecordFormProps<AgentRecord>) {
  const { t } = useText();
  return (
    <>
      <FormSection title={t('agents.account')}>
        <TextField name="login" label={t('agents.login')} hint={t('agents.login.hint')} />
        <RoleField />
        <TextField name="name" label={t('agents.name')} />
        <TextField name="nickname" label={t('agents.nickname')} hint={t('agents.nickname.hint')} />
        <LanguageField />
        <SwitchField name="disabled" label={t('agents.disabled')} hint={t('agents.disabled.hint')} />
      </FormSection>
      {readOnly ? null : (
        <FormSection title={t('agents.secrets')}>
          <SecretField name="password" label={t('agents.password')} hint={isNew ? t('agents.password.new') : undefined} rules={(typed) => <Secret typed={typed} record={isNew ? undefined : record} />} />
          <SecretField name="pin" label={t('agents.pin')} hint={t('agents.pin.hint')} numeric maxLength={4} />
        </FormSection>
      )}
      <PhonePart />
      <ScreenPart />
      {isNew ? null : <GroupsPart groups={record.groups ?? []} />}
    </>
  );
}

function Secret({ typed, record }: { typed: string; record: AgentRecord | undefined }) {
  return (
    <>
      <PasswordRules typed={typed} />
      {record ? <KeysLeft record={record} /> : null}
    </>
  );
}

/** 言語, in each language's own name. */
export function LanguageField() {
  const { t } = useText();
  return <SelectField name="language" segmented label={t('agents.language')} options={[{ value: 'ja', label: t('lang.ja') }, { value: 'en', label: t('lang.en') }]} />;
}

function PhonePart() {
  const { t } = useText();
  const barred = useField<boolean>('noOutside').value === true;
  return (
    <FormSection title={t('agents.phone')}>
      <ExtensionField of="agents" name="extension" label={t('agents.extension')} hint={t('agents.extension.hint')} />
      <SwitchField name="callWaiting" label={t('agents.callWaiting')} hint={t('agents.callWaiting.hint')} />
      {barred ? <span /> : <ReferenceField name="callerId" noun="numbers" clearable label={t('agents.callerId')} none={t('agents.callerId.none')} />}
      <SwitchField name="noOutside" label={t('agents.noOutside')} hint={t('agents.noOutside.hint')} />
      {barred ? null : (
        <Wide>
          <ReferenceField name="may" noun="numbers" multiple clearable label={t('agents.may')} none={t('agents.may.none')} hint={t('agents.may.hint')} />
        </Wide>
      )}
    </FormSection>
  );
}

function ScreenPart() {
  const { t } = useText();
  const choice = (prefix: string, values: readonly string[]) => values.map((value) => ({ value, label: t(`${prefix}.${value}` as Key) }));
  return (
    <FormSection title={t('agents.screen')}>
      <SwitchField name="crmSearch" label={t('agents.crmSearch')} />
      <SelectField name="popupTarget" segmented label={t('agents.popupTarget')} options={choice('me.personal.popupTarget', ['tab', 'browser'])} />
      <SwitchField name="popupOnRing" label={t('agents.popupOnRing')} />
      <SwitchField name="popupOnAnswer" label={t('agents.popupOnAnswer')} />
      <SwitchField name="notifyExternal" label={t('agents.notifyExternal')} />
      <SwitchField name="notifyInternal" label={t('agents.notifyInternal')} />
      <SelectField name="secondLogin" label={t('agents.secondLogin')} none={t('agents.secondLogin.device')} options={choice('me.personal.secondLogin', ['ring-all', 'newest', 'refuse'])} />
      <SelectField name="historyOrder" label={t('agents.historyOrder')} options={choice('record', ['newest', 'oldest'])} />
      <Wide>
        <FormatsField />
      </Wide>
    </FormSection>
  );
}

function GroupsPart({ groups }: { groups: NonNullable<AgentRecord['groups']> }) {
  const { t } = useText();
  return (
    <FormSection title={t('agents.groups')} hint={t('agents.groups.hint')} wide>
      {groups.length === 0 ? (
        <span className={classes.quiet}>{t('agents.groups.none')}</span>
      ) : (
        <ul className={classes.groups}>
          {groups.map((group) => (
            <li key={group.id}>
              <Link to={`/admin/groups/${encodeURIComponent(group.id)}` as never}>{group.name}</Link>
              <span className={classes.quiet}>{t('agents.level', { level: group.level })}</span>
            </li>
          ))}
        </ul>
      )}
    </FormSection>
  );
}
