import { useText } from '@yobirin/kit';
import { FormSection, TextField } from '@yobirin/kit/record';

/** The fields of an agent. */
export function AgentForm() {
  const { t } = useText();
  return (
    <FormSection title={t('agents.account')}>
      <TextField name="login" label={t('agents.login')} />
      <TextField name="name" label={t('agents.name')} />
      <TextField name="nickname" label={t('agents.nickname')} />
      <TextField name="extension" label={t('agents.extension')} inputMode="tel" />
    </FormSection>
  );
}
