import { createHashHistory, createRootRoute, createRoute, createRouter, lazyRouteComponent, Link, Navigate, redirect } from '@tanstack/react-router';
import { Blank, Failure, Loading, useText, type Permission } from '@yobirin/kit';
import { Frame } from './frame';

/** The app's pages, behind the hash: the page's own address stays one file. Each page's code is loaded when it is opened. */
export function makeRouter(permissions: readonly Permission[]) {
  const root = createRootRoute({ component: Frame, notFoundComponent: NotFound });
  const index = createRoute({ getParentRoute: () => root, path: '/', component: () => <Navigate to="/history" replace /> });
  const realtime = createRoute({
    getParentRoute: () => root,
    path: '/realtime',
    beforeLoad: () => {
      if (!permissions.includes('floor.see-all')) throw redirect({ to: '/history' });
    },
    component: lazyRouteComponent(() => import('./pages'), 'Realtime'),
  });
  const history = createRoute({ getParentRoute: () => root, path: '/history', component: lazyRouteComponent(() => import('@yobirin/feature-calls/page'), 'HistoryPage') });
  const call = createRoute({ getParentRoute: () => history, path: '$callId', component: lazyRouteComponent(() => import('@yobirin/feature-calls/detail'), 'CallDetail') });
  const me = (path: '/me/devices' | '/me/password' | '/me/personal' | '/me/computer' | '/me/about', name: 'Devices' | 'Password' | 'Personal' | 'Computer' | 'About') =>
    createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(() => import('./pages'), name) });
  return createRouter({
    routeTree: root.addChildren([
      index,
      realtime,
      history.addChildren([call]),
      me('/me/devices', 'Devices'),
      me('/me/password', 'Password'),
      me('/me/personal', 'Personal'),
      me('/me/computer', 'Computer'),
      me('/me/about', 'About'),
    ]),
    history: createHashHistory(),
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
      <Link to="/">{t('nav.home')}</Link>
    </Blank>
  );
}
