import { ADMIN, startApp, type TestApp } from '../support/app.js';
import { aLocation, anApiKey } from '../support/factories.js';
import type { Answer, HttpClient } from '../support/http-client.js';

const EVIL = 'https://evil.example';

describe('requests from other sites', () => {
  let app: TestApp;
  let session: HttpClient;
  beforeAll(async () => {
    app = await startApp({ env: { BASE_URL: 'https://lab.example.edu' } });
    session = app.admin;
  });
  afterAll(() => app.close());

  const refused = { status: 403, body: { code: 'CROSS_ORIGIN' } };

  it.each([
    EVIL,
    'null',
    '',
    'http://lab.example.edu',
    'https://lab.example.edu:8443',
    'https://lab.example.edu.evil.example',
    'https://lab.example.edu/',
    'https://LAB.example.edu',
    'https://lab.example.edu, https://evil.example',
    'http://localhost:0',
  ])('are refused when they change something with a session from the origin "%s"', async (origin) => {
    const { id } = await aLocation(app);
    const from = session.with({ origin });
    const body = { name: 'Taken over', timeZone: 'UTC' };
    expect(await from.post('/locations', body)).toMatchObject(refused);
    expect(await from.patch(`/locations/${id}`, body)).toMatchObject(refused);
    expect(await from.delete(`/locations/${id}`)).toMatchObject(refused);
    expect(await from.post('/auth/logout')).toMatchObject(refused);
    expect((await session.get(`/locations/${id}`)).status).toBe(200);
  });

  it('are refused before anything else is checked', async () => {
    const from = session.with({ origin: EVIL });
    const requests: Promise<Answer>[] = [
      from.post('/locations', '{"broken'),
      from.post('/locations', 'x'.repeat(2 * 1024 * 1024)),
      from.post('/locations', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' }),
      from.post('/locations', { name: 'a\0' }),
      from.post('/locations', {}, { 'idempotency-key': 'two words' }),
      from.post('/users', { unknown: 1 }),
      from.patch('/locations/no-id', {}),
      from.post('/no/such/route', {}),
      from.send('PUT', '/locations', {}),
      from.with({ cookie: '__Host-afterhours_session=expired-long-ago' }).post('/locations', {}),
    ];
    for (const answer of await Promise.all(requests)) {
      expect(answer).toMatchObject(refused);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
    }
  });

  it('are answered when they only read, use a key, or have no credentials', async () => {
    const { id } = await aLocation(app);
    expect((await session.with({ origin: EVIL }).get(`/locations/${id}`)).status).toBe(200);
    const key = (await anApiKey(app, ['schedule:write'])).with({ origin: EVIL });
    const term = { name: 'T', startsOn: '2027-01-11', endsOn: '2027-05-15' };
    expect((await key.post('/terms', term)).status).toBe(201);
    const anonymous = app.anonymous.with({ origin: EVIL });
    expect((await anonymous.post('/locations', {})).body.code).toBe('UNAUTHENTICATED');
    expect((await anonymous.post('/auth/login', ADMIN)).status).toBe(200);
  });

  it('are answered from the site itself, and from clients that are not browsers', async () => {
    const body = (): object => ({
      name: `From home ${Math.trunc(performance.now() * 1000)}`,
      timeZone: 'UTC',
    });
    expect(
      (await session.with({ origin: 'https://lab.example.edu' }).post('/locations', body())).status,
    ).toBe(201);
    expect((await session.post('/locations', body())).status).toBe(201);
  });

  it('are recognized by Sec-Fetch-Site when the browser hides the origin', async () => {
    const { id } = await aLocation(app);
    for (const site of ['cross-site', 'same-site'])
      expect(
        await session.with({ 'sec-fetch-site': site }).patch(`/locations/${id}`, { timeZone: 'UTC' }),
      ).toMatchObject(refused);
    for (const site of ['same-origin', 'none']) {
      const answer = await session
        .with({ 'sec-fetch-site': site })
        .patch(`/locations/${id}`, { timeZone: 'UTC' });
      expect(answer.status).toBe(200);
    }
  });

  it('cannot set the session’s cookie: over https only this host can', async () => {
    const cookie = (await app.anonymous.post('/auth/login', ADMIN)).headers.getSetCookie()[0]!;
    expect(cookie).toMatch(/^__Host-afterhours_session=[^;]+; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    const bare = cookie.split(';')[0]!.replace('__Host-', '');
    expect((await app.anonymous.with({ cookie: bare }).get('/me')).status).toBe(401);
  });

  it('cannot read answers in a browser, because CORS is off', async () => {
    const answer = await session.with({ origin: EVIL }).get('/me');
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('use the address that was listened on when BASE_URL is not set', async () => {
    const local = await startApp({ env: { PORT: '3999' } });
    for (const [origin, status] of [
      ['http://127.0.0.1:3999', 400],
      ['http://localhost:3999', 400],
      ['http://localhost:4000', 403],
    ] as const) {
      expect((await local.admin.with({ origin }).post('/locations', {})).status).toBe(status);
    }
    await local.close();
  });

  it('are allowed by CORS_ORIGINS with a key, never with a session', async () => {
    const open = await startApp({ env: { CORS_ORIGINS: 'https://web.example.edu/, https://b.example' } });
    const origin = 'https://web.example.edu';
    const preflight = await open.anonymous.send('OPTIONS', '/locations', undefined, {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type,idempotency-key',
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe(origin);
    expect(preflight.headers.get('access-control-allow-credentials')).toBeNull();
    const key = (await anApiKey(open, ['schedule:read'])).with({ origin });
    expect((await key.get('/locations')).headers.get('access-control-allow-origin')).toBe(origin);
    const foreign = await key.with({ origin: EVIL }).get('/locations');
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
    expect(await open.admin.with({ origin }).post('/locations', {})).toMatchObject(refused);
    await open.close();
  });
});

describe('rate limits', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp({ env: { RATE_LIMITS: 'on' } });
  });
  afterAll(() => app.close());

  const tried = async (times: number, attempt: () => Promise<Answer>): Promise<Answer[]> => {
    const answers: Answer[] = [];
    for (let at = 0; at < times; at++) answers.push(await attempt());
    return answers;
  };
  const logIn =
    (email: string, password = 'wrong password') =>
    (): Promise<Answer> =>
      app.anonymous.post('/auth/login', { email, password });

  it('answer 429 after several wrong passwords, even for the right one then', async () => {
    const answers = await tried(11, logIn('victim@example.edu'));
    expect(answers.slice(0, 10).map(({ status }) => status)).toEqual(Array(10).fill(401));
    const [limited] = answers.slice(10);
    expect(limited).toMatchObject({
      status: 429,
      body: { code: 'TOO_MANY_REQUESTS', title: 'Too many requests', status: 429 },
    });
    expect(limited!.headers.get('content-type')).toContain('application/problem+json');
    expect(Number(limited!.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(limited!.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect((await logIn(' VICTIM@example.edu ')()).status).toBe(429);
  });

  it('count by account, so that nobody else is blocked', async () => {
    expect((await logIn(ADMIN.email, ADMIN.password)()).status).toBe(200);
  });

  it('stop guessing at invitations and at the first admin', async () => {
    const guesses = await tried(31, () =>
      app.anonymous.post('/auth/invitations/guess', { password: 'long enough' }),
    );
    expect(guesses.map(({ status }) => status)).toEqual([...Array<number>(30).fill(404), 429]);
    const admins = await tried(31, () => app.anonymous.post('/auth/first-admin', {}));
    expect(admins.at(-1)!.status).toBe(429);
    expect(admins[0]!.status).toBe(400);
  });

  it('count each signed-in caller separately', async () => {
    const answer = await app.admin.get('/me');
    expect(answer.headers.get('x-ratelimit-limit')).toBe('1200');
    expect(answer.headers.get('x-ratelimit-remaining')).toBe('1199');
    const key = await anApiKey(app, ['schedule:read']);
    expect((await key.get('/locations')).headers.get('x-ratelimit-remaining')).toBe('1199');
  });

  it('do not affect health checks', async () => {
    expect((await app.anonymous.get('/health/live')).headers.get('x-ratelimit-limit')).toBeNull();
  });
});
