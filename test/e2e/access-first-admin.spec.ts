import { spawn, type ChildProcess } from 'node:child_process';
import { FirstAdminService } from '../../src/access/first-admin.service.js';
import { startApp, waitFor, type TestApp } from '../support/app.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { HttpClient, type Answer } from '../support/http-client.js';
import { checked } from '../support/openapi.js';

const body = { email: 'First@Example.edu', name: 'Ada First', password: 'a quiet library' };
const CODE = /needs this setup code: ([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})\n/;

describe('the first admin', () => {
  let app: TestApp;
  let replica: TestApp;
  beforeAll(async () => {
    app = await startApp();
    replica = await startApp({ database: app.database });
  });
  afterAll(async () => {
    await replica.close();
    await app.close();
  });
  const setUp = (one: object, at = app): Promise<Answer> =>
    checked(at.anonymous).post('/auth/first-admin', one);
  const codeOf = async (at = app): Promise<string> => (await at.app.get(FirstAdminService).issueCode())!;
  const emptied = (): Promise<unknown> => app.database.query('TRUNCATE users CASCADE');

  it('is refused once there is a user, and no code is issued then', async () => {
    expect(await setUp(body)).toMatchObject({ status: 403, body: { code: 'ALREADY_SET_UP' } });
    expect(await codeOf()).toBeNull();
  });

  it('is refused even when all users were removed again', async () => {
    await app.database.query('UPDATE users SET removed_at = now()');
    expect((await setUp(body)).body.code).toBe('ALREADY_SET_UP');
  });

  it.each([
    ['no code', {}],
    ['a wrong code', { setupCode: 'ABCD-EFGH-JKMN' }],
    ['what only looks like a code', { setupCode: '----' }],
  ])('is refused with %s', async (_case, wrong) => {
    await emptied();
    await codeOf();
    expect(await setUp({ ...body, ...wrong })).toMatchObject({
      status: 403,
      body: { code: 'WRONG_SETUP_CODE' },
    });
    expect(await app.database.query('SELECT FROM users')).toEqual([]);
  });

  it.each([
    ['a short password', { password: 'eleven char' }, 'WEAK_PASSWORD'],
    ['a common password', { password: 'password1234' }, 'WEAK_PASSWORD'],
    ['their name as a password', { password: 'Ada First 2026' }, 'WEAK_PASSWORD'],
    ['no e-mail address', { email: 'first' }, 'INVALID_FIELD'],
    ['a blank name', { name: '  ' }, 'INVALID_FIELD'],
    ['a role', { role: 'admin' }, 'UNKNOWN_FIELD'],
    ['a code of 41 characters', { setupCode: 'A'.repeat(41) }, 'INVALID_FIELD'],
  ])('is refused with %s, and the code stays valid', async (_case, wrong, code) => {
    await emptied();
    const setupCode = await codeOf();
    expect(await setUp({ ...body, setupCode, ...wrong })).toMatchObject({ status: 400, body: { code } });
    expect((await setUp({ ...body, setupCode })).status).toBe(201);
  });

  it('may use the code of any replica, typed in any usual way', async () => {
    await emptied();
    const [own, others] = [await codeOf(), await codeOf(replica)];
    expect(own).not.toBe(others);
    const typed = others.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
    expect(await setUp({ ...body, setupCode: typed })).toMatchObject({
      status: 201,
      body: { email: 'first@example.edu', role: 'admin', active: true },
    });
    expect((await setUp({ ...body, setupCode: own })).body.code).toBe('ALREADY_SET_UP');
    expect(await app.database.query('SELECT FROM setup_codes')).toEqual([]);
    const { email, password } = body;
    expect((await app.anonymous.post('/auth/login', { email, password })).status).toBe(200);
  });

  it('is created once, for any number of simultaneous requests', async () => {
    await emptied();
    const setupCode = await codeOf();
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, at) =>
        setUp({ ...body, setupCode, email: `first${at}@example.edu` }, at % 2 ? app : replica),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 403, 403, 403, 403, 403]);
    for (const { status, body: answer } of answers)
      if (status === 403) expect(answer.code).toBe('ALREADY_SET_UP');
  });

  it('has a code that is not stored as text; the last twenty starts’ codes are valid', async () => {
    await emptied();
    const codes: string[] = [];
    for (let start = 0; start < 22; start++) {
      app.clock.advance(1);
      codes.push(await codeOf());
    }
    const rows = await app.database.query<{ row: string }>('SELECT c::text AS row FROM setup_codes c');
    expect(rows).toHaveLength(20);
    for (const code of codes) expect(rows.map(({ row }) => row).join()).not.toContain(code);
    expect((await setUp({ ...body, setupCode: codes[0] })).body.code).toBe('WRONG_SETUP_CODE');
    expect((await setUp({ ...body, setupCode: codes[21] })).status).toBe(201);
  });

  it('cannot be guessed: ten wrong codes from an address, then one a minute', async () => {
    const limited = await startApp({ env: { RATE_LIMITS: 'on' } });
    await limited.database.query('TRUNCATE users CASCADE');
    const setupCode = await codeOf(limited);
    for (let at = 0; at < 10; at++)
      expect((await setUp({ ...body, setupCode: 'ABCD-EFGH-JKMN' }, limited)).status).toBe(403);
    const refused = await setUp({ ...body, setupCode }, limited);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('60');
    limited.clock.advance(1);
    expect((await setUp({ ...body, setupCode }, limited)).status).toBe(201);
    await limited.close();
  });
});

