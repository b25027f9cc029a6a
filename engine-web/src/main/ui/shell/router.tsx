import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { base } from '../api/client';
import '../activity/feed';
import { atOf, type At } from '../activity/filter';
import { reportAt } from '../activity/report';
import { Devices } from '../device/Devices';
import { devicesAt } from '../device/listing';
import { startListing } from '../device/start';
import { Frame, NoPage } from './Frame';

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

const root = createRootRoute({ component: Frame, notFoundComponent: NoPage });

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: async () => {
    throw redirect({ to: '/devices', search: await startListing() });
  },
});

/** Everything that a list shows is in its address. */
export const devicesRoute = createRoute({
  getParentRoute: () => root,
  path: '/devices',
  validateSearch: devicesAt,
  component: Devices,
});

export const TABS = ['summary', 'powershell', 'config', 'activity'] as const;
export type Tab = (typeof TABS)[number];

export const deviceRoute = createRoute({
  getParentRoute: () => root,
  path: '/devices/$agentId',
  validateSearch: (search: Record<string, unknown>): { tab?: Tab } & At => ({ ...atOf(search), tab: TABS.find(one => one === search.tab) }),
  component: lazyRouteComponent(() => import('../device/Device'), 'Device'),
});

export const tunnelsRoute = createRoute({
  getParentRoute: () => root,
  path: '/tunnels',
  validateSearch: (search: Record<string, unknown>): { after?: string } => ({ after: text(search.after) }),
  component: lazyRouteComponent(() => import('../tunnel/Tunnels'), 'Tunnels'),
});

export const activityRoute = createRoute({
  getParentRoute: () => root,
  path: '/activity',
  validateSearch: atOf,
  component: lazyRouteComponent(() => import('../activity/Activity'), 'ActivityPage'),
});

export const reportsRoute = createRoute({
  getParentRoute: () => root,
  path: '/reports',
  validateSearch: reportAt,
  component: lazyRouteComponent(() => import('../activity/Reports'), 'Reports'),
});

export const APPROVALS = ['devices', 'codes', 'access'] as const;
export type ApprovalsTab = (typeof APPROVALS)[number];

type ApprovalsSearch = { tab?: ApprovalsTab; after?: string; waiting?: boolean; make?: boolean; ask?: string | true };

/** @param ask whether access is being asked for, and to which device */
export const approvalsRoute = createRoute({
  getParentRoute: () => root,
  path: '/approvals',
  validateSearch: (search: Record<string, unknown>): ApprovalsSearch => ({
    tab: APPROVALS.find(one => one === search.tab),
    after: text(search.after),
    waiting: search.waiting === true || undefined,
    make: search.make === true || undefined,
    ask: search.ask === true || text(search.ask),
  }),
  component: lazyRouteComponent(() => import('../access/Approvals'), 'Approvals'),
});

export const profileRoute = createRoute({
  getParentRoute: () => root,
  path: '/profile',
  validateSearch: (search: Record<string, unknown>): { after?: string } => ({ after: text(search.after) }),
  component: lazyRouteComponent(() => import('../access/Profile'), 'Profile'),
});

export const ACCOUNTS = ['accounts', 'sessions'] as const;
export type AccountsTab = (typeof ACCOUNTS)[number];

export const accountsRoute = createRoute({
  getParentRoute: () => root,
  path: '/accounts',
  validateSearch: (search: Record<string, unknown>): { tab?: AccountsTab; after?: string; make?: boolean } => ({
    tab: ACCOUNTS.find(one => one === search.tab),
    after: text(search.after),
    make: search.make === true || undefined,
  }),
  component: lazyRouteComponent(() => import('../access/Accounts'), 'Accounts'),
});

export const accountRoute = createRoute({
  getParentRoute: () => root,
  path: '/accounts/$username',
  component: lazyRouteComponent(() => import('../access/AccountPage'), 'AccountPage'),
});

export const settingsRoute = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  validateSearch: (search: Record<string, unknown>): { after?: string; make?: boolean } => ({
    after: text(search.after),
    make: search.make === true || undefined,
  }),
  component: lazyRouteComponent(() => import('../device/Sites'), 'Settings'),
});

export const router = createRouter({
  routeTree: root.addChildren([home, devicesRoute, deviceRoute, tunnelsRoute, activityRoute, reportsRoute, approvalsRoute, profileRoute, accountsRoute, accountRoute, settingsRoute]),
  basepath: base || '/',
  // Reading anew what was read is the business of queries
  defaultPreload: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
