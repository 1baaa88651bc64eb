import { Modal } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';
import { useText } from '../i18n';
import classes from './record.module.css';
import './mantine-more.css';

interface Props {
  title: string;
  size?: number;
  onClose: () => void;
  /** Buttons, the one that goes on first. */
  foot: ReactNode;
  children: ReactNode;
}

/** A question that has to be answered before anything else goes on. */
export function Dialog({ title, size = 440, onClose, foot, children }: Props) {
  const { t } = useText();
  useFocusBack();
  return (
    <Modal
      opened
      returnFocus={false}
      onClose={onClose}
      title={title}
      size={size}
      centered
      transitionProps={{ duration: 0 }}
      overlayProps={{ backgroundOpacity: 0.35 }}
      closeButtonProps={{ 'aria-label': t('part.close') }}
      // Its head is no second banner of the page.
      attributes={{ header: { role: 'presentation' } }}
      classNames={{ content: classes.dialog, header: classes.dialogHead, title: classes.dialogTitle, body: classes.dialogBody }}
    >
      {children}
      <div className={classes.dialogFoot}>{foot}</div>
    </Modal>
  );
}

/** When it goes, the focus goes to where it was; from a menu to its button, and from what is gone to the page. */
function useFocusBack(): void {
  const [places] = useState(() => {
    const from = document.activeElement;
    const menu = from?.closest('[role=menu]')?.getAttribute('aria-labelledby');
    return [menu ? document.getElementById(menu) : from, from?.closest('aside') ?? null, document.getElementById('page')];
  });
  useEffect(
    () => () => {
      const place = places.find((one) => one instanceof HTMLElement && one.isConnected && one !== document.body) as HTMLElement | undefined;
      place?.focus({ preventScroll: true });
    },
    [places],
  );
}
