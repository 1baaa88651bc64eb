import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { ChatProvider, useChatUnread } from '@yobirin/feature-chat';
import { CallToContext } from '@yobirin/feature-calls/call-to';
import { MissedBadge } from '@yobirin/feature-calls/missed';
import { ALL_AVAILABLE_COMBO, comboAria, comboText, MiniCall, PhoneDesk, usePhoneDesk, usePhoneShortcuts, withKey } from '@yobirin/feature-phone';
import { ConnectionMark, LostBar, StatusTags } from '@yobirin/feature-session/status';
import { UserMenu } from '@yobirin/feature-session/user';
import { IconButton, Shell, shellLink, ShellStatus, shellTab, ToastHost, useMay, useText, useToast, useViewer } from '@yobirin/kit';
import { useConnection } from '@yobirin/live';
import { useBridge, useCommand, useSeat, useSeatEvent } from '@yobirin/seat';
import { asProblem, setAgentStatus } from '@yobirin/wire';
import { IconSearch, IconX } from '@tabler/icons-react';
import { useCallback, useEffect, useRef, useState, useSyncExternalStore, type ReactNode } from 'react';
import { Palette } from '../palette/palette';
import { Boundary } from './boundary';
import classes from './frame.module.css';
import { Leaving } from './leaving';
import { tabsFor } from './nav';
import { SeatNotices } from './notices';
import { PANE_COMBOS, RightPane } from './right-pane';
import { useSide, type Side } from './side';
import type { OpenTab } from './tabs';
import { usePopupPages } from './use-popup-pages';

export const PALETTE_COMBO = 'Mod+K';

/** The frame with what lies over it on every page: messages, the phone's desk, the chat that hears and counts. */
export function Frame() {
  const side = useSide();
  const { show } = side;
  const showPhone = useCallback(() => show('phone'), [show]);
  return (
    <ToastHost standing={<SeatNotices />}>
      <PhoneDesk onHand={showPhone}>
        <Chat side={side}>
          <Panes side={side} />
          <TrayUnread />
        </Chat>
        <Leaving />
      </PhoneDesk>
    </ToastHost>
  );
}

function Chat({ side, children }: { side: Side; children: ReactNode }) {
  const bridge = useBridge();
  const navigate = useNavigate();
  const { show } = side;
  const onShow = useCallback(() => show('chat'), [show]);
  const onOpen = useCallback((kind: string, id: string) => void (kind === 'call' && navigate({ to: '/history/$callId', params: { callId: id } })), [navigate]);
  const wanted = useSeat((s) => s.settings.notifyChat);
  // Messages share one place among the system's notifications: what is clicked is the newest.
  const newest = useRef<() => void>(undefined);
  useSeatEvent('message.opened', () => newest.current?.());
  const notify = useCallback(
    (title: string, body: string, onClick: () => void) => {
      if (!wanted || document.hasFocus()) return; // whoever looks at the window sees the badge
      newest.current = onClick;
      void bridge.notify(title, body).catch(() => undefined);
    },
    [bridge, wanted],
  );
  return (
    <ChatProvider onShow={onShow} onOpen={onOpen} notify={notify}>
      {children}
    </ChatProvider>
  );
}

/** Tells the tray what the chat counts, also while the window is closed. */
function TrayUnread() {
  const { count } = useChatUnread();
  const command = useCommand();
  useEffect(() => {
    void command({ type: 'setUnread', n: count });
  }, [command, count]);
  return null;
}

/** Status bar, tabs, page links, page, and the side with phone, presence and chat. */
function Panes({ side }: { side: Side }) {
  const [palette, setPalette] = useState(false);
  const { phase } = useConnection();
  const { tabs, close } = usePopupPages();
  useShortcuts(side, () => setPalette(true));
  const phoneShown = side.open && side.pane === 'phone';
  const callTo = useCallTo();
  return (
    <>
      <Shell
        className={classes.frame}
        stale={phase === 'lost'}
        status={<StatusBar onSearch={() => setPalette(true)} />}
        tabs={<Tabs opened={tabs} onClose={close} />}
        dock={
          <>
            <LostBar />
            {phoneShown ? null : <MiniCall onShow={() => side.show('phone')} />}
          </>
        }
        links={(open) => <PageLinks bare={!open} />}
        leftKept="agent.left"
        leftOpen={window.innerWidth >= 1500}
        side={<RightPane side={side} />}
      >
        <Boundary>
          <CallToContext value={callTo}>
            <Outlet />
          </CallToContext>
        </Boundary>
      </Shell>
      {palette ? <Palette side={side} onClose={() => setPalette(false)} /> : null}
    </>
  );
}

