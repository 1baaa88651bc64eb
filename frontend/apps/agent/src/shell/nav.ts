import { IconBell, IconDeviceDesktop, IconDeviceLandlinePhone, IconGauge, IconHistory, IconInfoCircle, IconLock, type Icon } from '@tabler/icons-react';
import type { Key, Permission } from '@yobirin/kit';

export interface Page {
  path: '/history' | '/realtime' | '/me/devices' | '/me/password' | '/me/personal' | '/me/computer' | '/me/about';
  label: Key;
  icon: Icon;
  needs?: Permission;
}

export interface Tab {
  id: string;
  label: Key;
  pages: Page[];
}

/** Tabs and their pages in the order of the manual; what the viewer may not open is not shown. */
export const TABS: Tab[] = [
  { id: 'history', label: 'nav.history', pages: [{ path: '/history', label: 'nav.history', icon: IconHistory }] },
  { id: 'sv', label: 'nav.sv', pages: [{ path: '/realtime', label: 'nav.realtime', icon: IconGauge, needs: 'floor.see-all' }] },
  {
    id: 'me',
    label: 'agent.nav.me',
    pages: [
      { path: '/me/devices', label: 'me.devices', icon: IconDeviceLandlinePhone },
      { path: '/me/password', label: 'me.password', icon: IconLock },
      { path: '/me/personal', label: 'me.personal', icon: IconBell },
      { path: '/me/computer', label: 'me.computer', icon: IconDeviceDesktop },
      { path: '/me/about', label: 'me.about', icon: IconInfoCircle },
    ],
  },
];

/** The tabs with the pages that `allowed` lets through. */
export function tabsFor(allowed: (permission: Permission) => boolean): Tab[] {
  return TABS.map((tab) => ({ ...tab, pages: tab.pages.filter((page) => !page.needs || allowed(page.needs)) })).filter((tab) => tab.pages.length > 0);
}
