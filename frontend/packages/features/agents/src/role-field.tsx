import { useQuery } from '@tanstack/react-query';
import { useMay, useText } from '@yobirin/kit';
import { recordClient, SelectField } from '@yobirin/kit/record';
import { useMemo } from 'react';

interface Role {
  id: string;
  version: number;
  key: string;
  name: string;
  builtin: boolean;
}

const BUILTIN = ['agent', 'supervisor', 'administrator'] as const;
const roles = recordClient<Role>('roles');

/** Every role with its name: those of every site in the language of the screen, the site's own as they are called. */
export function useRoles(): { value: string; label: string }[] {
  const { t } = useText();
  const may = useMay('roles.view');
  const { data } = useQuery({ queryKey: ['records', 'roles', 'all'], queryFn: ({ signal }) => roles.list({ limit: 500 }, signal), enabled: may, staleTime: 60_000, retry: false });
  return useMemo(
    () => [...BUILTIN.map((key) => ({ value: key as string, label: t(`role.${key}`) })), ...(data?.items ?? []).filter((role) => !role.builtin).map((role) => ({ value: role.key, label: role.name }))],
    [data, t],
  );
}

/** 権限 (J-AGENT-9). */
export function RoleField() {
  const { t } = useText();
  return <SelectField name="role" label={t('agents.role')} options={useRoles()} />;
}

/** A role by its name, in a list. */
export function RoleName({ role }: { role: string }) {
  return <>{useRoles().find((r) => r.value === role)?.label ?? role}</>;
}
