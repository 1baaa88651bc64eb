import { NativeSelect } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useText, useViewer, type Permission } from '@yobirin/kit';
import { FormSection, PermissionMatrix, recordClient, Shown, TextField, useField, type RecordFormProps } from '@yobirin/kit/record';
import { useEffect, useMemo, useState } from 'react';
import { copiedKey, type Copied } from './copy-tool';
import { BUILTIN, distance, isBuiltin, nearest, type RoleRecord } from './role';
import classes from './roles.module.css';

const client = recordClient<RoleRecord>('roles');
const NONE: Permission[] = [];

/** A role's name, what it allows as a table of boxes, and who has it. */
export function RoleForm({ record, isNew }: RecordFormProps<RoleRecord>) {
  const { t } = useText();
  const viewer = useViewer();
  const permissions = useField<Permission[]>('permissions');
  const value = permissions.value ?? NONE;
  const queries = useQueryClient();
  const [copied] = useState(() => (isNew ? queries.getQueryData<Copied>(copiedKey)?.permissions : undefined));
  useCopied(isNew);
  const roles = useQuery({ queryKey: ['records', 'roles', 'all'], queryFn: ({ signal }) => client.list({ limit: 500 }, signal), staleTime: 60_000 });
  const usual = useMemo(() => BUILTIN.flatMap((key) => (roles.data?.items ?? []).find((role) => role.key === key) ?? []), [roles.data]);
  const [against, setAgainst] = useState<string>();
  // What it was copied from is what it differs least from, as it was when it was opened; a blank one is compared when asked.
  const began = isNew ? (copied ?? NONE) : (record.permissions ?? NONE);
  const base = record.builtin ? undefined : against === 'none' ? undefined : (usual.find((role) => role.key === against) ?? (against === undefined && began.length > 0 ? nearest(began, usual) : undefined));
  const compare = useMemo(() => (base ? new Set(base.permissions ?? NONE) : undefined), [base]);
  const differs = compare ? distance(new Set(value), compare) : undefined;
  const mayGive = useMemo(() => {
    const own = new Set(viewer.permissions);
    return (permission: Permission) => own.has(permission);
  }, [viewer.permissions]);
  return (
    <>
      <FormSection title={t('roles.basics')} hint={record.builtin ? t('roles.builtin.hint') : undefined}>
        {record.builtin && isBuiltin(record.key) ? <Shown label={t('roles.name')}>{t(`role.${record.key}`)}</Shown> : <TextField name="name" label={t('roles.name')} />}
        {isNew ? null : <Holders role={record} />}
      </FormSection>
      <FormSection title={t('roles.permissions')} hint={permissions.readOnly ? undefined : t('roles.names')} wide>
        {record.builtin ? null : (
          <div className={classes.compare}>
            <NativeSelect
              size="xs"
              aria-label={t('roles.compare')}
              data={[...BUILTIN.map((key) => ({ value: key as string, label: t('roles.compareWith', { name: t(`role.${key}`) }) })), { value: 'none', label: t('roles.compareNone') }]}
              value={base?.key ?? 'none'}
              onChange={(event) => setAgainst(event.currentTarget.value)}
            />
            <span className={classes.quiet} aria-live="polite">
              {differs ? (differs.added + differs.removed === 0 ? t('roles.same') : t('roles.differs', differs)) : null}
            </span>
          </div>
        )}
        <PermissionMatrix value={value} onChange={permissions.set} readOnly={permissions.readOnly} mayGive={mayGive} compare={compare} />
        {permissions.error ? (
          <p role="alert" className={classes.fault}>
            {permissions.error}
          </p>
        ) : null}
      </FormSection>
    </>
  );
}

/** Fills in a new role with what was copied, once. */
function useCopied(isNew: boolean): void {
  const queries = useQueryClient();
  const name = useField<string>('name').set;
  const permissions = useField<Permission[]>('permissions').set;
  useEffect(() => {
    const copied = isNew ? queries.getQueryData<Copied>(copiedKey) : undefined;
    if (!copied) return;
    queries.removeQueries({ queryKey: copiedKey });
    name(copied.name);
    permissions(copied.permissions);
  }, [isNew, name, permissions, queries]);
}

/** How many agents have the role, with the way to them. */
function Holders({ role }: { role: RoleRecord }) {
  const { t } = useText();
  const uses = useQuery({ queryKey: ['records', 'roles', 'uses', role.id], queryFn: ({ signal }) => client.uses(role.id, signal), staleTime: 15_000 });
  const who = (uses.data?.items ?? []).filter((use) => use.noun === 'agents');
  return (
    <Shown label={t('roles.holders')}>
      {uses.isPending ? '…' : who.length === 0 ? <span className={classes.quiet}>{t('roles.holders.none')}</span> : null}
      {who.slice(0, 3).map((use, i) => (
        <span key={use.id}>
          {i > 0 ? t('roles.comma') : ''}
          <Link className={classes.holder} to={`/admin/agents/${encodeURIComponent(use.id)}` as never}>{use.title}</Link>
        </span>
      ))}
      {who.length > 3 ? (
        <>
          {' '}
          <Link className={classes.holder} to={'/admin/agents' as never} search={{ role: role.key } as never}>
            {t('roles.holders.all', { count: who.length })}
          </Link>
        </>
      ) : null}
    </Shown>
  );
}
