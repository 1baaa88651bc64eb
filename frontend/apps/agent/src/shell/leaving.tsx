import { Button } from '@mantine/core';
import { useText } from '@yobirin/kit';
import { useCommand, useSeat } from '@yobirin/seat';
import { useEffect, useId, useRef } from 'react';
import classes from './leaving.module.css';

/** Asks before a call is hung up by a log-out or by the end of the app, whoever wanted it: page, tray or hot key. */
export function Leaving() {
  const leaving = useSeat((s) => s.leaving);
  return leaving ? <Question key={String(leaving.quit)} quit={leaving.quit} /> : null;
}

function Question({ quit }: { quit: boolean }) {
  const { t } = useText();
  const command = useCommand();
  const dialog = useRef<HTMLDialogElement>(null);
  const stays = useRef<HTMLButtonElement>(null);
  const id = useId();
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    stays.current?.focus(); // Enter loses no call
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  const stay = () => void command({ type: 'stay' });
  return (
    <dialog
      ref={dialog}
      className={classes.dialog}
      role="alertdialog"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      onCancel={(event) => {
        event.preventDefault(); // the seat closes it
        stay();
      }}
    >
      <h2 id={`${id}-title`}>{t(quit ? 'agent.leaving.quit' : 'agent.leaving.logOut')}</h2>
      <p id={`${id}-text`}>{t('agent.leaving.text')}</p>
      <div className={classes.buttons}>
        <Button color="red" size="xs" onClick={() => void command({ type: quit ? 'quit' : 'logOut', sure: true })}>
          {t(quit ? 'agent.leaving.quitSure' : 'agent.leaving.logOutSure')}
        </Button>
        <Button ref={stays} variant="default" size="xs" onClick={stay}>
          {t('agent.leaving.stay')}
        </Button>
      </div>
    </dialog>
  );
}
