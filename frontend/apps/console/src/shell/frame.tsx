import { Link, Outlet, useRouter, useRouterState } from '@tanstack/react-router';
import { ChatItem, ChatProvider } from '@yobirin/feature-chat';
import { ListeningProvider, Notices, PhoneBar } from '@yobirin/feature-floor/listen';
import { ConnectionMark, LostBar, StatusTags } from '@yobirin/feature-session/status';
import { UserMenu } from '@yobirin/feature-session/user';
import { AgentMenuExtra, Shell, shellLink, ShellStatus, shellTab, ToastHost, useMay, useText, useViewer } from '@yobirin/kit';
import { useConnection, type AgentRow } from '@yobirin/live';
import { Menu } from '@mantine/core';
import { IconListCheck, IconUserCog } from '@tabler/icons-react';
import { Fragment, useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { useShellActions } from './actions';
import classes from './frame.module.css';
import { tabsFor } from './nav';
import { useNotify } from './notify';
import { Side, useSide, type SideState } from './side';
import { useWelcome } from './welcome';

/** The frame with what lies over it on every page: messages, alarms, the browser's own call. */
export function Frame() {
  const viewer = useViewer();
  const watches = useMay('calls.watch');
  return (
    <ToastHost standing={watches ? <Notices viewer={viewer.id} /> : null}>
      <ListeningProvider>
        <Chatting />
      </ListeningProvider>
    </ToastHost>
  );
}

const chatItem = (agent: AgentRow) => <ChatItem agent={agent} />;

/** The chat listens on every page; every menu on an agent offers it. */
function Chatting() {
  const side = useSide();
  const router = useRouter();
  const { notify, ask } = useNotify();
  const { show } = side;
  const onShow = useCallback(() => show('chat'), [show]);
  const onOpen = useCallback(
    (kind: string, id: string) => {
      if (kind === 'call') void router.navigate({ to: '/history/$callId', params: { callId: id } });
    },
    [router],
  );
  return (
    <ChatProvider onOpen={onOpen} onShow={onShow} notify={notify} askNotify={ask}>
      <AgentMenuExtra value={chatItem}>
        <Panes side={side} />
      </AgentMenuExtra>
    </ChatProvider>
  );
}

/** Status bar, tabs, page links, page, presence: the frame around every page. */
function Panes({ side }: { side: SideState }) {
  const { phase } = useConnection();
  useSessionDoubt();
  return (
    <Shell
      className={classes.frame}
      stale={phase === 'lost'}
      status={<StatusBar />}
      tabs={<Tabs />}
      dock={
        <>
          <LostBar />
          <PhoneBar />
        </>
      }
      links={(open) => (open ? <PageLinks /> : null)}
      leftKept="pane.left"
      leftOpen
      side={<Side side={side} />}
    >
      <Outlet />
    </Shell>
  );
}

function StatusBar() {
  const { onLogOut } = useShellActions();
  const width = useSyncExternalStore(onResize, () => window.innerWidth);
  return (
    <ShellStatus tags={<StatusTags room={Math.max(1, Math.floor((width - 620) / 165))} />}>
      <ConnectionMark />
      <UserMenu onLogOut={onLogOut} items={<MenuItems />} />
    </ShellStatus>
  );
}

/** What the console has in the menu besides. */
function MenuItems() {
  const { t } = useText();
  const router = useRouter();
  const first = useMay('settings.see');
  return (
    <>
      <Menu.Item closeMenuOnClick leftSection={<IconUserCog size={15} stroke={1.8} aria-hidden />} onClick={() => void router.navigate({ to: '/me/profile' })}>
        {t('user.me')}
      </Menu.Item>
      {first ? (
        <Menu.Item closeMenuOnClick leftSection={<IconListCheck size={15} stroke={1.8} aria-hidden />} onClick={() => void router.navigate({ to: '/welcome' })}>
          {t('user.welcome')}
        </Menu.Item>
      ) : null}
    </>
  );
}

function onResize(listener: () => void): () => void {
  window.addEventListener('resize', listener);
  return () => window.removeEventListener('resize', listener);
}

function useTabs() {
  const { role, permissions } = useViewer();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const welcome = useWelcome();
  const tabs = tabsFor({ role, allowed: (permission) => permissions.includes(permission) }, welcome.shown);
  return { tabs, active: tabs.find((tab) => tab.pages.some((page) => path.startsWith(page.path))) };
}

function Tabs() {
  const { t } = useText();
  const { tabs, active } = useTabs();
  return (
    <>
      {tabs.map((tab) => (
        <Link key={tab.id} className={shellTab} to={tab.pages[0]!.path} data-active={tab === active || undefined}>
          {t(tab.label)}
        </Link>
      ))}
    </>
  );
}

function PageLinks() {
  const { t } = useText();
  const { active } = useTabs();
  return (
    <div className={classes.links}>
      {active?.pages.map((page, i) => (
        <Fragment key={page.path}>
          {page.part && page.part !== active.pages[i - 1]?.part ? <span className={classes.linkPart}>{t(page.part)}</span> : null}
          <Link className={[shellLink, classes.link].join(' ')} to={page.path} activeProps={{ 'data-active': true }}>
            <page.icon size={16} stroke={1.7} aria-hidden />
            {t(page.label)}
          </Link>
        </Fragment>
      ))}
    </div>
  );
}

/** A socket that stays away may mean that the session is over: browsers do not tell. */
function useSessionDoubt(): void {
  const { onDoubt } = useShellActions();
  const { phase } = useConnection();
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (phase !== 'lost') return;
    const timer = setTimeout(() => {
      onDoubt();
      setTries((n) => n + 1);
    }, 3000);
    return () => clearTimeout(timer);
  }, [phase, tries, onDoubt]);
}
