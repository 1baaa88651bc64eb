import { useChatUnread } from '@yobirin/feature-chat';
import { AgentActions } from '@yobirin/feature-floor/listen';
import { PresencePane } from '@yobirin/feature-presence';
import { isBoolean, Loading, SidePane, useKept, useMay, useText } from '@yobirin/kit';
import type { AgentRow } from '@yobirin/live';
import { IconMessages, IconUsers } from '@tabler/icons-react';
import { lazy, Suspense, useCallback, useMemo } from 'react';

const ChatPane = lazy(() => import('@yobirin/feature-chat/pane').then((m) => ({ default: m.ChatPane })));

const PANES = ['presence', 'chat'] as const;
type Shown = (typeof PANES)[number];
const isShown = (value: unknown): value is Shown => PANES.includes(value as Shown);

export interface SideState {
  shown: Shown;
  open: boolean;
  setOpen: (open: boolean) => void;
  /** Opens the pane on an application. */
  show: (id: Shown) => void;
}

/** Which application is on the right, and whether it is folded; both are remembered. */
export function useSide(): SideState {
  const [shown, setShown] = useKept<Shown>('pane.shown', 'presence', isShown);
  const [open, setOpen] = useKept('pane.right', window.innerWidth >= 1440, isBoolean);
  const show = useCallback(
    (id: Shown) => {
      setShown(id);
      setOpen(true);
    },
    [setShown, setOpen],
  );
  return useMemo(() => ({ shown, open, setOpen, show }), [shown, open, setOpen, show]);
}

const actions = (agent: AgentRow) => <AgentActions agent={agent} />;

/** The right side: presence or chat, switched by icons (manual section 6). */
export function Side({ side }: { side: SideState }) {
  const { t } = useText();
  const unread = useChatUnread();
  const chats = useMay('chat.use');
  const shown = chats ? side.shown : 'presence';
  const panes = useMemo(
    () => [{ id: 'presence', label: t('presence.title'), icon: IconUsers }, ...(chats ? [{ id: 'chat', label: t('chat.title'), icon: IconMessages, badge: unread }] : [])],
    [t, unread, chats],
  );
  return (
    <SidePane panes={panes} shown={shown} onShow={(id) => isShown(id) && side.show(id)} open={side.open} onOpen={side.setOpen}>
      {shown === 'chat' ? (
        <Suspense fallback={<Loading rows={6} />}>
          <ChatPane />
        </Suspense>
      ) : (
        <PresencePane actions={actions} />
      )}
    </SidePane>
  );
}
