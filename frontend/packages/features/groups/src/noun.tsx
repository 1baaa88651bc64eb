import { formatDuration, safeColor, useText, type Key } from '@yobirin/kit';
import { ColorField, NumberField, SelectField, SwitchField, type RecordNoun } from '@yobirin/kit/record';
import { GroupForm } from './group-form';
import { STRATEGIES, type GroupRecord, type Member } from './group';
import classes from './groups.module.css';
import { levels } from './members';

const strategies = STRATEGIES.map((value) => ({ value, label: `groups.strategy.${value}` as const }));

export const groupsNoun: RecordNoun<GroupRecord> = {
  name: 'groups',
  view: 'groups.view',
  edit: 'groups.edit',
  text: { title: 'groups.title', one: 'groups.one', empty: 'groups.empty', hint: 'groups.hint' },
  columns: [
    { id: 'name', label: 'groups.name', width: 190, grow: true, sortable: true, cell: (row) => <GroupName {...row} /> },
    { id: 'extension', label: 'groups.extension', width: 110, sortable: true },
    { id: 'strategy', label: 'groups.strategy', width: 150, sortable: true, cell: (row) => <Strategy value={row.strategy} /> },
    { id: 'members', label: 'groups.members', width: 120, align: 'right', cell: (row) => row.members?.length ?? 0 },
    { id: 'maxWaiting', label: 'groups.maxWaiting', width: 150, align: 'right', cell: (row) => <MaxWaiting value={row.maxWaiting} /> },
    { id: 'timeout', label: 'groups.timeout', width: 110, align: 'right', sortable: true, cell: (row) => (row.timeout === 0 ? <None label="groups.timeout.none" /> : formatDuration(row.timeout)) },
    { id: 'ringTime', label: 'groups.ringTime', width: 110, align: 'right', sortable: true, hidden: true, cell: (row) => formatDuration(row.ringTime) },
    { id: 'display', label: 'groups.display', width: 140, sortable: true, hidden: true },
  ],
  sort: 'extension',
  filters: [
    { column: 'strategy', label: 'groups.strategy', options: strategies },
    { column: 'callback', label: 'groups.callback', kind: 'yes-no' },
  ],
  rowName: (row) => row.name,
  Form: GroupForm,
  references: { greeting: 'audios', announcement: 'audios', music: 'audios', whisper: 'audios' },
  valueText,
  bulk: [
    { name: 'strategy', label: 'groups.strategy', Field: StrategyField },
    { name: 'ringTime', label: 'groups.ringTime', Field: RingTime },
    { name: 'timeout', label: 'groups.timeout', Field: Timeout },
    { name: 'maxWaiting', label: 'groups.maxWaiting', Field: MaxWaitingField },
    { name: 'callback', label: 'groups.callback', Field: Callback },
    { name: 'preferLast', label: 'groups.preferLast', Field: PreferLast },
    { name: 'color', label: 'groups.color', Field: Color },
  ],
  csv: true,
};

const UNITS = { ringTime: 'groups.seconds', timeout: 'groups.seconds', ringingPeriod: 'groups.seconds', announceEvery: 'groups.seconds', maxWaiting: 'groups.calls', retentionDays: 'groups.days' } as const;

/** Rules and members in a line of the history. */
function valueText(field: string, value: unknown, t: (key: Key) => string): string | undefined {
  if (field === 'strategy') return STRATEGIES.some((s) => s === value) ? t(`groups.strategy.${value as (typeof STRATEGIES)[number]}`) : undefined;
  if (field === 'maxWaiting') return value === null || value === undefined ? t('groups.unlimited') : undefined;
  if (typeof value === 'number' && field in UNITS) return `${value} ${t(UNITS[field as keyof typeof UNITS])}`;
  if (field === 'members' && Array.isArray(value)) {
    const members = value as Member[];
    return members.length === 0 ? undefined : `${members.length}${t('groups.people')} (${levels(members).map(([level, count]) => `${t('groups.level')}${level}: ${count}`).join(', ')})`;
  }
  if ((field === 'acw' || field === 'pauseOnNoAnswer') && typeof value === 'object' && value !== null) {
    const rule = value as { enabled?: boolean; release?: number; misses?: number };
    if (!rule.enabled) return t('record.off');
    return [t('record.on'), rule.misses ? `${t('groups.misses')} ${rule.misses}` : '', `${t('groups.release')} ${rule.release ? formatDuration(rule.release) : t('groups.unlimited')}`].filter(Boolean).join(', ');
  }
  return undefined;
}

function GroupName({ name, color }: GroupRecord) {
  return (
    <span className={classes.name}>
      <span className={classes.square} style={{ background: safeColor(color) }} aria-hidden />
      <span>{name}</span>
    </span>
  );
}

function Strategy({ value }: { value: GroupRecord['strategy'] }) {
  const { t } = useText();
  return <>{t(`groups.strategy.${value}`)}</>;
}

function MaxWaiting({ value }: { value: number | null | undefined }) {
  return value === null || value === undefined ? <None label="groups.unlimited" /> : <>{value}</>;
}

function None({ label }: { label: Key }) {
  const { t } = useText();
  return <span className={classes.quiet}>{t(label)}</span>;
}

function StrategyField() {
  const { t } = useText();
  return <SelectField name="strategy" label={t('groups.strategy')} options={strategies.map(({ value, label }) => ({ value, label: t(label) }))} />;
}
function RingTime() {
  const { t } = useText();
  return <NumberField name="ringTime" label={t('groups.ringTime')} unit={t('groups.seconds')} />;
}
function Timeout() {
  const { t } = useText();
  return <NumberField name="timeout" label={t('groups.timeout')} unit={t('groups.seconds')} hint={t('groups.timeout.zero')} />;
}
function MaxWaitingField() {
  const { t } = useText();
  return <NumberField name="maxWaiting" label={t('groups.maxWaiting')} unit={t('groups.calls')} none={t('groups.unlimited')} />;
}
function Callback() {
  const { t } = useText();
  return <SwitchField name="callback" label={t('groups.callback')} />;
}
function PreferLast() {
  const { t } = useText();
  return <SwitchField name="preferLast" label={t('groups.preferLast')} />;
}
function Color() {
  const { t } = useText();
  return <ColorField name="color" label={t('groups.color')} />;
}
