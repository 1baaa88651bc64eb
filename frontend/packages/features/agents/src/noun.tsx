import { IconBan, IconLock } from '@tabler/icons-react';
import { Joined, useText } from '@yobirin/kit';
import { SwitchField, type RecordNoun } from '@yobirin/kit/record';
import type { AgentRecord } from './agent';
import { AgentAside } from './agent-aside';
import { AgentForm, LanguageField } from './agent-form';
import classes from './agents.module.css';
import { RoleField, RoleName, useRoles } from './role-field';
import { valueText } from './value-text';

export const agentsNoun: RecordNoun<AgentRecord> = {
  name: 'agents',
  schema: 'Agent',
  view: 'agents.view',
  edit: 'agents.edit',
  text: { title: 'agents.title', one: 'agents.one', empty: 'agents.empty', hint: 'agents.hint' },
  columns: [
    { id: 'login', label: 'agents.login', width: 130, sortable: true },
    { id: 'name', label: 'agents.name', width: 150, grow: true, sortable: true },
    { id: 'nickname', label: 'agents.nickname', width: 120, grow: true, sortable: true },
    { id: 'extension', label: 'agents.extension', width: 90, sortable: true },
    { id: 'role', label: 'agents.role', width: 130, sortable: true, cell: (row) => <RoleName role={row.role} /> },
    { id: 'groups', label: 'agents.groups', width: 160, grow: true, cell: (row) => <span className={classes.groupNames}><Joined items={(row.groups ?? []).map((g) => g.name)} /></span> },
    { id: 'state', label: 'agents.state', width: 100, cell: (row) => <AccountState row={row} /> },
    { id: 'language', label: 'agents.language', width: 90, hidden: true, sortable: true, cell: (row) => <LanguageName of={row.language} /> },
  ],
  filters: [
    { column: 'role', label: 'agents.role', kind: 'loaded', useOptions: useRoles },
    { column: 'locked', label: 'agents.isLocked', kind: 'yes-no' },
    { column: 'disabled', label: 'agents.disabled', kind: 'yes-no' },
  ],
  rowName: (row) => row.name,
  Form: AgentForm,
  Aside: AgentAside,
  references: { callerId: 'numbers', may: 'numbers', role: 'roles' },
  valueText,
  bulk: [
    { name: 'role', label: 'agents.role', Field: RoleField },
    { name: 'language', label: 'agents.language', Field: LanguageField },
    { name: 'disabled', label: 'agents.disabled', Field: Disabled },
    { name: 'noOutside', label: 'agents.noOutside', Field: NoOutside },
    { name: 'popupOnRing', label: 'agents.popupOnRing', Field: PopupOnRing },
    { name: 'popupOnAnswer', label: 'agents.popupOnAnswer', Field: PopupOnAnswer },
    { name: 'crmSearch', label: 'agents.crmSearch', Field: CRMSearch },
  ],
  csv: true,
  comeBack: 'agents.comeBack',
};

function LanguageName({ of }: { of: AgentRecord['language'] }) {
  const { t } = useText();
  return <>{t(of === 'en' ? 'lang.en' : 'lang.ja')}</>;
}

function AccountState({ row }: { row: AgentRecord }) {
  const { t } = useText();
  if (row.disabled) {
    return (
      <span className={classes.state} data-off>
        <IconBan size={14} aria-hidden />
        {t('agents.isDisabled')}
      </span>
    );
  }
  if (!row.locked) return null;
  return (
    <span className={classes.state} data-locked>
      <IconLock size={14} aria-hidden />
      {t('agents.isLocked')}
    </span>
  );
}

function Disabled() {
  const { t } = useText();
  return <SwitchField name="disabled" label={t('agents.disabled')} hint={t('agents.disabled.hint')} />;
}
function NoOutside() {
  const { t } = useText();
  return <SwitchField name="noOutside" label={t('agents.noOutside')} />;
}
function PopupOnRing() {
  const { t } = useText();
  return <SwitchField name="popupOnRing" label={t('agents.popupOnRing')} />;
}
function PopupOnAnswer() {
  const { t } = useText();
  return <SwitchField name="popupOnAnswer" label={t('agents.popupOnAnswer')} />;
}
function CRMSearch() {
  const { t } = useText();
  return <SwitchField name="crmSearch" label={t('agents.crmSearch')} />;
}
