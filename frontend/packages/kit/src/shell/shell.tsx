import { IconChevronLeft, IconChevronRight, IconPin, IconPinFilled } from '@tabler/icons-react';
import type { MouseEvent, ReactNode } from 'react';
import { useText } from '../i18n';
import { IconButton } from '../parts/icon-button';
import { isBoolean, useKept } from '../parts/use-kept';
import classes from './shell.module.css';

interface Props {
  /** Sets the app's measures: `--shell-least`, `--shell-dock`, `--shell-left` and `--shell-left-open`. */
  className: string | undefined;
  /** Whether the figures stand still. */
  stale: boolean;
  status: ReactNode;
  /** Links with the class `shellTab`. */
  tabs: ReactNode;
  /** What has its place on the free part of the tabs. */
  dock: ReactNode;
  /** The pages of the tab, as links with the class `shellLink`. */
  links: (open: boolean) => ReactNode;
  /** The name under which this browser keeps whether they are open, and what they are before. */
  leftKept: string;
  leftOpen: boolean;
  side: ReactNode;
  children: ReactNode;
}

export const shellTab = classes.tab;
export const shellLink = classes.link;

/** The frame around every page of an app: status bar, tabs, the tab's pages, the page, the side (manual section 6). */
export function Shell({ className, stale, status, tabs, dock, links, leftKept, leftOpen, side, children }: Props) {
  const { t } = useText();
  const [pinned, setPinned] = useKept('pin', true, isBoolean);
  const [left, setLeft] = useKept(leftKept, leftOpen, isBoolean);
  return (
    <div className={[classes.frame, className].filter(Boolean).join(' ')} data-stale={stale || undefined}>
      <a className={classes.skip} href="#page" onClick={toPage}>
        {t('nav.skip')}
      </a>
      <div className={classes.top} data-pinned={pinned || undefined}>
        {status}
        <nav className={classes.tabs} aria-label={t('nav.tabs')}>
          {tabs}
          <IconButton className={classes.pin} icon={pinned ? IconPinFilled : IconPin} iconSize={15} name={t(pinned ? 'nav.unpin' : 'nav.pin')} aria-pressed={pinned} onClick={() => setPinned(!pinned)} />
        </nav>
        <div className={classes.dock}>{dock}</div>
      </div>
      <div className={classes.body}>
        <nav className={classes.left} data-open={left || undefined} aria-label={t('nav.pages')}>
          {links(left)}
          <IconButton className={classes.fold} icon={left ? IconChevronLeft : IconChevronRight} name={t(left ? 'nav.foldLeft' : 'nav.unfoldLeft')} aria-expanded={left} onClick={() => setLeft(!left)} />
        </nav>
        <main id="page" className={classes.page} tabIndex={-1}>
          {children}
        </main>
        {side}
      </div>
    </div>
  );
}

// The address stays as it is: in the app it would be another page's.
function toPage(event: MouseEvent): void {
  event.preventDefault();
  document.getElementById('page')?.focus();
}

/** The bar over the tabs: statuses, and at its end what is always at hand. */
export function ShellStatus({ tags, children }: { tags: ReactNode; children: ReactNode }) {
  return (
    <header className={classes.status}>
      {tags}
      <div className={classes.statusEnd}>{children}</div>
    </header>
  );
}
