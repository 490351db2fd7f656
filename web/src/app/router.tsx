import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
  Outlet,
} from '@tanstack/react-router';
import { useEffect } from 'react';
import { requestsSearchOf } from '../support/requests-search.js';
import { auditSearchOf } from '../admin/audit-search.js';
import { listen, stopListening } from '../api/live.js';
import { locationsQuery, meQuery, queryClient, settingsQuery } from '../api/queries.js';
import { calendarPlaceOf, type CalendarPlace } from '../ui/week-dates.js';
import { ErrorState, Loading } from '../ui/query-states.js';
import { NotFound } from './not-found.js';
import { startPageQueries, loadPageQueries, loadIfMissing } from './page-queries.js';
import { SECTIONS, startOf, type SectionPath } from './sections.js';
import { Shell } from './shell.js';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { to?: string } => {
    const to = text(search.to);
    return to === undefined ? {} : { to };
  },
  component: lazyRouteComponent(() => import('../access/sign-in.js'), 'SignIn'),
});

const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  component: lazyRouteComponent(() => import('./welcome.js'), 'Welcome'),
});

const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitations/$token',
  component: lazyRouteComponent(() => import('../access/choose-password.js'), 'Invitation'),
});

const passwordReset = createRoute({
  getParentRoute: () => root,
  path: '/password-resets/$token',
  component: lazyRouteComponent(() => import('../access/choose-password.js'), 'PasswordReset'),
});

const pulse = createRoute({
  getParentRoute: () => root,
  path: '/pulses/$token',
  component: lazyRouteComponent(() => import('../voices/pulse.js'), 'Pulse'),
});

const patronQuestion = createRoute({
  getParentRoute: () => root,
  path: '/ask/$token',
  component: lazyRouteComponent(() => import('../voices/patron-question.js'), 'PatronQuestion'),
});

/** For print, so it has no frame. The server asks for a sign-in. */
const deskSheet = createRoute({
  getParentRoute: () => root,
  path: '/desk-sheets/$id',
  component: lazyRouteComponent(() => import('../pilots/voices/desk-sheet.js'), 'DeskSheet'),
});

const forgotten = createRoute({
  getParentRoute: () => root,
  path: '/forgotten',
  component: lazyRouteComponent(() => import('../access/forgotten-password.js'), 'ForgottenPassword'),
});

/** The code of each page, by path. It is loaded together with the queries of the frame. */
const chunks = new Map<string, () => Promise<unknown>>();

/** All routes inside need a signed-in user. Others sign in first and then return to their page. */
const home = createRoute({
  getParentRoute: () => root,
  id: 'home',
  beforeLoad: async ({ location }) => {
    void chunks.get(location.pathname)?.();
    listen();
    startPageQueries(location.pathname as SectionPath);
    // Queries that nearly all pages need are sent together with the one for the user, not after it.
    const [me] = await Promise.all([
      queryClient.ensureQueryData(meQuery),
      loadIfMissing(locationsQuery),
      loadIfMissing(settingsQuery),
    ]);
    if (!me) {
      stopListening();
      throw redirect({ to: '/sign-in', search: location.pathname === '/' ? {} : { to: location.href } });
    }
    return { me };
  },
  component: Shell,
});

/** Every role has it, so it is not in the sections of any role. */
const account = createRoute({
  getParentRoute: () => home,
  path: '/account',
  component: lazyRouteComponent(() => import('../access/account.js'), 'Account'),
});

/** A request, for everybody who may see it. */
const request = createRoute({
  getParentRoute: () => home,
  path: '/requests/$id',
  component: lazyRouteComponent(() => import('../support/request.js'), 'Request'),
});

const start = createRoute({
  getParentRoute: () => home,
  path: '/',
  beforeLoad: ({ context }) => {
    throw redirect({ to: startOf(context.me.role) });
  },
});

