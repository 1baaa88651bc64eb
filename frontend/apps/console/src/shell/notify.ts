import type { Notify } from '@yobirin/feature-chat';
import { useCallback, useState } from 'react';

/** Desktop notifications of this browser; `ask` is there while it has not been asked for its permission. */
export function useNotify(): { notify: Notify | undefined; ask: (() => void) | undefined } {
  const [permission, setPermission] = useState<NotificationPermission>(() => (typeof Notification === 'undefined' ? 'denied' : Notification.permission));
  const ask = useCallback(() => void Notification.requestPermission().then(setPermission, () => setPermission('denied')), []);
  return { notify: permission === 'granted' ? show : undefined, ask: permission === 'default' ? ask : undefined };
}

const show: Notify = (title, body, onClick) => {
  try {
    const notification = new Notification(title, { body, icon: '/bell.svg' });
    notification.onclick = () => {
      window.focus();
      notification.close();
      onClick();
    };
  } catch {
    // Some systems allow notifications to service workers only; the badge still tells.
  }
};
