import { useCallback, useState } from 'react';

/** A page that was opened as a tab of its own, besides the fixed ones. */
export interface OpenTab {
  path: string;
  name: string;
}

/** So many stay; the oldest goes. */
const MOST = 12;

/** The pages that are open as tabs, in the order they were opened. */
export function useOpenTabs() {
  const [tabs, setTabs] = useState<OpenTab[]>([]);
  const open = useCallback((tab: OpenTab) => setTabs((all) => (all.some((t) => t.path === tab.path) ? all : [...all, tab].slice(-MOST))), []);
  const close = useCallback((path: string) => setTabs((all) => all.filter((t) => t.path !== path)), []);
  return { tabs, open, close };
}
