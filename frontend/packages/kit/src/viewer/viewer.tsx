import { createContext, use, type ReactNode } from 'react';
import { TimeFormats } from '../formats';
import { useText } from '../i18n';

/** What a menu or action asks for, by the server's names: `agents.edit`. */
export type Permission = string;

/** Who looks at the screen, as far as screens need to know. */
export interface Viewer {
  id: string;
  name: string;
  /** `agent`, `supervisor`, `administrator`, or the key of a role of the site. */
  role: string;
  /** What the session may. The server decides again; this only keeps dead menus off the screen. */
  permissions: readonly Permission[];
  /** The site's IANA time zone. */
  timeZone: string;
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
  return useViewer().permissions.includes(permission);
}

/** A browser takes milliseconds to make formats, and a page has hundreds of places for times: one of each kind is made. */
const formats = new Map<string, TimeFormats>();

function timesOf(zone: string, language: string): TimeFormats {
  const key = `${zone} ${language}`;
  const made = formats.get(key) ?? new TimeFormats(zone, language);
  formats.set(key, made);
  return made;
}

/** Time formats in the site's zone and the current language. */
export function useTimes(): TimeFormats {
  const { timeZone } = useViewer();
  const { language } = useText();
  return timesOf(timeZone, language);
}
