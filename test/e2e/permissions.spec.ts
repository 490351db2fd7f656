import { SCOPES } from '../../src/access/caller.js';
import { startApp, type TestApp } from '../support/app.js';
import { aLocation, anApiKey, anOperator, aUser, succeeded } from '../support/factories.js';
import type { HttpClient } from '../support/http-client.js';

const A = 'admin';
const S = 'supervisor';
const C = 'campus_it';
const O = 'operator';
const N = 'analyst';
const PUBLIC: readonly string[] = ['whoever asks'];
const EVERYONE = [A, S, C, O, N];
const ON_SITE = [A, S, C, O];
const READERS = [A, S, C, N];
const STAFF = [A, S, C];
const SUPERVISORS = [A, S];
const WORKERS = [A, S, O];

type Rule = readonly [route: string, roles: readonly string[], scope?: string];

/** Who may call each route: roles by session, and keys with the scope. Without a scope, only sessions. */
const RULES: readonly Rule[] = [
  ['GET /setup', PUBLIC],
  ['GET /setup/demo', PUBLIC],
  ['POST /setup/demo', PUBLIC],
  ['POST /auth/first-admin', PUBLIC],
  ['POST /auth/login', PUBLIC],
  ['POST /auth/logout', PUBLIC],
  ['POST /auth/invitations/{token}', PUBLIC],
  ['POST /auth/password-resets', PUBLIC],
  ['POST /auth/password-resets/{token}', PUBLIC],
  ['GET /pulses/{token}', PUBLIC],
  ['POST /pulses/{token}', PUBLIC],
  ['GET /patron-questions/{token}', PUBLIC],
  ['POST /patron-questions/{token}', PUBLIC],
  ['GET /briefs/{token}', PUBLIC],
  ['GET /me', EVERYONE],
  ['PATCH /me', EVERYONE],
  ['POST /me/password', EVERYONE],
  ['GET /me/sessions', EVERYONE],
  ['DELETE /me/sessions/{id}', EVERYONE],
  ['POST /auth/confirm', EVERYONE],
  ['POST /users', [A]],
  ['GET /users', [A]],
  ['GET /users/{id}', [A]],
  ['PATCH /users/{id}', [A]],
  ['DELETE /users/{id}', [A]],
  ['POST /users/{id}/invitations', [A]],
  ['POST /users/{id}/sign-out', [A]],
  ['POST /api-keys', [A]],
  ['GET /api-keys', [A]],
  ['GET /api-keys/{id}', [A]],
  ['POST /api-keys/{id}/hand-over', [A]],
  ['DELETE /api-keys/{id}', [A]],
  ['GET /audit-events', [A]],
  ['GET /messages', [A]],
  ['GET /messages/{id}', [A]],
  ['POST /messages/{id}/retry', [A]],
  ['POST /operators', SUPERVISORS, 'schedule:write'],
  ['GET /operators', WORKERS, 'schedule:read'],
  ['GET /operators/{id}', WORKERS, 'schedule:read'],
  ['PATCH /operators/{id}', SUPERVISORS, 'schedule:write'],
  ['DELETE /operators/{id}', SUPERVISORS, 'schedule:write'],
  ['POST /operators/{id}/invitations', SUPERVISORS],
  ['POST /operators/{id}/deactivate', SUPERVISORS, 'schedule:write'],
  ['POST /operators/{id}/reactivate', SUPERVISORS, 'schedule:write'],
  ['POST /operators/{id}/unavailability', WORKERS, 'schedule:write'],
  ['GET /operators/{id}/unavailability', WORKERS, 'schedule:read'],
  ['GET /operators/{id}/unavailability/{entryId}', WORKERS, 'schedule:read'],
  ['DELETE /operators/{id}/unavailability/{entryId}', WORKERS, 'schedule:write'],
  ['PUT /operators/{id}/weekly-wishes', WORKERS, 'schedule:write'],
  ['GET /operators/{id}/hours', WORKERS, 'schedule:read'],
  ['POST /operators/{id}/timetable', WORKERS, 'schedule:write'],
  ['GET /operators/{id}/timetable', WORKERS, 'schedule:read'],
  ['DELETE /operators/{id}/timetable', WORKERS, 'schedule:write'],
  ['POST /positions', [A]],
  ['GET /positions', EVERYONE, 'schedule:read'],
  ['GET /positions/{id}', EVERYONE, 'schedule:read'],
  ['PATCH /positions/{id}', [A]],
  ['DELETE /positions/{id}', [A]],

  ['GET /settings', EVERYONE, 'schedule:read'],
  ['PATCH /settings', [A]],
  ['POST /terms', [A], 'schedule:write'],
  ['GET /terms', ON_SITE, 'schedule:read'],
  ['GET /terms/{id}', ON_SITE, 'schedule:read'],
  ['PATCH /terms/{id}', [A], 'schedule:write'],
  ['DELETE /terms/{id}', [A], 'schedule:write'],
  ['POST /locations', [A]],
  ['GET /locations', EVERYONE, 'schedule:read'],
  ['GET /locations/{id}', EVERYONE, 'schedule:read'],
  ['PATCH /locations/{id}', SUPERVISORS],
  ['DELETE /locations/{id}', [A]],
  ['POST /coverage-hours', SUPERVISORS, 'schedule:write'],
  ['GET /coverage-hours', STAFF, 'schedule:read'],
  ['GET /coverage-hours/{id}', STAFF, 'schedule:read'],
  ['PATCH /coverage-hours/{id}', SUPERVISORS, 'schedule:write'],
  ['DELETE /coverage-hours/{id}', SUPERVISORS, 'schedule:write'],
  ['POST /coverage-exceptions', SUPERVISORS, 'schedule:write'],
  ['POST /coverage-exceptions/preview', SUPERVISORS, 'schedule:read'],
  ['GET /coverage-exceptions', STAFF, 'schedule:read'],
  ['GET /coverage-exceptions/{id}', STAFF, 'schedule:read'],
  ['PATCH /coverage-exceptions/{id}', SUPERVISORS, 'schedule:write'],
  ['DELETE /coverage-exceptions/{id}', SUPERVISORS, 'schedule:write'],
  ['GET /coverage/demand', STAFF, 'schedule:read'],
  ['GET /coverage/gaps', READERS, 'metrics:read'],
  ['GET /locations/{id}/quality', READERS, 'metrics:read'],
  ['GET /coverage/alerts', READERS, 'metrics:read'],
  ['GET /coverage/alerts/{id}', READERS, 'metrics:read'],
  ['POST /coverage/scans', SUPERVISORS, 'schedule:write'],
  ['GET /coverage/scans', [A], 'schedule:read'],
  ['GET /coverage/scans/{id}', [A], 'schedule:read'],

  ['POST /shifts', SUPERVISORS, 'schedule:write'],
  ['GET /shifts', ON_SITE, 'schedule:read'],
  ['GET /shifts/{id}', ON_SITE, 'schedule:read'],
  ['PATCH /shifts/{id}', SUPERVISORS, 'schedule:write'],
  ['POST /shifts/{id}/cancel', SUPERVISORS, 'schedule:write'],
  ['POST /shifts/{id}/restore', SUPERVISORS, 'schedule:write'],
  ['POST /shifts/{id}/claims', WORKERS, 'schedule:write'],
  ['GET /shifts/{id}/eligibility', WORKERS, 'schedule:read'],
  ['POST /schedules', SUPERVISORS, 'schedule:write'],
  ['GET /schedules', STAFF, 'schedule:read'],
  ['GET /schedules/{id}', STAFF, 'schedule:read'],
  ['DELETE /schedules/{id}', SUPERVISORS, 'schedule:write'],
  ['POST /schedules/{id}/generate-shifts', SUPERVISORS, 'schedule:write'],
  ['POST /schedules/{id}/publish', SUPERVISORS, 'schedule:write'],
  ['POST /schedules/{id}/approve', SUPERVISORS, 'schedule:write'],
  ['POST /schedules/{id}/reopen', SUPERVISORS, 'schedule:write'],
  ['POST /schedules/{id}/archive', SUPERVISORS, 'schedule:write'],
  ['GET /schedules/{id}/differences', STAFF, 'schedule:read'],
  ['POST /shift-templates', SUPERVISORS, 'schedule:write'],
  ['GET /shift-templates', STAFF, 'schedule:read'],
  ['GET /shift-templates/{id}', STAFF, 'schedule:read'],
  ['PATCH /shift-templates/{id}', SUPERVISORS, 'schedule:write'],
  ['DELETE /shift-templates/{id}', SUPERVISORS, 'schedule:write'],
  ['GET /claims', ON_SITE, 'schedule:read'],
  ['GET /claims/{id}', ON_SITE, 'schedule:read'],
  ['POST /claims/approve', SUPERVISORS, 'schedule:write'],
  ['POST /claims/reopen', SUPERVISORS, 'schedule:write'],
  ['POST /claims/reject', SUPERVISORS, 'schedule:write'],
  ['POST /claims/{id}/approve', SUPERVISORS, 'schedule:write'],
  ['POST /claims/{id}/reject', SUPERVISORS, 'schedule:write'],
  ['POST /claims/{id}/withdraw', WORKERS, 'schedule:write'],
  ['POST /claims/{id}/cancel', SUPERVISORS, 'schedule:write'],
  ['POST /claims/{id}/drop-requests', WORKERS, 'schedule:write'],
  ['GET /drop-requests', ON_SITE, 'schedule:read'],
  ['GET /drop-requests/{id}', ON_SITE, 'schedule:read'],
  ['POST /drop-requests/{id}/take', WORKERS, 'schedule:write'],
  ['POST /drop-requests/{id}/cancel', WORKERS, 'schedule:write'],
  ['POST /drop-requests/{id}/release', SUPERVISORS, 'schedule:write'],
  ['POST /operators/{id}/qualifications', SUPERVISORS, 'schedule:write'],
  ['POST /claims/{id}/sign-off', SUPERVISORS, 'schedule:write'],
  ['POST /operators/{id}/time-off-requests', WORKERS, 'schedule:write'],
  ['GET /time-off-requests', WORKERS, 'schedule:read'],
  ['GET /time-off-requests/{id}', WORKERS, 'schedule:read'],
  ['POST /time-off-requests/{id}/approve', SUPERVISORS, 'schedule:write'],
  ['POST /time-off-requests/{id}/reject', SUPERVISORS, 'schedule:write'],
  ['POST /time-off-requests/{id}/cancel', WORKERS, 'schedule:write'],
  ['GET /shifts/{id}/candidates', SUPERVISORS, 'schedule:read'],
  ['POST /operators/{id}/timetable-subscription', WORKERS, 'schedule:write'],
  ['GET /operators/{id}/timetable-subscription', WORKERS, 'schedule:read'],
  ['DELETE /operators/{id}/timetable-subscription', WORKERS, 'schedule:write'],
  ['POST /claims/{id}/covered-by', SUPERVISORS, 'schedule:write'],
  ['POST /claims/{id}/attendance-corrections', WORKERS, 'schedule:write'],
  ['GET /attendance-corrections', WORKERS, 'schedule:read'],
  ['GET /attendance-corrections/{id}', WORKERS, 'schedule:read'],
  ['POST /attendance-corrections/{id}/approve', SUPERVISORS, 'schedule:write'],
  ['POST /attendance-corrections/{id}/reject', SUPERVISORS, 'schedule:write'],
  ['POST /pay-periods', [A]],
  ['GET /pay-periods', WORKERS, 'schedule:read'],
  ['GET /pay-periods/{id}', WORKERS, 'schedule:read'],
  ['DELETE /pay-periods/{id}', [A]],
  ['POST /pay-periods/{id}/lock', [A]],
  ['POST /pay-periods/{id}/unlock', [A]],
  ['GET /pay-periods/{id}/timesheet', WORKERS, 'schedule:read'],
  ['POST /shifts/{id}/waitlist', WORKERS, 'schedule:write'],
  ['GET /waitlist-entries', WORKERS, 'schedule:read'],
  ['GET /waitlist-entries/{id}', WORKERS, 'schedule:read'],
  ['POST /waitlist-entries/{id}/accept', WORKERS, 'schedule:write'],
  ['POST /waitlist-entries/{id}/leave', WORKERS, 'schedule:write'],
  ['GET /claims/{id}/swap-options', WORKERS, 'schedule:read'],
  ['POST /swaps', WORKERS, 'schedule:write'],
  ['GET /swaps', ON_SITE, 'schedule:read'],
  ['GET /swaps/{id}', ON_SITE, 'schedule:read'],
  ['POST /swaps/{id}/accept', WORKERS, 'schedule:write'],
  ['POST /swaps/{id}/approve', SUPERVISORS, 'schedule:write'],
  ['POST /swaps/{id}/decline', WORKERS, 'schedule:write'],
  ['POST /swaps/{id}/cancel', WORKERS, 'schedule:write'],
  ['POST /claims/{id}/check-in', WORKERS, 'schedule:write'],
  ['POST /claims/{id}/check-out', WORKERS, 'schedule:write'],
  ['POST /claims/{id}/no-show', SUPERVISORS, 'schedule:write'],
  ['POST /claims/{id}/undo-check-out', WORKERS, 'schedule:write'],
  ['POST /claims/{id}/undo-no-show', SUPERVISORS, 'schedule:write'],

  ['POST /support-requests', ON_SITE, 'support:write'],
  ['GET /support-requests', ON_SITE, 'support:read'],
  ['GET /support-requests/{id}', ON_SITE, 'support:read'],
  ['PATCH /support-requests/{id}', ON_SITE, 'support:write'],
  ['POST /desk-notes', ON_SITE, 'support:write'],
  ['GET /desk-notes', ON_SITE, 'support:read'],
  ['GET /desk-notes/{id}', ON_SITE, 'support:read'],
  ['DELETE /desk-notes/{id}', ON_SITE, 'support:write'],
  ['DELETE /support-requests/{id}', ON_SITE, 'support:write'],
  ['POST /support-tallies', ON_SITE, 'support:write'],
  ['GET /support-tallies', ON_SITE, 'support:read'],
  ['GET /support-tallies/{id}', ON_SITE, 'support:read'],
  ['DELETE /support-tallies/{id}', ON_SITE, 'support:write'],
  ['POST /headcounts', ON_SITE, 'support:write'],
  ['GET /headcounts', ON_SITE, 'support:read'],
  ['GET /headcounts/{id}', ON_SITE, 'support:read'],
  ['POST /support-imports', STAFF, 'support:write'],
  ['GET /support-imports', STAFF, 'support:read'],
  ['GET /support-imports/{id}', STAFF, 'support:read'],
  ['GET /support-imports/{id}/remarks', STAFF, 'support:read'],

  ['POST /pilots', SUPERVISORS, 'schedule:write'],
  ['GET /pilots', READERS, 'metrics:read'],
  ['GET /pilots/{id}', READERS, 'metrics:read'],
  ['PATCH /pilots/{id}', SUPERVISORS, 'schedule:write'],
  ['DELETE /pilots/{id}', SUPERVISORS, 'schedule:write'],
  ['GET /pilots/{id}/metrics', READERS, 'metrics:read'],
  ['GET /pilots/{id}/evaluation', READERS, 'metrics:read'],
  ['GET /pilots/{id}/brief', READERS, 'metrics:read'],
  ['GET /pilots/{id}/data-package', READERS, 'metrics:read'],
  ['POST /pilots/{id}/brief-links', SUPERVISORS, 'schedule:write'],
  ['GET /pilots/{id}/brief-links', SUPERVISORS, 'schedule:read'],
  ['GET /pilots/{id}/brief-links/{linkId}', SUPERVISORS, 'schedule:read'],
  ['DELETE /pilots/{id}/brief-links/{linkId}', SUPERVISORS, 'schedule:write'],
  ['GET /pilots/{id}/life', READERS, 'metrics:read'],
  ['POST /pilots/{id}/pause', SUPERVISORS, 'schedule:write'],
  ['POST /pilots/{id}/resume', SUPERVISORS, 'schedule:write'],
  ['POST /pilots/{id}/end', SUPERVISORS, 'schedule:write'],
  ['POST /pilots/{id}/successor', SUPERVISORS, 'schedule:write'],
  ['POST /pilots/{id}/reviews', SUPERVISORS, 'schedule:write'],
  ['GET /pilots/{id}/reviews', STAFF, 'schedule:read'],
  ['GET /pilots/{id}/reviews/{reviewId}', STAFF, 'schedule:read'],
  ['PATCH /pilots/{id}/reviews/{reviewId}', SUPERVISORS, 'schedule:write'],
  ['DELETE /pilots/{id}/reviews/{reviewId}', SUPERVISORS, 'schedule:write'],
  ['GET /pilots/{id}/owners', SUPERVISORS],
  ['POST /review-actions/{id}/done', STAFF, 'schedule:write'],
  ['POST /review-actions/{id}/undone', STAFF, 'schedule:write'],
  ['GET /pilots/{id}/voices', READERS, 'metrics:read'],
  ['POST /patron-links', SUPERVISORS, 'schedule:write'],
  ['GET /patron-links', SUPERVISORS, 'schedule:read'],
  ['GET /patron-links/{id}', SUPERVISORS, 'schedule:read'],
  ['DELETE /patron-links/{id}', SUPERVISORS, 'schedule:write'],

  // Comes last, because it ends the sessions of the other tests.
  ['POST /auth/logout-everywhere', EVERYONE],
];

