import { useText, type Key } from '@yobirin/kit';
import type { RecordNoun } from '@yobirin/kit/record';
import { CopyTool } from './copy-tool';
import { isBuiltin, type RoleRecord } from './role';
import { RoleForm } from './role-form';
import classes from './roles.module.css';

/** The roles' noun; those of every site are called in the language of the screen. */
export function rolesNoun(t: (key: Key) => string): RecordNoun<RoleRecord> {
  const nameOf = (row: RoleRecord) => (isBuiltin(row.key) ? t(`role.${row.key}`) : row.name);
  return {
    name: 'roles',
    schema: 'AgentRole',
    view: 'roles.view',
    edit: 'roles.edit',
    text: { title: 'roles.title', one: 'roles.one', empty: 'roles.empty', hint: 'roles.hint' },
    columns: [
      { id: 'name', label: 'roles.name', width: 240, grow: true, sortable: true, cell: nameOf },
      { id: 'builtin', label: 'roles.kind', width: 160, sortable: true, cell: (row) => <Kind builtin={row.builtin === true} /> },
      { id: 'count', label: 'roles.permissions', width: 120, align: 'right', cell: (row) => row.permissions?.length ?? 0 },
    ],
    sort: '-builtin',
    filters: [{ column: 'builtin', label: 'roles.builtin', kind: 'yes-no' }],
    rowName: nameOf,
    Form: RoleForm,
    Tools: CopyTool,
    valueText: (field, value) => (field === 'permissions' && Array.isArray(value) ? permissionsText(value as string[], t) : undefined),
    csv: true,
    without: ['bulk'],
    fixed: (row) => row.builtin === true,
    kept: (row) => row.builtin === true,
  };
}

/** Permissions in a line of the history. */
const permissionsText = (permissions: readonly string[], t: (key: Key) => string) => `${permissions.length} ${t('roles.pieces')}: ${permissions.join(', ')}`;

function Kind({ builtin }: { builtin: boolean }) {
  const { t } = useText();
  return <span className={builtin ? classes.quiet : undefined}>{t(builtin ? 'roles.builtin' : 'roles.own')}</span>;
}
