import {
  IconBan, IconCalendarEvent, IconClipboardList, IconDeviceLandlinePhone, IconDevices, IconFileMusic, IconForms, IconHash, IconKey, IconKeyboard, IconListDetails, IconLock, IconLogin2, IconMoodCog, IconPhoneOff, IconPhoneOutgoing, IconRouteAltLeft, IconSettings, IconShieldLock, IconSpeakerphone, IconStar, IconTopologyStar3, IconUser, IconUsersGroup, type Icon,
} from '@tabler/icons-react';
import type { Key, Permission } from '@yobirin/kit';
import type { ComponentType } from 'react';

/** A page of 管理設定: /admin/{noun}, and /admin/{noun}/{id} with that record open. */
export interface AdminPage {
  noun: string;
  label: Key;
  icon: Icon;
  /** To see it: this, or any one of these. */
  needs: Permission | readonly Permission[];
  /** Every agent may open it, and has no use for it at work: the menu of the role agent is spared. */
  spared?: true;
  /** Its code, loaded when it is opened: a module that exports `Page`. */
  load: () => Promise<{ Page: ComponentType }>;
}

/** The pages of the administration in the order of the manual (section 11). One line each. */
export const ADMIN_PAGES: readonly AdminPage[] = [
  { noun: 'agents', label: 'agents.title', icon: IconUser, needs: 'agents.view', load: () => import('@yobirin/feature-agents/page') },
  { noun: 'groups', label: 'groups.title', icon: IconUsersGroup, needs: 'groups.view', load: () => import('@yobirin/feature-groups/page') },
  { noun: 'devices', label: 'devices.title', icon: IconDeviceLandlinePhone, needs: 'devices.view', load: () => import('@yobirin/feature-devices/page') },
  { noun: 'numbers', label: 'numbers.title', icon: IconHash, needs: 'numbers.view', load: () => import('@yobirin/feature-numbers/page') },
  { noun: 'trunks', label: 'trunks.title', icon: IconTopologyStar3, needs: 'trunks.view', load: () => import('@yobirin/feature-trunks/page') },
  { noun: 'audios', label: 'audios.title', icon: IconFileMusic, needs: 'audio.see', spared: true, load: () => import('@yobirin/feature-audios/page') },
  { noun: 'prompts', label: 'prompts.title', icon: IconSpeakerphone, needs: 'audio.see', spared: true, load: () => import('@yobirin/feature-audios/prompts') },
  { noun: 'transfers', label: 'transfers.title', icon: IconPhoneOutgoing, needs: 'transfers.view', load: () => import('@yobirin/feature-transfers/page') },
  { noun: 'formats', label: 'formats.title', icon: IconForms, needs: 'formats.view', load: () => import('@yobirin/feature-formats/page') },
  { noun: 'fields', label: 'fields.title', icon: IconListDetails, needs: 'formats.view', load: () => import('@yobirin/feature-fields/page') },
  { noun: 'statuses', label: 'statuses.title', icon: IconMoodCog, needs: 'statuses.view', load: () => import('@yobirin/feature-statuses/page') },
  { noun: 'roles', label: 'roles.title', icon: IconShieldLock, needs: 'roles.view', load: () => import('@yobirin/feature-roles/page') },
  { noun: 'ivrs', label: 'ivrs.title', icon: IconRouteAltLeft, needs: 'routing.see', load: () => import('@yobirin/feature-ivrs/page') },
  { noun: 'holidays', label: 'holidays.title', icon: IconCalendarEvent, needs: 'routing.see', load: () => import('@yobirin/feature-holidays/page') },
  { noun: 'codes', label: 'codes.title', icon: IconKeyboard, needs: 'routing.see', load: () => import('@yobirin/feature-codes/page') },
  { noun: 'rejected', label: 'lists.rejected.title', icon: IconPhoneOff, needs: 'lists.view', load: () => import('@yobirin/feature-lists/rejected') },
  { noun: 'barred', label: 'lists.barred.title', icon: IconBan, needs: 'lists.view', load: () => import('@yobirin/feature-lists/barred') },
  { noun: 'callers', label: 'lists.callers.title', icon: IconStar, needs: 'lists.view', load: () => import('@yobirin/feature-lists/callers') },
  { noun: 'settings', label: 'settings.title', icon: IconSettings, needs: ['settings.see', 'recordings.keys'], load: () => import('@yobirin/feature-settings/page') },
  { noun: 'access', label: 'access.title', icon: IconLogin2, needs: 'settings.see', load: () => import('@yobirin/feature-access/page') },
  { noun: 'sessions', label: 'sessions.title', icon: IconDevices, needs: 'sessions.see', load: () => import('@yobirin/feature-sessions/page') },
  { noun: 'locks', label: 'locks.title', icon: IconLock, needs: ['login.unlock', 'pin.unlock'], load: () => import('@yobirin/feature-locks/page') },
  { noun: 'api-keys', label: 'keys.title', icon: IconKey, needs: 'api-keys.manage', load: () => import('@yobirin/feature-api-keys/page') },
  { noun: 'audit', label: 'audit.title', icon: IconClipboardList, needs: 'audit.see', load: () => import('@yobirin/feature-audit/page') },
];
