import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
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
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={size}
      centered
      transitionProps={{ duration: 0 }}
      overlayProps={{ backgroundOpacity: 0.35 }}
      closeButtonProps={{ 'aria-label': t('part.close') }}
      classNames={{ content: classes.dialog, header: classes.dialogHead, title: classes.dialogTitle, body: classes.dialogBody }}
    >
      {children}
      <div className={classes.dialogFoot}>{foot}</div>
    </Modal>
  );
}
