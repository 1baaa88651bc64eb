import { useQuery } from '@tanstack/react-query';
import { useText } from '@yobirin/kit';
import { getChoices, SelectField } from '@yobirin/kit/record';
import { useMemo } from 'react';

const BUILTIN = ['agent', 'supervisor', 'administrator'] as const;

/** Every role with its name: those of every site in the language of the screen, the site's own as they are called. */
export function useRoles(): { value: string; label: string }[] {
  const { t } = useText();
  const { data } = useQuery({ queryKey: ['choices', 'roles', 'all'], queryFn: ({ signal }) => getChoices('roles', { limit: 500 }, signal), staleTime: 60_000, retry: false });
  return useMemo(
    () => [...BUILTIN.map((key) => ({ value: key as string, label: t(`role.${key}`) })), ...(data ?? []).filter(({ id }) => !BUILTIN.some((key) => key === id)).map(({ id, name }) => ({ value: id, label: name }))],
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
