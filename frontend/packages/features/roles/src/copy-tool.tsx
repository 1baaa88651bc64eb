import { useNavigate } from '@tanstack/react-router';
import { useQueryClient } from '@tanstack/react-query';
import { Button } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { useMay, useText, type Permission } from '@yobirin/kit';
import { isBuiltin, type RoleRecord } from './role';

/** A role that a new one begins with. */
export interface Copied {
  name: string;
  permissions: Permission[];
}

export const copiedKey = ['records', 'roles', 'copied'] as const;

/** 複製: a new role that may what this one may. */
export function CopyTool({ record }: { record: RoleRecord }) {
  const { t } = useText();
  const navigate = useNavigate();
  const queries = useQueryClient();
  if (!useMay('roles.edit')) return null;
  const copy = () => {
    const name = isBuiltin(record.key) ? t(`role.${record.key}`) : record.name;
    queries.setQueryData<Copied>(copiedKey, { name: t('roles.copyOf', { name }).slice(0, 64), permissions: [...(record.permissions ?? [])] });
    void navigate({ to: '/admin/roles/new', search: true } as never);
  };
  return (
    <Button size="compact-sm" variant="default" leftSection={<IconCopy size={14} aria-hidden />} onClick={copy}>
      {t('roles.copy')}
    </Button>
  );
}
