import { useText } from '@yobirin/kit';
import { NumberField, SwitchField, type RecordNoun } from '@yobirin/kit/record';
import { CallsNow, LiveCell } from './live';
import type { TrunkRecord } from './trunk';
import { TrunkAside } from './trunk-aside';
import { TrunkForm } from './trunk-form';

export const trunksNoun: RecordNoun<TrunkRecord> = {
  name: 'trunks',
  schema: 'Trunk',
  view: 'trunks.view',
  edit: 'trunks.edit',
  text: { title: 'trunks.title', one: 'trunks.one', empty: 'trunks.empty', hint: 'trunks.hint' },
  columns: [
    { id: 'name', label: 'trunks.name', width: 160, grow: true, sortable: true },
    { id: 'live', label: 'trunks.state', width: 200, grow: true, cell: (row) => <LiveCell row={row} /> },
    { id: 'calls', label: 'trunks.calls', width: 130, align: 'right', cell: (row) => <CallsNow row={row} /> },
    { id: 'host', label: 'trunks.host', width: 150, grow: true, sortable: true },
    { id: 'transport', label: 'trunks.transport', width: 120, sortable: true, cell: (row) => row.transport.toUpperCase() },
    { id: 'channels', label: 'trunks.channels', width: 140, align: 'right', sortable: true, cell: (row) => (row.channels === 0 ? <Unlimited /> : row.channels) },
  ],
  filters: [{ column: 'disabled', label: 'trunks.disabled', kind: 'yes-no' }],
  rowName: (row) => row.name,
  Form: TrunkForm,
  Aside: TrunkAside,
  bulk: [
    { name: 'channels', label: 'trunks.channels', Field: Channels },
    { name: 'disabled', label: 'trunks.disabled', Field: Disabled },
  ],
};

function Unlimited() {
  const { t } = useText();
  return <>{t('trunks.unlimited')}</>;
}
function Channels() {
  const { t } = useText();
  return <NumberField name="channels" label={t('trunks.channels')} hint={t('trunks.channels.hint')} />;
}
function Disabled() {
  const { t } = useText();
  return <SwitchField name="disabled" label={t('trunks.disabled')} hint={t('trunks.disabled.hint')} />;
}