const page = <Path extends SectionPath>(
  path: Path,
  load: Parameters<typeof lazyRouteComponent>[0],
  name: string,
  validateSearch: (search: Record<string, unknown>) => CalendarPlace = calendarPlaceOf,
) => {
  chunks.set(path, load);
  return createRoute({
    getParentRoute: () => home,
    path,
    validateSearch,
    beforeLoad: ({ context }) => {
      const isOwn = SECTIONS[context.me.role].some(({ sections }) =>
        sections.some((section) => section.path === path),
      );
      if (!isOwn) throw redirect({ to: '/' });
    },
    loader: ({ context, location }) =>
      loadPageQueries(path, calendarPlaceOf({ ...location.search }), context.me),
    component: lazyRouteComponent(load as () => Promise<Record<string, never>>, name),
  });
};

const pages = [
  page('/tonight', () => import('../support/tonight.js'), 'Tonight'),
  page('/open-shifts', () => import('../scheduling/open-shifts.js'), 'OpenShifts'),
  page('/my-shifts', () => import('../scheduling/my-shifts.js'), 'MyShifts'),
  page('/trades', () => import('../scheduling/trades.js'), 'Trades'),
  page('/availability', () => import('../availability/availability.js'), 'Availability'),
  page('/hours', () => import('../scheduling/hours.js'), 'Hours'),
  page('/board', () => import('../scheduling/board/board.js'), 'Board'),
  page('/approvals', () => import('../scheduling/approvals.js'), 'Approvals'),
  page('/gaps', () => import('../gaps/gaps.js'), 'Gaps'),
  page('/attendance', () => import('../scheduling/attendance/attendance.js'), 'Attendance'),
  page('/timesheets', () => import('../scheduling/timesheets/timesheets.js'), 'Timesheets'),
  page('/people', () => import('../people/people.js'), 'People'),
  page('/coverage-hours', () => import('../coverage/coverage-hours.js'), 'CoverageHours'),
  page('/terms', () => import('../coverage/terms.js'), 'Terms'),
  page('/templates', () => import('../scheduling/templates.js'), 'Templates'),
  page('/schedules', () => import('../scheduling/schedules.js'), 'Schedules'),
  page('/requests', () => import('../support/requests.js'), 'Requests', requestsSearchOf),
  page('/categories', () => import('../support/categories/categories.js'), 'Categories'),
  page('/routing', () => import('../support/routing/routing.js'), 'Routing'),
  page('/activity', () => import('../support/activity/activity.js'), 'Activity'),
  page('/workstations', () => import('../support/labs/workstations.js'), 'Labs'),
  page('/pilots', () => import('../pilots/pilots.js'), 'Pilots'),
  page('/users', () => import('../admin/users.js'), 'Users'),
  page('/sources', () => import('../support/sources/sources.js'), 'Sources'),
  page('/imports', () => import('../support/imports/imports.js'), 'Imports'),
  page('/api-keys', () => import('../admin/api-keys.js'), 'ApiKeys'),
  page('/audit', () => import('../admin/audit.js'), 'Audit', auditSearchOf),
  page('/messages', () => import('../admin/messages.js'), 'Messages'),
  page('/settings', () => import('../admin/settings.js'), 'Settings'),
];

/** Shown when a query that the page needs has failed. Retries with a button, and when the network returns. */
function Failed({ error }: { error: unknown }) {
  useEffect(() => {
    addEventListener('online', again);
    return () => removeEventListener('online', again);
  }, []);
  return <ErrorState error={error} onRetry={again} />;
}

const again = (): void => void router.invalidate();

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    welcome,
    invitation,
    passwordReset,
    pulse,
    patronQuestion,
    deskSheet,
    forgotten,
    home.addChildren([start, account, request, ...pages]),
  ]),
  defaultPreload: 'intent',
  defaultPendingComponent: () => (
    <div className="waiting">
      <Loading />
    </div>
  ),
  defaultPendingMs: 200,
  defaultPendingMinMs: 0,
  defaultErrorComponent: Failed,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
