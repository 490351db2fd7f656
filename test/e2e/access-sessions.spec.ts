import { deviceOf } from '../../src/access/client-info.js';
import { LiveService } from '../../src/outreach/live/live.service.js';
import { ADMIN, startApp, type TestApp } from '../support/app.js';
import { aLocation, anOperator, aUser, succeeded } from '../support/factories.js';
import type { Answer, HttpClient } from '../support/http-client.js';
import { checked } from '../support/openapi.js';

const HOUR = 60;
const DAY = 24 * HOUR;
const NOON = '2026-10-26T12:00:00-05:00';
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

const cookieOf = (answer: Answer): string => answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';

describe('sessions', () => {
  let app: TestApp;
  let anonymous: HttpClient;
  beforeAll(async () => {
    app = await startApp();
    anonymous = checked(app.anonymous);
  });
  beforeEach(() => app.clock.set(NOON));
  afterAll(() => app.close());

  async function signIn(body: object = {}, headers: Record<string, string> = {}): Promise<HttpClient> {
    const answer = await anonymous.post('/auth/login', { ...ADMIN, ...body }, headers);
    expect(answer.status).toBe(200);
    return anonymous.with({ cookie: cookieOf(answer) });
  }
  const statusOf = async (client: HttpClient): Promise<number> => (await client.get('/me')).status;

  describe('that end with the browser', () => {
    it('have a cookie that ends with the browser and is never renewed', async () => {
      const session = await signIn();
      app.clock.advance(HOUR);
      const answer = await session.get('/me');
      expect(answer.status).toBe(200);
      expect(answer.headers.getSetCookie()).toEqual([]);
    });

    it('end after two hours without use', async () => {
      const session = await signIn();
      app.clock.advance(2 * HOUR - 1);
      expect(await statusOf(session)).toBe(200);
      app.clock.advance(2 * HOUR);
      expect(await statusOf(session)).toBe(401);
    });

    it.each([
      ['over midnight', '2026-10-28T18:00:00-05:00'],
      ['in the night of 25 hours', '2026-10-31T20:00:00-05:00'],
      ['in the night of 23 hours', '2027-03-13T20:00:00-06:00'],
    ])('end twelve hours after they began, used or not, %s', async (_case, at) => {
      app.clock.set(at);
      const session = await signIn();
      for (let hour = 1; hour < 12; hour++) {
        app.clock.advance(HOUR);
        expect(await statusOf(session)).toBe(200);
      }
      app.clock.advance(HOUR - 1);
      expect(await statusOf(session)).toBe(200);
      app.clock.advance(1);
      expect(await statusOf(session)).toBe(401);
    });
  });

  describe('that stay after the browser is closed', () => {
    it('have a cookie of two weeks, extended by use until the thirtieth day', async () => {
      const answer = await anonymous.post('/auth/login', { ...ADMIN, keepSignedIn: true });
      expect(answer.headers.getSetCookie()[0]).toMatch(
        /^afterhours_session=[\w-]{43}; Max-Age=1209600; Path=\/; HttpOnly; SameSite=Lax$/,
      );
      const session = anonymous.with({ cookie: cookieOf(answer) });
      app.clock.advance(5);
      expect((await session.get('/me')).headers.getSetCookie()).toEqual([]);
      const ages: string[] = [];
      for (const days of [13, 13, 3]) {
        app.clock.advance(days * DAY);
        ages.push(/Max-Age=(\d+)/.exec((await session.get('/me')).headers.getSetCookie()[0]!)![1]!);
      }
      expect(ages.map(Number)).toEqual([14 * 86_400, 4 * 86_400 - 300, 86_400 - 300]);
      app.clock.advance(DAY);
      expect(await statusOf(session)).toBe(401);
    });

    it('end after two weeks without use', async () => {
      const session = await signIn({ keepSignedIn: true });
      app.clock.advance(14 * DAY - 1);
      expect(await statusOf(session)).toBe(200);
      app.clock.advance(14 * DAY);
      expect(await statusOf(session)).toBe(401);
    });

    it.each([null, 'yes', 1])('are not requested by %j', async (keepSignedIn) => {
      expect((await anonymous.post('/auth/login', { ...ADMIN, keepSignedIn })).status).toBe(400);
    });
  });

  it('last as long as the settings say', async () => {
    const env = { SESSION_DAYS: '1', SESSION_MAX_DAYS: '2', SESSION_IDLE_MINUTES: '15', SESSION_HOURS: '1' };
    const short = await startApp({ env });
    const open = async (keepSignedIn: boolean): Promise<HttpClient> => {
      const answer = await short.anonymous.post('/auth/login', { ...ADMIN, keepSignedIn });
      return short.anonymous.with({ cookie: cookieOf(answer) });
    };
    const [kept, unkept] = [await open(true), await open(false)];
    for (let quarter = 1; quarter <= 4; quarter++) {
      short.clock.advance(14);
      expect(await statusOf(unkept)).toBe(200);
    }
    short.clock.advance(4);
    expect(await statusOf(unkept)).toBe(401);
    short.clock.advance(22 * HOUR);
    expect(await statusOf(kept)).toBe(200);
    short.clock.advance(23 * HOUR);
    expect(await statusOf(kept)).toBe(200);
    short.clock.advance(2 * HOUR);
    expect(await statusOf(kept)).toBe(401);
    await short.close();
  });

  describe('of the user', () => {
    it('are listed with what the user recognizes, and ended one by one', async () => {
      const user = await aUser(app, 'campus_it');
      const { id } = user;
      const client = checked(user.client);
      const elsewhere = await app.signedIn(id);
      await app.database.query(`UPDATE sessions SET device = 'Firefox on Linux' WHERE user_id = $1`, [id]);
      const { items, nextCursor } = succeeded(await client.get('/me/sessions'));
      expect(nextCursor).toBeNull();
      expect(items).toMatchObject([
        { current: false, userAgent: 'Firefox on Linux', createdAt: '2026-10-26T17:00:00+00:00' },
        { current: true, lastSeenAt: '2026-10-26T17:00:00+00:00' },
      ]);
      expect((await client.delete(`/me/sessions/${items[0].id}`)).status).toBe(204);
      expect(await statusOf(elsewhere)).toBe(401);
      expect(await statusOf(client)).toBe(200);
      expect((await client.delete(`/me/sessions/${items[0].id}`)).status).toBe(404);
      expect((await client.delete(`/me/sessions/${items[1].id}`)).status).toBe(204);
      expect(await statusOf(client)).toBe(401);
    });

    it('show the browser and address with which they began, and nothing more', async () => {
      const session = await signIn({}, { 'user-agent': FIREFOX });
      const { items } = succeeded(await session.get('/me/sessions?limit=1'));
      expect(items).toMatchObject([{ userAgent: 'Firefox on Linux', address: '127.0.0.1', current: true }]);
      expect(Object.keys(items[0]).sort()).toEqual(
        ['id', 'createdAt', 'lastSeenAt', 'endsAt', 'userAgent', 'address', 'current'].sort(),
      );
    });

    it('cannot be seen or ended one by one by others, not even by an admin', async () => {
      const { id, client } = await aUser(app, 'campus_it');
      const [session] = await app.database.query<{ id: string }>(
        'SELECT id FROM sessions WHERE user_id = $1',
        [id],
      );
      for (const other of [app.admin, (await anOperator(app)).client]) {
        expect((await other.delete(`/me/sessions/${session!.id}`)).status).toBe(404);
        const { items } = succeeded(await other.get('/me/sessions?limit=200'));
        expect(items.map((one: { id: string }) => one.id)).not.toContain(session!.id);
      }
      expect(await statusOf(client)).toBe(200);
    });

    it('that have expired are not listed', async () => {
      const { id, client } = await aUser(app, 'campus_it');
      await app.signedIn(id);
      await app.database.query(
        `UPDATE sessions SET expires_at = '2026-01-01' WHERE id = (SELECT id FROM sessions WHERE user_id = $1 ORDER BY id DESC LIMIT 1)`,
        [id],
      );
      expect(succeeded(await client.get('/me/sessions')).items).toHaveLength(1);
    });
  });

  it('of a user are all ended by an admin; the trail records it, and open pages close', async () => {
    const here = (await aLocation(app)).id;
    const maya = await anOperator(app, { locationIds: [here] });
    const second = await app.signedIn(maya.userId);
    const page = await fetch(`${app.url}/api/v1/events`, { headers: second.headers });
    const reader = page.body!.getReader();
    expect((await reader.read()).done).toBe(false);
    expect((await checked(app.admin).post(`/users/${maya.userId}/sign-out`)).status).toBe(204);
    for (const client of [maya.client, second]) expect(await statusOf(client)).toBe(401);
    await app.app.get(LiveService).beat();
    for (let isOver = false; !isOver;) isOver = (await reader.read()).done;
    const { items } = succeeded(await app.admin.get(`/audit-events?entityId=${maya.userId}&limit=1`));
    expect(items).toMatchObject([{ action: 'user.signed-out', actorKind: 'user' }]);
    expect((await app.admin.post('/users/00000000-0000-4000-8000-000000000000/sign-out')).status).toBe(404);
  });

  describe('need the password again after 15 minutes', () => {
    const needed = {
      status: 403,
      body: { code: 'FRESH_SIGN_IN_NEEDED', params: { minutes: 15 } },
    };
    let count = 0;
    const guarded = (
      id: string,
    ): readonly (readonly [name: string, method: string, path: string, body: object])[] => [
      ['a key', 'POST', '/api-keys', { name: 'K', scopes: ['support:read'] }],
      ...(['admin', 'campus_it'] as const).map(
        (role) =>
          ['a user', 'POST', '/users', { name: 'X', email: `x${++count}@example.edu`, role }] as const,
      ),
      ['another role', 'PATCH', `/users/${id}`, { role: 'admin' }],
      ['another address', 'PATCH', `/users/${id}`, { email: `y${++count}@example.edu` }],
      ['a link to an account', 'POST', `/users/${id}/invitations`, {}],
    ];

    it('for actions that give rights; the same session then continues', async () => {
      const session = await signIn();
      const { id } = await aUser(app, 'campus_it');
      app.clock.advance(14);
      for (const [, method, path, body] of guarded(id)) succeeded(await session.send(method, path, body));
      app.clock.advance(1);
      const users = await app.database.query('SELECT id FROM users');
      for (const [, method, path, body] of guarded(id))
        expect(
          await session.send(method, path, body, { 'idempotency-key': `${method}${path}` }),
        ).toMatchObject(needed);
      expect(await app.database.query('SELECT id FROM users')).toEqual(users);
      expect((await session.post('/auth/confirm', { password: 'wrong horse' })).body.code).toBe(
        'WRONG_PASSWORD',
      );
      expect(await session.post('/api-keys', { name: 'K', scopes: ['support:read'] })).toMatchObject(needed);
      expect((await session.post('/auth/confirm', { password: ADMIN.password })).status).toBe(204);
      for (const [, method, path, body] of guarded(id)) succeeded(await session.send(method, path, body));
    });

    it('but not for anything else', async () => {
      const session = await signIn();
      const { id } = await aUser(app, 'campus_it');
      app.clock.advance(HOUR);
      succeeded(
        await session.post('/users', { name: 'O', email: `o${++count}@example.edu`, role: 'operator' }),
      );
      succeeded(await session.patch(`/users/${id}`, { name: 'Another' }));
      succeeded(await session.post(`/users/${id}/sign-out`));
      succeeded(await session.get('/api-keys'));
    });

    it('independent of the user’s other sessions', async () => {
      const [first, second] = [await signIn(), await signIn()];
      app.clock.advance(HOUR);
      succeeded(await first.post('/auth/confirm', { password: ADMIN.password }));
      expect(await second.post('/api-keys', { name: 'K', scopes: ['support:read'] })).toMatchObject(needed);
    });

    it.each([{}, { password: '' }, { password: 7 }, { password: 'x', again: true }])(
      'but not %j',
      async (body) => {
        expect((await app.admin.post('/auth/confirm', body)).status).toBe(400);
      },
    );
  });
});

describe('the description of a device', () => {
  it.each([
    [FIREFOX, 'Firefox on Linux'],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
      'Safari on iOS',
    ],
    ['curl/8.5.0', 'curl'],
    ['', null],
    [undefined, null],
    ['\u0007<script>', null],
  ])('%j is %j', (userAgent, device) => expect(deviceOf(userAgent)).toBe(device));

  it('is short for any user agent', () => {
    expect(deviceOf(`${'x'.repeat(100_000)}/1.0`)!.length).toBeLessThanOrEqual(60);
  });
});
