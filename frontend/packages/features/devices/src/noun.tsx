import { useText, useTimes, type Key } from '@yobirin/kit';
import { SelectField, type RecordNoun } from '@yobirin/kit/record';
import { AgentName } from './agent-name';
import { macText, type DeviceRecord } from './device';
import { DeviceAside } from './device-aside';
import { DeviceForm, ModelField, SECOND_LOGIN, SRTP, TRANSPORT } from './device-form';
import classes from './devices.module.css';
import { sortOf, type PhoneKey } from './keys';
import { LiveMark } from './live-mark';

export const devicesNoun: RecordNoun<DeviceRecord> = {
  name: 'devices',
  view: 'devices.view',
  edit: 'devices.edit',
  text: { title: 'devices.title', one: 'devices.one', empty: 'devices.empty', hint: 'devices.hint' },
  columns: [
    { id: 'live', label: 'devices.live', width: 108, cell: (row) => <LiveMark live={row.live} /> },
    { id: 'name', label: 'devices.name', width: 140, grow: true, sortable: true, cell: nameOf },
    { id: 'kind', label: 'devices.kind', width: 104, sortable: true, cell: (row) => <Kind row={row} /> },
    { id: 'agent', label: 'devices.agent', width: 124, grow: true, cell: (row) => <AgentName id={row.kind === 'hot-desk' ? row.seat : row.agent} /> },
    { id: 'user', label: 'devices.user', width: 90, sortable: true },
    { id: 'address', label: 'devices.address', width: 172, cell: (row) => <span className={classes.quiet}>{row.live?.address}</span> },
    { id: 'userAgent', label: 'devices.userAgent', width: 124, grow: true, cell: (row) => <span className={classes.quiet}>{row.live?.userAgent}</span> },
    { id: 'seen', label: 'devices.lastSeen', width: 112, cell: (row) => <Seen at={row.live?.lastSeen} /> },
    { id: 'mac', label: 'devices.mac', width: 150, sortable: true, hidden: true, cell: (row) => macText(row.mac) },
    { id: 'transport', label: 'devices.transport', width: 100, sortable: true, hidden: true },
    { id: 'srtp', label: 'devices.srtp', width: 110, sortable: true, hidden: true },
  ],
  sort: 'name',
  filters: [
    { column: 'kind', label: 'devices.kind', options: (['desk', 'hot-desk', 'app'] as const).map((value) => ({ value, label: `devices.kind.${value}` as const })) },
    { column: 'agent', label: 'devices.agent', kind: 'reference', noun: 'agents' },
    { column: 'transport', label: 'devices.transport', options: (['udp', 'tcp', 'tls'] as const).map((value) => ({ value, label: `devices.transport.${value}` as const })) },
  ],
  rowName: nameOf,
  Form: DeviceForm,
  Aside: DeviceAside,
  references: { agent: 'agents' },
  valueText: (field, value, t) => (field === 'keys' && Array.isArray(value) && value.length > 0 ? (value as PhoneKey[]).map((key, i) => `${i + 1} ${key.label || key.number || t(`devices.key.${sortOf(key)}` as Key)}`).join(', ') : undefined),
  bulk: [
    { name: 'transport', label: 'devices.transport', Field: Transport },
    { name: 'srtp', label: 'devices.srtp', Field: Srtp },
    { name: 'secondLogin', label: 'devices.secondLogin', Field: SecondLogin },
    { name: 'model', label: 'devices.model', Field: ModelField },
  ],
  csv: true,
  fixed: (row) => row.kind === 'app',
  final: (row) => row.kind === 'app',
};

function nameOf(row: DeviceRecord): string {
  return row.label || row.name;
}

function Kind({ row }: { row: DeviceRecord }) {
  const { t } = useText();
  return row.kind ? <>{t(`devices.kind.${row.kind}`)}</> : null;
}

function Seen({ at }: { at: string | undefined }) {
  const { t } = useText();
  const times = useTimes();
  return <span className={classes.quiet}>{at ? times.short(at) : t('devices.never')}</span>;
}

function Transport() {
  const { t } = useText();
  return <SelectField name="transport" label={t('devices.transport')} none={t('devices.transport.any')} options={TRANSPORT.map((value) => ({ value, label: t(`devices.transport.${value}`) }))} />;
}
function Srtp() {
  const { t } = useText();
  return <SelectField name="srtp" label={t('devices.srtp')} options={SRTP.map((value) => ({ value, label: t(`devices.srtp.${value}`) }))} />;
}
function SecondLogin() {
  const { t } = useText();
  return <SelectField name="secondLogin" label={t('devices.secondLogin')} options={SECOND_LOGIN.map((value) => ({ value, label: t(`me.personal.secondLogin.${value}`) }))} />;
}
