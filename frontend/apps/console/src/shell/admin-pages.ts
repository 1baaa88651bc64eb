import { IconDeviceLandlinePhone, IconForms, IconListDetails, IconMoodCog, IconPhoneOutgoing, IconRouteAltLeft, IconShieldLock, IconUser, IconUsersGroup, type Icon } from '@tabler/icons-react';
import type { Key, Permission } from '@yobirin/kit';
import type { ComponentType } from 'react';

/** A page of 管理設定: /admin/{noun}, and /admin/{noun}/{id} with that record open. */
export interface AdminPage {
  noun: string;
  label: Key;
  icon: Icon;
  /** To see it. */
  needs: Permission;
  /** Its code, loaded when it is opened: a module that exports `Page`. */
  load: () => Promise<{ Page: ComponentType }>;
}

/** The pages of the administration in the order of the manual (section 11). One line each. */
export const ADMIN_PAGES: readonly AdminPage[] = [
  { noun: 'agents', label: 'agents.title', icon: IconUser, needs: 'agents.view', load: () => import('@yobirin/feature-agents/page') },
  { noun: 'groups', label: 'groups.title', icon: IconUsersGroup, needs: 'groups.view', load: () => import('@yobirin/feature-groups/page') },
  { noun: 'devices', label: 'devices.title', icon: IconDeviceLandlinePhone, needs: 'devices.view', load: () => import('@yobirin/feature-devices/page') },
  { noun: 'transfers', label: 'transfers.title', icon: IconPhoneOutgoing, needs: 'transfers.view', load: () => import('@yobirin/feature-transfers/page') },
  { noun: 'formats', label: 'formats.title', icon: IconForms, needs: 'formats.view', load: () => import('@yobirin/feature-formats/page') },
  { noun: 'fields', label: 'fields.title', icon: IconListDetails, needs: 'formats.view', load: () => import('@yobirin/feature-fields/page') },
  { noun: 'statuses', label: 'statuses.title', icon: IconMoodCog, needs: 'statuses.view', load: () => import('@yobirin/feature-statuses/page') },
  { noun: 'roles', label: 'roles.title', icon: IconShieldLock, needs: 'roles.view', load: () => import('@yobirin/feature-roles/page') },
  { noun: 'ivrs', label: 'ivrs.title', icon: IconRouteAltLeft, needs: 'routing.see', load: () => import('@yobirin/feature-ivrs/page') },
];
