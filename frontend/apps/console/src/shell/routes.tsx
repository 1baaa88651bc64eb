import { Button } from '@mantine/core';
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Link, redirect } from '@tanstack/react-router';
import { Blank, Failure, Loading, useText, type Permission } from '@yobirin/kit';
import { ADMIN_PAGES } from './admin-pages';
import { Frame } from './frame';
import { homeFor, opens } from './nav';
import { Home } from './welcome';

/** The console's pages. Each page's code is loaded when it is opened. */
export function makeRouter(role: string, permissions: readonly Permission[]) {
  const home = homeFor({ role, allowed: (permission) => permissions.includes(permission) });
  const root = createRootRoute({ component: Frame, notFoundComponent: NotFound });
  const index = createRoute({ getParentRoute: () => root, path: '/', component: () => <Home to={home} /> });
  const needs = (wanted: Permission | readonly Permission[]) => () => {
    if (!opens(wanted, (permission) => permissions.includes(permission))) throw redirect({ to: home });
  };
  const whoWatches = needs('floor.see-all');
  const realtime = createRoute({
    getParentRoute: () => root,
    path: '/realtime',
    beforeLoad: whoWatches,
    component: lazyRouteComponent(() => import('@yobirin/feature-floor/realtime'), 'RealtimePage'),
  });
  const group = createRoute({ getParentRoute: () => root, path: '/realtime/$group', beforeLoad: whoWatches, component: lazyRouteComponent(() => import('@yobirin/feature-floor/group'), 'GroupPage') });
  const wallboard = createRoute({ getParentRoute: () => root, path: '/wallboard', beforeLoad: whoWatches, component: lazyRouteComponent(() => import('@yobirin/feature-floor/wallboard'), 'WallboardPage') });
  const history = createRoute({
    getParentRoute: () => root,
    path: '/history',
    beforeLoad: needs('calls.see-own'),
    component: lazyRouteComponent(() => import('@yobirin/feature-calls/page'), 'HistoryPage'),
  });
  const call = createRoute({
    getParentRoute: () => history,
    path: '$callId',
    component: lazyRouteComponent(() => import('@yobirin/feature-calls/detail'), 'CallDetail'),
  });
  const voicemail = createRoute({ getParentRoute: () => root, path: '/voicemail', beforeLoad: needs('voicemail.see'), component: lazyRouteComponent(() => import('@yobirin/feature-voicemail/page'), 'VoicemailPage') });
  const archives = createRoute({ getParentRoute: () => root, path: '/archives', beforeLoad: needs('archives.take'), component: lazyRouteComponent(() => import('@yobirin/feature-archives/page'), 'ArchivesPage') });
  const welcome = createRoute({
    getParentRoute: () => root,
    path: '/welcome',
    beforeLoad: needs('settings.see'),
    component: lazyRouteComponent(() => import('@yobirin/feature-welcome/page'), 'Page'),
  });
  const me = createRoute({
    getParentRoute: () => root,
    path: '/me',
    beforeLoad: () => {
      throw redirect({ to: '/me/profile' });
    },
  });
  const mine = { profile: 'MyPage', security: 'SecurityPage', devices: 'DevicesPage' } as const;
  const own = Object.entries(mine).map(([path, name]) => createRoute({ getParentRoute: () => root, path: `/me/${path}`, component: lazyRouteComponent(() => import('@yobirin/feature-me/console'), name) }));
  const admin = ADMIN_PAGES.map(({ noun, needs: needed, load }) => {
    const page = createRoute({
      getParentRoute: () => root,
      path: `/admin/${noun}`,
      beforeLoad: needs(needed),
      component: lazyRouteComponent(load, 'Page'),
    });
    // The page itself shows what is open: the list stays as it is behind it.
    const record = createRoute({ getParentRoute: () => page, path: '$id', component: () => null });
    return page.addChildren([record]);
  });
  return createRouter({
    routeTree: root.addChildren([index, realtime, group, wallboard, history.addChildren([call]), voicemail, archives, welcome, me, ...own, ...admin]),
    defaultPreload: 'intent',
    defaultPendingComponent: () => <Loading rows={8} />,
    defaultErrorComponent: ({ error, reset }) => <Failure unreachable={false} detail={error instanceof Error ? error.message : String(error)} onRetry={reset} />,
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: (search) => {
      const text = new URLSearchParams(Object.entries(search).filter(([, v]) => v !== undefined && v !== '') as [string, string][]).toString();
      return text ? `?${text}` : '';
    },
  });
}

function NotFound() {
  const { t } = useText();
  return (
    <Blank title={t('nav.notFound')}>
      <Button size="xs" variant="default" component={Link} to={'/' as never}>
        {t('nav.home')}
      </Button>
    </Blank>
  );
}
