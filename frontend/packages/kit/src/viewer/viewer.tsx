import { createContext, use, useMemo, type ReactNode } from 'react';
import { TimeFormats } from '../formats';
import { useText } from '../i18n';

export type Role = 'agent' | 'supervisor' | 'administrator';

/** Who looks at the screen, as far as screens need to know. */
export interface Viewer {
  id: string;
  name: string;
  role: Role;
  /** The site's IANA time zone. */
  timeZone: string;
}

/** What a menu or action asks for. */
export type Permission = 'floor.view' | 'agents.changeStatus' | 'calls.make' | 'calls.watch' | 'calls.command';

const supervises: readonly Permission[] = ['floor.view', 'agents.changeStatus', 'calls.make', 'calls.watch', 'calls.command'];

const granted: Record<Role, readonly Permission[]> = {
  agent: ['calls.make'],
  supervisor: supervises,
  administrator: supervises,
};

/** True when the role may. The server decides again; this only keeps dead menus off the screen. */
export function may(role: Role, permission: Permission): boolean {
  return granted[role].includes(permission);
}

const ViewerContext = createContext<Viewer | undefined>(undefined);

export function ViewerProvider({ viewer, children }: { viewer: Viewer; children: ReactNode }) {
  return <ViewerContext value={viewer}>{children}</ViewerContext>;
}

export function useViewer(): Viewer {
  const viewer = use(ViewerContext);
  if (!viewer) throw new Error('ViewerProvider is missing');
  return viewer;
}

export function useMay(permission: Permission): boolean {
  return may(useViewer().role, permission);
}

/** Time formats in the site's zone and the current language. */
export function useTimes(): TimeFormats {
  const { timeZone } = useViewer();
  const { language } = useText();
  return useMemo(() => new TimeFormats(timeZone, language), [timeZone, language]);
}
