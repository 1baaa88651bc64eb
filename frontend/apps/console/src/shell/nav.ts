import { IconArchive, IconGauge, IconHistory, IconMail, IconDeviceLandlinePhone, IconListCheck, IconLock, IconUserCog, type Icon } from '@tabler/icons-react';
import type { Key, Permission } from '@yobirin/kit';
import { partedPages } from './admin-parts';

export type Path = '/welcome' | '/me/profile' | '/me/security' | '/me/devices' | '/realtime' | '/history' | '/voicemail' | '/archives' | `/admin/${string}`;

interface Page {
  path: Path;
  label: Key;
  icon: Icon;
  /** This, or any one of these. */
  needs?: Permission | readonly Permission[];
  /** Left out of the menu of the role agent. */
  spared?: true;
  /** Heading of the pages it stands with. */
  part?: Key;
}

interface Tab {
  id: string;
  label: Key;
  pages: Page[];
}

/** Tabs and their pages in the order of the manual; what the viewer may not open is not shown. */
export const TABS: Tab[] = [
  {
    id: 'history',
    label: 'nav.history',
    pages: [
      { path: '/history', label: 'nav.history', icon: IconHistory, needs: 'calls.see-own' },
      { path: '/voicemail', label: 'nav.voicemail', icon: IconMail, needs: 'voicemail.see' },
      { path: '/archives', label: 'nav.archives', icon: IconArchive, needs: 'archives.take' },
    ],
  },
  { id: 'sv', label: 'nav.sv', pages: [{ path: '/realtime', label: 'nav.realtime', icon: IconGauge, needs: 'floor.see-all' }] },
  {
    id: 'admin',
    label: 'nav.admin',
    pages: [
      { path: '/welcome', label: 'welcome.title', icon: IconListCheck, needs: 'settings.see' },
      ...partedPages().map(({ noun, label, icon, needs, spared, part }) => ({ path: `/admin/${noun}` as const, label, icon, needs, spared, part })),
    ],
  },
  {
    id: 'me',
    label: 'me.console',
    pages: [
      { path: '/me/profile', label: 'me.profile', icon: IconUserCog },
      { path: '/me/security', label: 'me.security', icon: IconLock },
      { path: '/me/devices', label: 'me.devices', icon: IconDeviceLandlinePhone },
    ],
  },
];

/** Whether a page that needs this opens for somebody. */
export const opens = (needs: Permission | readonly Permission[] | undefined, allowed: (permission: Permission) => boolean): boolean => needs === undefined || [needs].flat().some(allowed);

/** Whom the menus are for: the role, and what it lets through. */
export interface For {
  role: string;
  allowed: (permission: Permission) => boolean;
}

/** The tabs with the pages that somebody may open; the first steps are there as long as they are of use. */
export function tabsFor({ role, allowed }: For, welcome: boolean): Tab[] {
  const offered = (page: Page) => opens(page.needs, allowed) && (welcome || page.path !== '/welcome') && !(page.spared && role === 'agent');
  return TABS.map((tab) => ({ ...tab, pages: tab.pages.filter(offered) })).filter((tab) => tab.pages.length > 0);
}

/** Where a viewer starts: the floor for those who watch it, else the first page that they may open. */
export function homeFor(viewer: For): Path {
  if (viewer.allowed('floor.see-all')) return '/realtime';
  return tabsFor(viewer, false)[0]?.pages[0]?.path ?? '/me/profile';
}
