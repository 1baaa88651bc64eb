import { useNavigate } from '@tanstack/react-router';
import { useText, useToast } from '@yobirin/kit';
import { useBridge, useSeat, useSeatEvent } from '@yobirin/seat';
import { placeOf } from './place';
import { useOpenTabs } from './tabs';

/** Pages that pop up with calls: own ones become tabs, everybody else's open in the browser, and it is said. */
export function usePopupPages() {
  const { t } = useText();
  const toast = useToast();
  const bridge = useBridge();
  const navigate = useNavigate();
  const server = useSeat((s) => s.server.url);
  const opened = useOpenTabs();
  useSeatEvent('tab', ({ url }) => {
    const place = placeOf(url, server);
    if (place.kind === 'page') {
      opened.open({ path: place.path, name: place.path.split('/').pop() ?? place.path });
      void navigate({ to: place.path as '/history' });
    } else if (place.kind === 'browser') {
      void bridge.openURL(place.url);
      toast({ tone: 'info', text: t('agent.tab.elsewhere', { host: new URL(place.url).host }) });
    }
  });
  return opened;
}
