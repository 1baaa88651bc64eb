import { IconX } from '@tabler/icons-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { useText } from '../i18n';
import { IconButton } from './icon-button';
import classes from './parts.module.css';

interface Props {
  title: string;
  note?: ReactNode;
  tools?: ReactNode;
  /** For an editor that needs the whole page. */
  wide?: boolean;
  /** Below what scrolls: buttons that stay in sight. */
  foot?: ReactNode;
  onClose: () => void;
  children: ReactNode;
}

/**
 * A detail beside its list. The list stays usable; Escape closes, and the focus goes back to where it came from.
 */
export function Sheet({ title, note, tools, wide, foot, onClose, children }: Props) {
  const { t } = useText();
  const ref = useRef<HTMLElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    ref.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <aside
      ref={ref}
      className={classes.sheet}
      data-wide={wide || undefined}
      aria-label={title}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented || !isOwn(event.currentTarget, event.target)) return;
        event.stopPropagation();
        onClose();
      }}
    >
      <header className={classes.sheetHead}>
        <h2 className={classes.sheetTitle} title={title}>
          {title}
        </h2>
        {note}
        <div className={classes.panelTools}>
          {tools}
          <IconButton icon={IconX} name={t('part.close')} onClick={onClose} />
        </div>
      </header>
      {/* It scrolls by the keyboard also while nothing in it can be focused. */}
      <div className={classes.sheetBody} tabIndex={0} role="group" aria-label={title}>
        {children}
      </div>
      {foot ? <footer className={classes.sheetFoot}>{foot}</footer> : null}
    </aside>
  );
}

/** Not Escape in a dialog over the sheet, nor one that closes a list of choices. */
function isOwn(sheet: HTMLElement, target: EventTarget): boolean {
  return target instanceof HTMLElement && sheet.contains(target) && target.getAttribute('aria-expanded') !== 'true';
}
