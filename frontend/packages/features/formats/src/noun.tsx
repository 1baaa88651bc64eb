import { Joined, useText } from '@yobirin/kit';
import { FormSection, TextField, type RecordFormProps, type RecordNoun } from '@yobirin/kit/record';
import { FieldsField } from './fields-field';
import type { FormatField, FormatRecord } from './format';
import classes from './formats.module.css';
import { Preview } from './preview';

export const formatsNoun: RecordNoun<FormatRecord> = {
  name: 'formats',
  view: 'formats.view',
  edit: 'formats.edit',
  text: { title: 'formats.title', one: 'formats.one', empty: 'formats.empty', hint: 'formats.hint' },
  columns: [
    { id: 'name', label: 'formats.name', width: 220, grow: true, sortable: true },
    { id: 'count', label: 'formats.count', width: 110, align: 'right', cell: (row) => row.fields?.length ?? 0 },
    { id: 'fields', label: 'formats.fields', width: 320, grow: true, cell: (row) => <span className={classes.quiet}><Joined items={(row.fields ?? []).map((f) => f.name)} /></span> },
  ],
  sort: 'name',
  rowName: (row) => row.name,
  Form: FormatForm,
  valueText: (field, value, t) =>
    field === 'fields' && Array.isArray(value) ? (value as FormatField[]).map((f) => `${f.name} (${[t(`formats.type.${f.type}`), f.required ? t('formats.field.required') : '', f.position ? `#${f.position}` : ''].filter(Boolean).join(', ')})`).join(t('part.comma')) : undefined,
};

function FormatForm({ record }: RecordFormProps<FormatRecord>) {
  const { t } = useText();
  return (
    <>
      <FormSection title={t('formats.basics')}>
        <TextField name="name" label={t('formats.name')} />
      </FormSection>
      <FormSection title={t('formats.fields')} hint={t('formats.fields.hint')} wide>
        <FieldsField stored={record.fields ?? NONE} />
      </FormSection>
      <FormSection title={t('formats.preview')} wide>
        <Preview />
      </FormSection>
    </>
  );
}

const NONE: never[] = [];
