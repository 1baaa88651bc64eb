import { formatPhone, parsePhone, useText } from '@yobirin/kit';
import { FormSection, ReferenceField, Shown, SwitchField, TextField, useField, useNamed, choiceText, type RecordNoun } from '@yobirin/kit/record';
import type { components } from '@yobirin/wire';
import { useMemo } from 'react';

type TransferRecord = components['schemas']['Transfer'];

export const transfersNoun: RecordNoun<TransferRecord> = {
  name: 'transfers',
  view: 'transfers.view',
  edit: 'transfers.edit',
  text: { title: 'transfers.title', one: 'transfers.one', empty: 'transfers.empty', hint: 'transfers.hint' },
  columns: [
    { id: 'name', label: 'transfers.name', width: 220, grow: true, sortable: true },
    { id: 'number', label: 'transfers.number', width: 180, sortable: true, cell: (row) => formatPhone(row.number) },
    { id: 'callerId', label: 'transfers.callerId', width: 240, grow: true, cell: (row) => <Presented row={row} /> },
  ],
  sort: 'name',
  filters: [{ column: 'useCalledNumber', label: 'transfers.useCalledNumber', kind: 'yes-no' }],
  rowName: (row) => row.name,
  Form: TransferForm,
  references: { callerId: 'numbers' },
  bulk: [
    { name: 'useCalledNumber', label: 'transfers.useCalledNumber', Field: UseCalled },
    { name: 'callerId', label: 'transfers.callerId', Field: CallerId },
  ],
  csv: true,
};

function TransferForm() {
  const { t } = useText();
  const called = useField<boolean>('useCalledNumber').value === true;
  return (
    <FormSection title={t('transfers.to')}>
      <TextField name="name" label={t('transfers.name')} hint={t('transfers.name.hint')} />
      <TextField name="number" label={t('transfers.number')} hint={t('transfers.number.hint')} inputMode="tel" clean={parsePhone} />
      {called ? (
        <Shown label={t('transfers.callerId')} hint={t('transfers.ignored')}>
          {t('transfers.called')}
        </Shown>
      ) : (
        <CallerId />
      )}
      <UseCalled />
    </FormSection>
  );
}

function CallerId() {
  const { t } = useText();
  return <ReferenceField name="callerId" noun="numbers" clearable label={t('transfers.callerId')} none={t('transfers.callerId.none')} hint={t('transfers.callerId.hint')} />;
}

function UseCalled() {
  const { t } = useText();
  return <SwitchField name="useCalledNumber" label={t('transfers.useCalledNumber')} hint={t('transfers.useCalledNumber.hint')} />;
}

/** The number that who is called sees. */
function Presented({ row }: { row: TransferRecord }) {
  const { t } = useText();
  const ids = useMemo(() => (row.callerId ? [row.callerId] : []), [row.callerId]);
  const named = useNamed('numbers', ids).get(row.callerId ?? '');
  if (row.useCalledNumber) return <>{t('transfers.called')}</>;
  if (!named) return <>{row.callerId ? '…' : t('transfers.callerId.none')}</>;
  const { name, note } = choiceText(named);
  return <>{note ? `${name}  ${note}` : name}</>;
}