/**
 * Lists again what analysts may call, so that extending a list of roles does not give them access unnoticed.
 */
const OF_ANALYSTS = [
  'GET /me',
  'PATCH /me',
  'POST /me/password',
  'GET /me/sessions',
  'DELETE /me/sessions/{id}',
  'POST /auth/confirm',
  'POST /auth/logout-everywhere',
  'GET /settings',
  'GET /locations',
  'GET /locations/{id}',
  'GET /positions',
  'GET /positions/{id}',
  'GET /pilots',
  'GET /pilots/{id}',
  'GET /pilots/{id}/metrics',
  'GET /pilots/{id}/evaluation',
  'GET /pilots/{id}/brief',
  'GET /pilots/{id}/data-package',
  'GET /pilots/{id}/life',
  'GET /pilots/{id}/voices',
  'GET /coverage/gaps',
  'GET /locations/{id}/quality',
  'GET /coverage/alerts',
  'GET /coverage/alerts/{id}',
];

const NOWHERE = '00000000-0000-4000-8000-000000000000';
const PASSES = 'passes';

describe('who may call each route', () => {
  let app: TestApp;
  const clients = new Map<string, HttpClient>();
  const keys = new Map<string, HttpClient>();
  const strangers = new Map<string, HttpClient>();

  beforeAll(async () => {
    app = await startApp();
    const { id } = await aLocation(app);
    clients.set(A, app.admin);
    clients.set(S, (await aUser(app, S, [id])).client);
    clients.set(C, (await aUser(app, C, [id])).client);
    clients.set(O, (await anOperator(app)).client);
    clients.set(N, (await aUser(app, N, [id])).client);
    for (const scope of SCOPES) {
      keys.set(scope, await anApiKey(app, [scope]));
      keys.set(
        `all but ${scope}`,
        await anApiKey(
          app,
          SCOPES.filter((other) => other !== scope),
        ),
      );
    }
    keys.set('all', await anApiKey(app, [...SCOPES]));
    keys.set('bound', await anApiKey(app, [...SCOPES], { locationIds: [id] }));
    const expired = await anApiKey(app, [...SCOPES], { name: 'Expired' });
    await app.database.query(`UPDATE api_keys SET expires_at = '2020-01-01' WHERE name = 'Expired'`);
    const leaver = await aUser(app, A);
    const orphaned = succeeded(
      await leaver.client.post('/api-keys', { name: 'Orphaned', scopes: [...SCOPES] }),
    );
    succeeded(await app.admin.delete(`/users/${leaver.id}`));
    const signedOut = await aUser(app, A);
    succeeded(await signedOut.client.post('/auth/logout'));
    strangers.set('a wrong cookie', app.anonymous.with({ cookie: 'afterhours_session=guessed' }));
    strangers.set('a session that was signed out', signedOut.client);
    strangers.set('a user who was removed', leaver.client);
    strangers.set('a wrong key', app.anonymous.with({ authorization: 'Bearer ah_guessed' }));
    strangers.set('an expired key', expired);
    strangers.set(
      'a key whose maker is gone',
      app.anonymous.with({ authorization: `Bearer ${orphaned.key}` }),
    );
  });
  afterAll(() => app.close());

  it('is listed for every route of openapi.json, and for no other', async () => {
    const { body } = await app.anonymous.get('/openapi.json');
    const routes = Object.entries(body.paths as Record<string, object>).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace('/api/v1', '')}`),
    );
    expect(RULES.map(([route]) => route).sort()).toEqual(routes.sort());
  });

  it('gives an analyst figures, the names for them, and their own account', () => {
    const theirs = RULES.filter(([, roles]) => roles.includes(N)).map(([route]) => route);
    expect(theirs.sort()).toEqual([...OF_ANALYSTS].sort());
  });

  /**
   * The status and code of the refusal, or that there was none; an empty body or unknown id is checked later.
   */
  async function outcome(client: HttpClient, route: string): Promise<string> {
    const [method = '', template = ''] = route.split(' ');
    const path = template.replace('{token}', 'no-such-token').replace(/\{\w+\}/g, NOWHERE);
    const { status, body } = await client.send(method, path, method === 'GET' ? undefined : {});
    expect(status).toBeLessThan(500);
    return [401, 403].includes(status) ? `${status} ${body.code}` : PASSES;
  }

  const open = RULES.filter((rule) => rule[1] === PUBLIC);
  it.each(open.map(([route]) => route))('%s needs no credentials', async (route) => {
    const answer = await outcome(app.anonymous, route);
    expect(['401 UNAUTHENTICATED', '403 FORBIDDEN']).not.toContain(answer);
  });

  const closed = RULES.filter((rule) => rule[1] !== PUBLIC);
  describe.each(closed.map(([route, roles, scope]) => ({ route, roles, scope })))('$route', (rule) => {
    const { route, roles, scope } = rule;
    it('refuses callers who are not signed in, or no longer are', async () => {
      expect(await outcome(app.anonymous, route)).toBe('401 UNAUTHENTICATED');
      for (const [who, client] of strangers) {
        const code = who.includes('key') ? 'INVALID_API_KEY' : 'UNAUTHENTICATED';
        expect([who, await outcome(client, route)]).toEqual([who, `401 ${code}`]);
      }
    });

    it(`is open to ${roles.join(', ')} and to no other role`, async () => {
      const outcomes: Record<string, string> = {};
      for (const [role, client] of clients) outcomes[role] = await outcome(client, route);
      const expected = EVERYONE.map((role) => [role, roles.includes(role) ? PASSES : '403 FORBIDDEN']);
      expect(outcomes).toEqual(Object.fromEntries(expected));
    });

    it(scope ? `takes keys with ${scope} and no others` : 'takes no key', async () => {
      const withAll = await outcome(keys.get('all')!, route);
      if (!scope) return expect(withAll).toBe('403 MISSING_SCOPE');
      expect(withAll).toBe(PASSES);
      expect(await outcome(keys.get(scope)!, route)).toBe(PASSES);
      expect(await outcome(keys.get(`all but ${scope}`)!, route)).toBe('403 MISSING_SCOPE');
      const isOfOneLocation = roles.includes(S);
      expect(await outcome(keys.get('bound')!, route)).toBe(isOfOneLocation ? PASSES : '403 BOUND_KEY');
    });
  });
});
