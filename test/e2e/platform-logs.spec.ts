import { spawn, type ChildProcess } from 'node:child_process';
import { waitFor } from '../support/app.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { HttpClient } from '../support/http-client.js';

const ADMIN = { email: 'logs@example.edu', password: 'never-in-a-log-1' };
const CHOSEN = 'never-in-a-log-2';

/** The built server, started as in production, and its whole output. */
describe('the log of a server in production', () => {
  let database: TestDatabase;
  let server: ChildProcess;
  let client: HttpClient;
  let log = '';

  beforeAll(async () => {
    database = await createDatabase();
    server = spawn(process.execPath, ['dist/src/main.js'], {
      env: {
        PATH: process.env['PATH'],
        DATABASE_URL: database.addresses.server,
        MIGRATIONS_DATABASE_URL: database.addresses.owner,
        PORT: '0',
        LOG_LEVEL: 'trace',
        ADMIN_EMAIL: ADMIN.email,
        ADMIN_PASSWORD: ADMIN.password,
        SECRETS_KEY: Buffer.alloc(32, 'k').toString('base64'),
      },
    });
    const keep = (chunk: Buffer): void => void (log += chunk.toString());
    server.stdout!.on('data', keep);
    server.stderr!.on('data', keep);
    await waitFor(() => Promise.resolve(/Afterhours is at http/.test(log)));
    client = new HttpClient(/Afterhours is at (http:\S+)/.exec(log)![1]!);
  });
  afterAll(async () => {
    server.kill('SIGTERM');
    await waitFor(() => Promise.resolve(server.exitCode !== null));
    await database.drop();
  });

  const entries = (): Record<string, unknown>[] =>
    log
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  it('contains every request, and no password, token or key', async () => {
    const headers = { 'x-request-id': 'logged-request-1' };
    const signedIn = await client.post('/auth/login', ADMIN, headers);
    const [cookie = ''] = signedIn.headers.getSetCookie()[0]!.split(';');
    const session = client.with({ cookie });
    const { key, id: keyId } = (await session.post('/api-keys', { name: 'K', scopes: ['schedule:read'] }))
      .body;
    const invited = await session.post('/users', { email: 'x@example.edu', name: 'X', role: 'admin' });
    const token: string = invited.body.invitationUrl.split('/').at(-1);

    await client
      .with({ authorization: `Bearer ${key}` })
      .get('/locations', { 'x-request-id': 'logged-request-4' });
    await session.get('/me', { 'x-request-id': 'logged-request-3' });
    await client.with({ authorization: `Bearer ${key}x` }).get('/locations');
    for (const path of [
      `/auth/invitations/${token}?again=${token}`,
      `/auth/invitations/${token}/`,
      `/auth/%69nvitations/${token}`,
      `/AUTH/INVITATIONS/${token}`,
      `/invitations/${token}`,
      `/auth/password-resets/${token}`,
      `/password-resets/${token}?again=${token}`,
    ])
      await client.post(path, { password: 'short' });
    await client.post(`/auth/invitations/${token}`, `{"password": "${CHOSEN}"`);
    await client.post(`/auth/invitations/${token}`, { password: CHOSEN, extra: CHOSEN });
    await client.post(`/auth/invitations/${token}`, { password: CHOSEN });
    await client.post('/auth/login', { email: 'x@example.edu', password: `${CHOSEN}x` });
    await fetch(`${client.baseUrl}/invitations/${token}`);
    // An error inside the server is logged with its cause.
    await database.query('ALTER TABLE users RENAME TO users_away');
    expect((await client.post('/auth/login', ADMIN)).status).toBe(500);
    await database.query('ALTER TABLE users_away RENAME TO users');
    await session.post('/auth/logout', undefined, { 'x-request-id': 'logged-request-2' });

    await waitFor(() => Promise.resolve(log.includes('logged-request-2')));
    const secrets = { password: ADMIN.password, chosen: CHOSEN, session: cookie.split('=')[1]!, key, token };
    for (const [name, secret] of Object.entries(secrets)) {
      expect({ name, at: log.indexOf(secret) }).toEqual({ name, at: -1 });
    }
    const first = entries().find((entry) => JSON.stringify(entry).includes('logged-request-1'));
    expect(first).toMatchObject({
      req: {
        id: signedIn.headers.get('x-request-id'),
        givenId: 'logged-request-1',
        method: 'POST',
        path: '/api/v1/auth/login',
      },
      res: { statusCode: 200 },
      clientAddress: '127.0.0.1',
    });
    const last = entries().find((entry) => JSON.stringify(entry).includes('logged-request-3'));
    expect(last).toMatchObject({ userId: signedIn.body.user.id, clientAddress: '127.0.0.1' });
    expect(
      log
        .split('\n')
        .find((line) => line.includes('logged-request-3'))!
        .match(/clientAddress/g),
    ).toHaveLength(1);
    const keyed = entries().find((entry) => JSON.stringify(entry).includes('logged-request-4'));
    expect(keyed).toMatchObject({ apiKeyId: keyId });
    expect(log).toContain('/invitations/[redacted]');
    expect(log).toContain('/password-resets/[redacted]');
    expect(log).toContain('relation \\"users\\" does not exist');
  });

  it('says once where it listens, and has no warnings', () => {
    expect(log.match(/Afterhours is at/g)).toHaveLength(1);
    expect(log).not.toContain('RATE_LIMITS=off');
    expect(log).not.toContain('SECRETS_KEY');
    expect(log).not.toMatch(/DeprecationWarning|MaxListenersExceeded/);
  });
});

it('the start warns of rate limits that are off, and of a missing key for secrets', async () => {
  const database = await createDatabase();
  const server = spawn(process.execPath, ['dist/src/main.js'], {
    env: {
      PATH: process.env['PATH'],
      DATABASE_URL: database.addresses.server,
      MIGRATIONS_DATABASE_URL: database.addresses.owner,
      PORT: '0',
      LOG_LEVEL: 'silent',
      RATE_LIMITS: 'off',
    },
  });
  let errors = '';
  server.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  await waitFor(() => Promise.resolve(errors.includes('RATE_LIMITS=off')));
  await waitFor(() => Promise.resolve(errors.includes('There is no SECRETS_KEY')));
  server.kill('SIGTERM');
  await waitFor(() => Promise.resolve(server.exitCode !== null));
  expect(server.exitCode).toBe(0);
  await database.drop();
});
