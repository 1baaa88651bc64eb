import { useText } from '@yobirin/kit';
import { FormSection, SwitchField, TagsField, TextField, useField, Wide, type RecordFormProps } from '@yobirin/kit/record';
import type { AudioRecord } from './audio';
import classes from './audios.module.css';

/** The fields of an audio file: its name, and the voicemail after it. */
export function AudioForm({ readOnly }: RecordFormProps<AudioRecord>) {
  const { t } = useText();
  const voicemail = useField<boolean>('voicemail').value === true;
  const told = (useField<string[]>('recipients').value ?? []).length > 0;
  return (
    <>
      <FormSection title={t('audios.basic')}>
        <TextField name="name" label={t('audios.name')} />
      </FormSection>
      <FormSection title={t('audios.voicemail')} hint={t('audios.voicemail.how')}>
        <Wide>
          <SwitchField name="voicemail" label={t('audios.voicemail.on')} hint={t('audios.voicemail.hint')} />
        </Wide>
        {voicemail || told ? (
          <Wide>
            <TagsField name="recipients" label={t('audios.recipients')} hint={t(voicemail ? 'audios.recipients.hint' : 'audios.recipients.off')} placeholder="name@example.com" />
          </Wide>
        ) : null}
        {voicemail && !readOnly ? <p className={classes.note}>{t('audios.voicemail.where')}</p> : null}
      </FormSection>
    </>
  );
}