/** Calls numbers of the history with this phone; not for those who may not call. */
function useCallTo(): ((number: string) => void) | undefined {
  const { run } = usePhoneDesk();
  const may = useMay('calls.make');
  const call = useCallback((to: string) => void run({ type: 'dial', to }), [run]);
  return may ? call : undefined;
}

function useShortcuts(side: Side, openPalette: () => void): void {
  const viewer = useViewer();
  const { t } = useText();
  const toast = useToast();
  const { show } = side;
  const rest = (error: unknown) => toast({ tone: 'error', text: t('status.failed', { detail: asProblem(error).message }) });
  usePhoneShortcuts(() => show('phone'), {
    [PALETTE_COMBO]: openPalette,
    [PANE_COMBOS.phone]: () => show('phone'),
    [PANE_COMBOS.presence]: () => show('presence'),
    [PANE_COMBOS.chat]: () => show('chat'),
    [ALL_AVAILABLE_COMBO]: () => void setAgentStatus(viewer.id, 'all', 'available').catch(rest),
  });
}

function StatusBar({ onSearch }: { onSearch: () => void }) {
  const { t } = useText();
  const command = useCommand();
  const width = useSyncExternalStore(onResize, () => window.innerWidth);
  const end = useCallback(
    () =>
      command({ type: 'logOut' }).then((trouble) => {
        if (trouble) throw new Error(trouble.detail ?? trouble.code);
      }),
    [command],
  );
  return (
    <ShellStatus tags={<StatusTags room={Math.max(1, Math.floor((width - 700) / 165))} allKey={comboText(ALL_AVAILABLE_COMBO)} />}>
      <button type="button" className={classes.search} aria-keyshortcuts={comboAria(PALETTE_COMBO)} title={withKey(t('agent.palette'), PALETTE_COMBO)} onClick={onSearch}>
        <IconSearch size={14} aria-hidden />
        {t('agent.palette.open', { key: comboText(PALETTE_COMBO) })}
      </button>
      <ConnectionMark />
      <UserMenu onLogOut={() => undefined} end={end} />
    </ShellStatus>
  );
}

function onResize(listener: () => void): () => void {
  window.addEventListener('resize', listener);
  return () => window.removeEventListener('resize', listener);
}

function useTabs() {
  const { permissions } = useViewer();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const tabs = tabsFor((permission) => permissions.includes(permission));
  return { path, tabs, active: tabs.find((tab) => tab.pages.some((page) => path.startsWith(page.path))) };
}

function Tabs({ opened, onClose }: { opened: OpenTab[]; onClose: (path: string) => void }) {
  const { t } = useText();
  const { path, tabs, active } = useTabs();
  const own = opened.find((tab) => tab.path === path);
  return (
    <>
      {tabs.map((tab) => (
        <Link key={tab.id} className={shellTab} to={tab.pages[0]!.path} data-active={(!own && tab === active) || undefined}>
          {t(tab.label)}
          {tab.id === 'history' ? <MissedBadge seen={!own && tab === active} /> : null}
        </Link>
      ))}
      {opened.map((tab) => (
        <span key={tab.path} className={classes.openTab} data-active={tab === own || undefined}>
          <Link className={shellTab} to={tab.path as '/history'}>
            {tab.name}
          </Link>
          <IconButton icon={IconX} iconSize={13} name={t('agent.nav.close', { name: tab.name })} onClick={() => onClose(tab.path)} />
        </span>
      ))}
    </>
  );
}

/** The pages of the tab; folded, their icons alone. */
function PageLinks({ bare }: { bare: boolean }) {
  const { t } = useText();
  const { active } = useTabs();
  const update = useSeat((s) => s.update !== null);
  return (
    <div className={classes.links} data-bare={bare || undefined}>
      {active?.pages.map((page) => (
        <Link key={page.path} className={[shellLink, classes.link].join(' ')} to={page.path} title={bare ? t(page.label) : undefined} activeProps={{ 'data-active': true }}>
          <page.icon size={16} stroke={1.7} aria-hidden />
          <span className={bare ? 'sr-only' : undefined}>{t(page.label)}</span>
          {update && page.path === '/me/about' ? <span className={classes.dot} aria-hidden /> : null}
        </Link>
      ))}
    </div>
  );
}