describe('a start', () => {
  const servers: ChildProcess[] = [];
  let database: TestDatabase;
  afterEach(async () => {
    for (const server of servers) server.kill('SIGTERM');
    await waitFor(() => Promise.resolve(servers.every(({ exitCode }) => exitCode !== null)));
    servers.length = 0;
    await database.drop();
  });

  async function start(
    url: string,
    env: Record<string, string> = {},
  ): Promise<{ address: string; output: () => string }> {
    const server = spawn(process.execPath, ['dist/src/main.js'], {
      env: { PATH: process.env['PATH'], DATABASE_URL: url, PORT: '0', LOG_LEVEL: 'trace', ...env },
    });
    servers.push(server);
    let output = '';
    const keep = (chunk: Buffer): void => void (output += chunk.toString());
    server.stdout.on('data', keep);
    server.stderr.on('data', keep);
    await waitFor(() => Promise.resolve(/Afterhours is at http/.test(output)));
    return { address: /Afterhours is at (http:\S+)/.exec(output)![1]!, output: () => output };
  }

  it('prints a code once while there are no users, and none afterwards', async () => {
    database = await createDatabase();
    const first = await start(database.url);
    await waitFor(() => Promise.resolve(CODE.test(first.output())));
    const [, setupCode] = CODE.exec(first.output())!;
    expect(first.output().split(setupCode!)).toHaveLength(2);
    const client = new HttpClient(first.address);
    expect((await client.post('/auth/first-admin', { ...body, setupCode })).status).toBe(201);
    const second = await start(database.url);
    expect((await new HttpClient(second.address).get('/setup')).body.needsFirstAdmin).toBe(false);
    expect(second.output()).not.toContain('setup code');
  });

  it('warns of a weak ADMIN_PASSWORD, accepts it anyway, and prints no code', async () => {
    database = await createDatabase();
    const env = { ADMIN_EMAIL: 'admin@example.edu', ADMIN_PASSWORD: 'password1234' };
    const { address, output } = await start(database.url, env);
    await waitFor(() => Promise.resolve(output().includes('ADMIN_PASSWORD is weak (common)')));
    const { ADMIN_EMAIL: email, ADMIN_PASSWORD: password } = env;
    expect((await new HttpClient(address).post('/auth/login', { email, password })).status).toBe(200);
    expect(output()).not.toContain('setup code');
    expect(output()).not.toContain('password1234');
  });
});
