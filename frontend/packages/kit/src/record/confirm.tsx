import { Button } from '@mantine/core';
import { useState } from 'react';
import { useText } from '../i18n';
import { Dialog } from './dialog';
import classes from './record.module.css';

interface Props {
  title: string;
  /** What follows from it. */
  hint: string;
  /** The button that does it. */
  action: string;
  /** Something is lost by it. */
  danger?: boolean;
  /** Does it. The dialog stays, busy, until that is over, and then closes. */
  onSure: () => Promise<unknown>;
  onClose: () => void;
}

/** Asks once more before something is done. Whoever asks says what came of it. */
export function Confirm({ title, hint, action, danger, onSure, onClose }: Props) {
  const { t } = useText();
  const [busy, setBusy] = useState(false);
  const run = () => {
    setBusy(true);
    void onSure().finally(onClose);
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      foot={
        <>
          <Button size="xs" color={danger ? 'red' : undefined} data-autofocus loading={busy} onClick={run}>
            {action}
          </Button>
          <Button size="xs" variant="default" onClick={onClose}>
            {t('record.cancel')}
          </Button>
        </>
      }
    >
      <p className={classes.words}>{hint}</p>
    </Dialog>
  );
}
