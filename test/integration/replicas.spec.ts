import { spawn } from 'node:child_process';
import { ADMIN, startApp, waitFor, type TestApp } from '../support/app.js';
import { createDatabase } from '../support/database.js';
import { aLocation, anApiKey } from '../support/factories.js';
import type { Answer } from '../support/http-client.js';

describe('two replicas on one database', () => {
  let one: TestApp;
  let other: TestApp;
  beforeAll(async () => {
    one = await startApp();
    other = await startApp({ database: one.database });
  });
  afterAll(async () => {
    await other.close();
    await one.close();
  });

  it('have one first admin, and run each migration once', async () => {
    expect(await one.database.query(`SELECT FROM users WHERE role = 'admin'`)).toHaveLength(1);
    expect(await one.database.query('SELECT name FROM migrations GROUP BY name HAVING count(*) > 1')).toEqual(
      [],
    );
  });

  it('share sessions: a sign-in or sign-out at one holds at both', async () => {
    const signedIn = await one.anonymous.post('/auth/login', ADMIN);
    const cookie = signedIn.headers.getSetCookie()[0]!.split(';')[0]!;
    const [here, there] = [one.anonymous.with({ cookie }), other.anonymous.with({ cookie })];
    expect((await there.get('/me')).body).toEqual(signedIn.body.user);
    expect((await there.post('/auth/logout')).status).toBe(204);
    expect((await here.get('/me')).status).toBe(401);
  });

  it('share API keys, and their revocation', async () => {
    const key = await anApiKey(one, ['schedule:read']);
    const { items } = (await other.admin.get('/api-keys')).body;
    const there = other.anonymous.with(key.headers);
    expect((await there.get('/locations')).status).toBe(200);
    await one.admin.delete(`/api-keys/${items[0].id}`);
    expect((await there.get('/locations')).status).toBe(401);
  });

  it('see each other’s changes and refuse an outdated one', async () => {
    const { id } = await aLocation(one);
    const tag = (await other.admin.get(`/locations/${id}`)).headers.get('etag')!;
    expect((await one.admin.patch(`/locations/${id}`, { timeZone: 'UTC' })).status).toBe(200);
    const stale = await other.admin.patch(
      `/locations/${id}`,
      { timeZone: 'Asia/Tokyo' },
      { 'if-match': tag },
    );
    expect(stale.status).toBe(412);
  });

  it('run one request once, however often each of them gets it', async () => {
    const clients = [one.admin, other.anonymous.with(one.admin.headers)];
    const send = (at: number): Promise<Answer> =>
      clients[at % 2]!.post('/locations', { name: 'Once', timeZone: 'UTC' }, { 'idempotency-key': 'once' });
    const answers = await Promise.all(Array.from({ length: 16 }, (_, at) => send(at)));
    expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true);
    expect(await one.database.query(`SELECT FROM locations WHERE name = 'Once'`)).toHaveLength(1);
    const [first, second] = [await send(0), await send(1)];
    expect(second.body).toEqual(first.body);
  });

  it('continue without each other', async () => {
    const third = await startApp({ database: one.database });
    await third.close();
    expect((await one.anonymous.get('/health/ready')).status).toBe(200);
    expect((await other.admin.get('/me')).status).toBe(200);
  });
});

it('three replicas that start at once on an empty database create everything once', async () => {
  const database = await createDatabase({ empty: true });
  const servers = [1, 2, 3].map(() => {
    const server = spawn(process.execPath, ['dist/src/main.js'], {
      env: {
        PATH: process.env['PATH'],
        DATABASE_URL: database.addresses.server,
        MIGRATIONS_DATABASE_URL: database.addresses.owner,
        PORT: '0',
        LOG_LEVEL: 'error',
        ADMIN_EMAIL: ADMIN.email,
        ADMIN_PASSWORD: ADMIN.password,
      },
    });
    const run = { server, output: '' };
    const keep = (chunk: Buffer): void => void (run.output += chunk.toString());
    server.stdout.on('data', keep);
    server.stderr.on('data', keep);
    return run;
  });
  let counts;
  try {
    await waitFor(() =>
      Promise.resolve(
        servers.every(
          ({ server, output }) => server.exitCode !== null || output.includes('Afterhours is at'),
        ),
      ),
    );
    [counts] = await database.query(
      `SELECT (SELECT count(*) FROM users)::int AS users, (SELECT count(*) FROM settings)::int AS settings,
              (SELECT count(*) FROM positions)::int AS positions`,
    );
  } finally {
    for (const { server } of servers) server.kill('SIGTERM');
  }
  await waitFor(() => Promise.resolve(servers.every(({ server }) => server.exitCode !== null)));
  expect(servers.map(({ server }) => server.exitCode)).toEqual([0, 0, 0]);
  expect(counts).toEqual({ users: 1, settings: 1, positions: 1 });
  for (const { output } of servers) expect(output).not.toContain('"level":50');
  await database.drop();
});
