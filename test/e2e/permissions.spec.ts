import { SCOPES } from '../../src/access/caller.js';
import { startApp, type TestApp } from '../support/app.js';
import { aLocation, anApiKey, anOperator, aUser, succeeded } from '../support/factories.js';
import type { HttpClient } from '../support/http-client.js';
import { A, S, C, O, N, PUBLIC, EVERYONE, RULES } from '../support/route-rules.js';

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
