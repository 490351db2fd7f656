import { digestOf } from '../../src/platform/ids.js';
import { ADMIN, startApp, type TestApp } from '../support/app.js';
import { anOperator, aUser, succeeded } from '../support/factories.js';
import type { Answer, HttpClient } from '../support/http-client.js';
import { checked } from '../support/openapi.js';

const cookieOf = (answer: Answer): string => answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
const tokenOf = (answer: Answer): string => cookieOf(answer).split('=')[1] ?? '';

describe('signing in', () => {
  let app: TestApp;
  let anonymous: HttpClient;
  beforeAll(async () => {
    app = await startApp();
    anonymous = checked(app.anonymous);
  });
  afterAll(() => app.close());

  const logIn = (credentials: object = ADMIN): Promise<Answer> => anonymous.post('/auth/login', credentials);
  const withCookie = (cookie: string): HttpClient => anonymous.with({ cookie });

  it('answers with the user and a session cookie that scripts cannot read', async () => {
    const answer = await logIn();
    expect(answer.status).toBe(200);
    expect(answer.body.user).toMatchObject({ email: ADMIN.email, role: 'admin', active: true });
    expect(JSON.stringify(answer.body)).not.toContain(tokenOf(answer));
    const [cookie = ''] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^afterhours_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
    expect((await withCookie(cookieOf(answer)).get('/me')).body).toEqual(answer.body.user);
  });

  it('takes the e-mail address in any case, with blanks around it', async () => {
    expect((await logIn({ ...ADMIN, email: '  ADMIN@Example.EDU ' })).status).toBe(200);
  });

  it.each([
    ['a wrong password', { ...ADMIN, password: 'wrong horse' }],
    ['a password in another case', { ...ADMIN, password: ADMIN.password.toUpperCase() }],
    ['an unknown address', { ...ADMIN, email: 'nobody@example.edu' }],
    ['an empty-looking address', { ...ADMIN, email: ' ' }],
  ])('refuses %s with the same message', async (_case, credentials) => {
    const answer = await logIn(credentials);
    expect(answer).toMatchObject({
      status: 401,
      body: { code: 'WRONG_CREDENTIALS', detail: 'The e-mail address or the password is wrong.' },
    });
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  it('refuses an account whose invitation was never used, whatever the password', async () => {
    const email = 'invited@example.edu';
    succeeded(await app.admin.post('/users', { email, name: 'Invited', role: 'campus_it' }));
    for (const password of ['null', 'undefined', 'nobody has this password', ' ']) {
      expect((await logIn({ email, password })).body.code).toBe('WRONG_CREDENTIALS');
    }
  });

  it.each([
    ['no password', { email: ADMIN.email }],
    ['an empty password', { ...ADMIN, password: '' }],
    ['a password that is no text', { ...ADMIN, password: 12345678 }],
    ['a list of addresses', { ...ADMIN, email: [ADMIN.email] }],
    ['an unknown field', { ...ADMIN, remember: true }],
    ['a password of 201 characters', { ...ADMIN, password: 'x'.repeat(201) }],
  ])('refuses %s as malformed', async (_case, credentials) => {
    expect(await logIn(credentials)).toMatchObject({ status: 400, body: { code: expect.any(String) } });
  });

  it('stores an argon2id hash of the password and a digest of the token, not the originals', async () => {
    const token = tokenOf(await logIn());
    const [user] = await app.database.query<{ hash: string }>(
      'SELECT password_hash AS hash FROM users WHERE email = $1',
      [ADMIN.email],
    );
    expect(user!.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    const [session] = await app.database.query<{ digest: Buffer }>(
      'SELECT digest FROM sessions WHERE digest = $1',
      [digestOf(token)],
    );
    expect(session!.digest).toHaveLength(32);
    const everything = await app.database.query<{ row: string }>(
      'SELECT sessions::text AS row FROM sessions UNION ALL SELECT users::text FROM users',
    );
    expect(everything.map(({ row }) => row).join()).not.toContain(token);
    expect(everything.map(({ row }) => row).join()).not.toContain(ADMIN.password);
  });

  it('gives every sign-in a session of its own', async () => {
    const [first, second] = [await logIn(), await logIn()];
    expect(tokenOf(first)).not.toBe(tokenOf(second));
    await withCookie(cookieOf(first)).post('/auth/logout');
    expect((await withCookie(cookieOf(first)).get('/me')).status).toBe(401);
    expect((await withCookie(cookieOf(second)).get('/me')).status).toBe(200);
  });

  it('ends the session at sign-out and clears the cookie', async () => {
    const session = withCookie(cookieOf(await logIn()));
    const out = await session.post('/auth/logout', undefined);
    expect(out.status).toBe(204);
    expect(out.headers.getSetCookie()[0]).toMatch(
      /^afterhours_session=; Max-Age=0; Path=\/; Expires=Thu, 01 Jan 1970/,
    );
    expect((await session.get('/me')).body.code).toBe('UNAUTHENTICATED');
    expect((await session.post('/auth/logout')).status).toBe(204);
    expect((await anonymous.post('/auth/logout')).status).toBe(204);
  });

  it('ends every session of a user at once, and nobody else’s', async () => {
    const [user, other] = [await aUser(app, 'supervisor', []), await aUser(app, 'supervisor', [])];
    const [first, second] = [user.client, await app.signedIn(user.id)];
    expect((await first.post('/auth/logout-everywhere')).status).toBe(204);
    for (const session of [first, second]) expect((await session.get('/me')).status).toBe(401);
    expect((await other.client.get('/me')).status).toBe(200);
    expect((await first.post('/auth/logout-everywhere')).status).toBe(401);
  });

  it('uses a key before a cookie, and never falls back from a wrong key to the cookie', async () => {
    const session = withCookie(cookieOf(await logIn()));
    for (const authorization of ['Bearer ah_wrong', 'Bearer', 'Basic YTpi', 'Bearer a b', '']) {
      expect((await session.with({ authorization }).get('/me')).body.code).toBe('INVALID_API_KEY');
    }
  });

  it('sets a cookie for https only when the site uses https', async () => {
    const secure = await startApp({ env: { BASE_URL: 'https://lab.example.edu' } });
    const answer = await secure.anonymous.post('/auth/login', ADMIN);
    expect(answer.headers.getSetCookie()[0]).toContain('; Secure');
    await secure.close();
  });

  it('ends the sessions of a removed user at once', async () => {
    const user = await aUser(app, 'supervisor');
    expect((await user.client.get('/me')).status).toBe(200);
    expect((await app.admin.delete(`/users/${user.id}`)).status).toBe(204);
    expect((await user.client.get('/me')).status).toBe(401);
    expect(await app.database.query('SELECT FROM sessions WHERE user_id = $1', [user.id])).toEqual([]);
  });

  it('ends the sessions of a deleted operator at once', async () => {
    const operator = await anOperator(app);
    expect((await checked(operator.client).get('/me')).body).toMatchObject({
      operatorId: operator.id,
      role: 'operator',
    });
    expect((await app.admin.delete(`/operators/${operator.id}`)).status).toBe(204);
    expect((await operator.client.get('/me')).status).toBe(401);
  });

  it('reads the role with every request', async () => {
    const user = await aUser(app, 'admin');
    expect((await user.client.get('/users')).status).toBe(200);
    succeeded(await app.admin.patch(`/users/${user.id}`, { role: 'campus_it' }));
    expect((await user.client.get('/users')).status).toBe(403);
  });
});
