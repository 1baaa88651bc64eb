import { IconArrowRight } from '@tabler/icons-react';
import { formatPhone, useText } from '@yobirin/kit';
import { choiceText, DestinationText, NumberField, ReferenceField, SwitchField, useNamed, type RecordNoun } from '@yobirin/kit/record';
import type { NumberRecord } from './number';
import { LanguageField, NumberForm, RecordField } from './number-form';
import classes from './numbers.module.css';

export const numbersNoun: RecordNoun<NumberRecord> = {
  name: 'numbers',
  schema: 'Number',
  view: 'numbers.view',
  edit: 'numbers.edit',
  text: { title: 'numbers.title', one: 'numbers.one', empty: 'numbers.empty', hint: 'numbers.hint' },
  columns: [
    { id: 'number', label: 'numbers.number', width: 128, sortable: true, cell: (row) => formatPhone(row.number) },
    { id: 'name', label: 'numbers.name', width: 150, grow: true, sortable: true },
    { id: 'route', label: 'numbers.route', width: 180, grow: true, cell: (row) => <Route row={row} /> },
    { id: 'trunk', label: 'numbers.trunk', width: 120, cell: (row) => <Trunk id={row.trunk} /> },
    { id: 'prefix', label: 'numbers.prefix', width: 110, sortable: true },
    { id: 'maxChannels', label: 'numbers.channels', width: 124, align: 'right', sortable: true, cell: (row) => (row.maxChannels === 0 ? <Quiet text="numbers.unlimited" /> : row.maxChannels) },
    { id: 'listed', label: 'numbers.listedShort', width: 110, sortable: true, cell: (row) => <Quiet text={row.listed ? 'numbers.isListed' : 'numbers.notListed'} /> },
    { id: 'language', label: 'numbers.language', width: 90, hidden: true, sortable: true },
  ],
  sort: 'number',
  filters: [
    { column: 'trunk', label: 'numbers.trunk', kind: 'reference', noun: 'trunks' },
    { column: 'listed', label: 'numbers.listed', kind: 'yes-no' },
  ],
  rowName: (row) => [formatPhone(row.number), row.name === row.number ? '' : row.name].filter(Boolean).join(' '),
  Form: NumberForm,
  fields: { maxChannels: 'numbers.channels' },
  references: { trunk: 'trunks', mayPresent: 'agents' },
  valueText: (field, value, t) => (field === 'language' && (value === 'ja' || value === 'en') ? t(`lang.${value}`) : undefined),
  bulk: [
    { name: 'trunk', label: 'numbers.trunk', Field: TrunkField },
    { name: 'maxChannels', label: 'numbers.channels', Field: ChannelsField },
    { name: 'listed', label: 'numbers.listed', Field: ListedField },
    { name: 'record', label: 'numbers.record', Field: RecordField },
    { name: 'language', label: 'numbers.language', Field: LanguageField },
  ],
  csv: true,
};

function Route({ row }: { row: NumberRecord }) {
  const { t } = useText();
  if (!row.route?.kind) return <span className={classes.warn}>{t('numbers.route.none')}</span>;
  return (
    <span className={classes.route}>
      <IconArrowRight size={13} aria-hidden />
      <span>
        <DestinationText value={row.route as never} />
      </span>
    </span>
  );
}

function Trunk({ id }: { id: string | undefined }) {
  const choice = useNamed('trunks', id ? [id] : NONE).get(id ?? '');
  return <>{choice ? choiceText(choice).name : ''}</>;
}
const NONE: string[] = [];

function Quiet({ text }: { text: 'numbers.unlimited' | 'numbers.isListed' | 'numbers.notListed' }) {
  const { t } = useText();
  return <span className={classes.quiet}>{t(text)}</span>;
}

function TrunkField() {
  const { t } = useText();
  return <ReferenceField name="trunk" noun="trunks" clearable label={t('numbers.trunk')} />;
}
function ChannelsField() {
  const { t } = useText();
  return <NumberField name="maxChannels" label={t('numbers.channels')} hint={t('numbers.channels.hint')} />;
}
function ListedField() {
  const { t } = useText();
  return <SwitchField name="listed" label={t('numbers.listed')} hint={t('numbers.listed.hint')} />;
}
