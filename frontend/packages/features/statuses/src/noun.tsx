import { useText } from '@yobirin/kit';
import { FormSection, TextField, type RecordNoun } from '@yobirin/kit/record';

/** A reason to be paused, as the server tells it. */
export interface StatusRecord {
  id: string;
  version: number;
  name: string;
  color: string;
  icon?: string;
}

export const statusesNoun: RecordNoun<StatusRecord> = {
  name: 'statuses',
  view: 'statuses.view',
  edit: 'statuses.edit',
  text: { title: 'statuses.title', one: 'statuses.one', empty: 'statuses.empty', hint: 'statuses.hint' },
  columns: [{ id: 'name', label: 'statuses.name', width: 200, grow: true, sortable: true }],
  rowName: (row) => row.name,
  Form: StatusForm,
};

function StatusForm() {
  const { t } = useText();
  return (
    <FormSection title={t('statuses.look')}>
      <TextField name="name" label={t('statuses.name')} />
    </FormSection>
  );
}
