import { Joined, useText, type Key } from '@yobirin/kit';
import { FormSection, LinesField, NumberField, SelectField, Shown, TextField, useField, Wide, type RecordFormProps, type RecordNoun } from '@yobirin/kit/record';
import type { components } from '@yobirin/wire';
import { OrderPreview } from './order-preview';

export type FieldRecord = components['schemas']['CustomField'];

const OF = ['customer', 'case'] as const;
const TYPES = ['text', 'number', 'date', 'list'] as const;

export const fieldsNoun: RecordNoun<FieldRecord> = {
  name: 'fields',
  schema: 'CustomField',
  view: 'formats.view',
  edit: 'formats.edit',
  text: { title: 'fields.title', one: 'fields.one', empty: 'fields.empty', hint: 'fields.hint' },
  columns: [
    { id: 'name', label: 'fields.name', width: 220, grow: true, sortable: true },
    { id: 'of', label: 'fields.of', width: 110, sortable: true, cell: (row) => <Word text={`fields.of.${row.of}`} /> },
    { id: 'type', label: 'fields.type', width: 130, sortable: true, cell: (row) => <Word text={`fields.type.${row.type as (typeof TYPES)[number]}`} /> },
    { id: 'choices', label: 'fields.choices', width: 220, grow: true, cell: (row) => <Joined items={row.choices ?? []} /> },
    { id: 'position', label: 'fields.position', width: 90, align: 'right', sortable: true },
  ],
  sort: 'position',
  filters: [
    { column: 'of', label: 'fields.of', options: OF.map((value) => ({ value, label: `fields.of.${value}` as const })) },
    { column: 'type', label: 'fields.type', options: TYPES.map((value) => ({ value, label: `fields.type.${value}` as const })) },
  ],
  rowName: (row) => row.name,
  Form: FieldForm,
  valueText: (field, value, t) => (field === 'of' || field === 'type' ? t(`fields.${field}.${String(value)}` as Key) : undefined),
  bulk: [{ name: 'position', label: 'fields.position', Field: Position }],
};

function FieldForm({ record, isNew }: RecordFormProps<FieldRecord>) {
  const { t } = useText();
  const type = useField<(typeof TYPES)[number]>('type').value ?? 'text';
  return (
    <>
      <FormSection title={t('fields.what')} hint={isNew ? t('fields.fixed') : undefined}>
        <TextField name="name" label={t('fields.name')} />
        <Position />
        {isNew ? (
          <SelectField name="of" segmented label={t('fields.of')} options={OF.map((value) => ({ value, label: t(`fields.of.${value}`) }))} />
        ) : (
          <Shown label={t('fields.of')}>{t(`fields.of.${record.of}`)}</Shown>
        )}
        {isNew ? (
          <SelectField name="type" label={t('fields.type')} hint={t(`fields.type.${type}.does`)} options={TYPES.map((value) => ({ value, label: t(`fields.type.${value}`) }))} />
        ) : (
          <Shown label={t('fields.type')} hint={t(`fields.type.${type}.does`)}>
            {t(`fields.type.${type}`)}
          </Shown>
        )}
        {type === 'list' ? (
          <Wide>
            <LinesField name="choices" label={t('fields.choices')} hint={t('fields.choices.hint')} />
          </Wide>
        ) : null}
      </FormSection>
      <OrderPreview id={record.id} />
    </>
  );
}

function Position() {
  const { t } = useText();
  return <NumberField name="position" label={t('fields.position')} hint={t('fields.position.hint')} />;
}

function Word({ text }: { text: Key }) {
  const { t } = useText();
  return <>{t(text)}</>;
}
