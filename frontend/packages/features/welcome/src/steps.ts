import { formatPhone, hasText, type Key, type Permission, type Text } from '@yobirin/kit';
import type { SetupStep } from '@yobirin/wire';

/** Where a step is done: its form, and the permission for it. */
export interface Way {
  to: string;
  label: Key;
  needs?: Permission;
}

const NOUNS: Readonly<Record<SetupStep['what'], { path: string; edit?: Permission } | undefined>> = {
  password: { path: '/me/security' },
  trunk: { path: '/admin/trunks', edit: 'trunks.edit' },
  number: { path: '/admin/numbers', edit: 'numbers.edit' },
  agents: { path: '/admin/agents', edit: 'agents.edit' },
  group: { path: '/admin/groups', edit: 'groups.edit' },
  phone: { path: '/admin/devices', edit: 'devices.edit' },
  call: undefined,
};

/** The way to what a step wants: a new record where there is none, else the one that is not as it should be. */
export function wayOf(step: SetupStep): Way | undefined {
  if (step.what === 'call') return step.id ? { to: `/history/${encodeURIComponent(step.id)}`, label: 'welcome.call.open' } : undefined;
  const noun = NOUNS[step.what];
  if (!noun) return undefined;
  if (step.what === 'password') return step.ok ? undefined : { to: noun.path, label: 'welcome.password.go' };
  if (step.wrong === 'none') return { to: `${noun.path}/new`, label: `welcome.${step.what}.go`, needs: noun.edit };
  const to = step.id ? `${noun.path}/${encodeURIComponent(step.id)}` : noun.path;
  return { to, label: `welcome.${step.what}.fix`, needs: noun.edit };
}

/** How a step stands, in words. */
export function stateText(step: SetupStep, t: Text, moment: (at: string) => string): string {
  const values = { title: titleOf(step, t), detail: step.detail ?? '', count: step.count ?? 0, time: step.since ? moment(step.since) : '' };
  const wrong = `welcome.wrong.${step.what}.${step.wrong ?? ''}`;
  // Of records that the viewer may not see nothing is told but whether the step is done.
  const told = step.what === 'password' || [step.title, step.count, step.wrong, step.since].some((of) => of !== undefined);
  if (!told) return t(step.ok ? 'welcome.done' : 'welcome.todo');
  if (!step.ok) return hasText(wrong) ? t(wrong, values) : t('welcome.todo');
  if (step.what === 'trunk' && step.detail === 'registered') return t('welcome.trunk.registered', values);
  const said = t(`welcome.${step.what}.ok`, values);
  return step.wrong && hasText(wrong) ? `${said} ${t(wrong, values)}` : said;
}

function titleOf(step: SetupStep, t: Text): string {
  if (step.what === 'number') return formatPhone(step.title ?? '') || (step.title ?? '');
  if (step.what === 'call') return step.title ? formatPhone(step.title) || step.title : t('welcome.call.withheld');
  return step.title ?? '';
}
