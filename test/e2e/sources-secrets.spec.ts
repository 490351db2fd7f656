import { spawn, type ChildProcess } from 'node:child_process';
import { waitFor, type TestApp } from '../support/app.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { aLocation, succeeded } from '../support/factories.js';
import { FakeRequestTracker } from '../support/fake-request-tracker.js';
import { FakeImap } from '../support/fake-imap.js';
import { FileHost } from '../support/file-host.js';
import { HttpClient, type Answer } from '../support/http-client.js';
import {
  aSource,
  clearSources,
  collected,
  shown,
  sourceBody,
  startWithTracker,
  trackerSettings,
} from '../support/sources.js';

// The time is Monday, 26 October 2026, noon in Chicago. The token of a source is for its server alone.

const { TOKEN } = FakeRequestTracker;
const MORNING = '2026-10-26T15:00:00Z';

/** The tables with a row in which this text stands, in the open or in base64. */
async function tablesWith(database: TestDatabase, text: string): Promise<string[]> {
  const tables = await database.query<{ name: string }>(
    `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
     WHERE table_type = 'BASE TABLE' AND table_schema IN ('public', 'pgboss') ORDER BY 1`,
  );
  const found = [];
  const hidden = Buffer.from(text).toString('base64').slice(0, 20);
  for (const { name } of tables) {
    const rows = await database.query(
      `SELECT FROM ${name} AS t WHERE strpos(t::text, $1) > 0 OR strpos(t::text, $2) > 0 OR strpos(t::text, $3) > 0 LIMIT 1`,
      [text, hidden, Buffer.from(text).toString('hex')],
    );
    if (rows.length > 0) found.push(name);
  }
  return found;
}

describe('the token of a source', () => {
  let app: TestApp;
  let tracker: FakeRequestTracker;
  let other: FakeRequestTracker;
  let locationId: string;

  beforeAll(async () => {
    other = await FakeRequestTracker.start();
    ({ app, tracker } = await startWithTracker({ hosts: [other.host] }));
    locationId = (await aLocation(app)).id;
  });
  beforeEach(async () => {
    for (const one of [tracker, other]) {
      one.reset();
      one.open(MORNING);
    }
    await clearSources(app);
  });
  afterAll(async () => {
    await app.close();
    await Promise.all([tracker.stop(), other.stop()]);
  });

  const patch = async (id: string, settings: object): Promise<Answer> => {
    const answer = await app.admin.patch(`/support-sources/${id}`, { settings });
    await app.jobsDone();
    return answer;
  };
  const withoutToken = (overrides: object = {}): object =>
    trackerSettings(tracker, { token: undefined, ...overrides });

  it('is in no answer, no audit event and nowhere in the database in the open', async () => {
    const headers = { 'idempotency-key': 'secret-1' };
    const post = (overrides: object): Promise<Answer> =>
      app.admin.post('/support-sources', sourceBody(tracker, { locationId, ...overrides }), headers);
    const created = await post({});
    await app.jobsDone();
    const path = `/support-sources/${created.body.id as string}`;
    const answers = [
      created,
      await post({}),
      await app.admin.post('/support-sources', sourceBody(tracker, { everyMinutes: 0 })),
      await app.admin.post(
        '/support-sources',
        sourceBody(tracker, { settings: trackerSettings(tracker, { queues: [] }) }),
      ),
      await app.admin.patch(path, { settings: trackerSettings(tracker, { timeZone: 'UTC' }) }),
      await app.admin.post(`${path}/check`),
      await app.admin.get(path),
      await app.admin.get('/support-sources'),
    ];
    tracker.hook = ({ authorization }, response) => {
      response.writeHead(500).end(authorization);
      return true;
    };
    answers.push(await app.admin.patch(path, { settings: withoutToken({ timeZone: 'Asia/Kolkata' }) }));
    answers.push(await app.admin.post(`${path}/check`), await app.admin.get(`${path}/runs`));
    answers.push(await app.admin.get('/audit-events?limit=100'), await app.anonymous.get('/metrics'));
    expect(answers.map(({ status }) => status)).toEqual([
      201, 201, 400, 400, 200, 200, 200, 200, 409, 200, 200, 200, 200,
    ]);
    for (const { body } of answers) expect(JSON.stringify(body)).not.toContain(TOKEN);
    expect(await tablesWith(app.database, TOKEN)).toEqual([]);
    expect(await tablesWith(app.database, tracker.host)).toEqual(
      expect.arrayContaining(['public.audit_events']),
    );
  }, 60_000);

  it('stays when a change leaves it out for the same server', async () => {
    const { id } = await aSource(app, tracker, { locationId });
    expect((await patch(id, withoutToken({ timeZone: 'UTC' }))).status).toBe(200);
    expect(await shown(app, id)).toMatchObject({ state: 'working', settings: { timeZone: 'UTC' } });
  });

  it('must be given again for another server, which never gets the old one', async () => {
    const { id } = await aSource(app, tracker, { locationId });
    const refused = await patch(id, withoutToken({ baseUrl: other.baseUrl }));
    expect([refused.status, refused.body.violations]).toEqual([
      400,
      [expect.objectContaining({ field: 'settings.token', code: 'SOURCE_SECRET_NEEDED' })],
    ]);
    expect(other.asked).toEqual([]);
    expect((await patch(id, trackerSettings(other))).status).toBe(200);
    expect(await shown(app, id)).toMatchObject({ state: 'working', settings: { baseUrl: other.baseUrl } });
  });

  it('of another system is refused, because its tickets would replace those of the same number', async () => {
    const { id } = await aSource(app, tracker, { locationId });
    const refusedBy = async (change: object): Promise<unknown[]> => {
      const { status, body } = await app.admin.patch(`/support-sources/${id}`, change);
      return [status, body.code];
    };
    other.reset();
    other.open('2026-01-05T12:00:00Z');
    expect(await refusedBy({ settings: trackerSettings(other) })).toEqual([409, 'SOURCE_ANOTHER_SYSTEM']);
    succeeded(await app.admin.patch(`/support-sources/${id}`, { enabled: false }));
    succeeded(await app.admin.patch(`/support-sources/${id}`, { settings: trackerSettings(other) }));
    expect(await refusedBy({ enabled: true })).toEqual([409, 'SOURCE_ANOTHER_SYSTEM']);
    expect(await shown(app, id)).toMatchObject({ state: 'off' });
  });

  it('is replaced by another one, and a wrong one changes nothing', async () => {
    const { id } = await aSource(app, tracker, { locationId });
    const refused = await patch(id, trackerSettings(tracker, { token: 'wrong' }));
    expect([refused.status, refused.body.code]).toEqual([409, 'SOURCE_REFUSED']);
    expect(await collected(app, id)).toMatchObject({ state: 'working' });
  });

  it('that cannot be read any more is a problem that giving it again solves', async () => {
    const { id } = await aSource(app, tracker, { locationId });
    await app.database.query(`UPDATE secrets SET key_id = 'another'`);
    const message = 'Its stored secret cannot be read: the key is another one. Enter the secret again.';
    expect(await collected(app, id)).toMatchObject({
      state: 'stopped',
      problem: { code: 'SOURCE_SECRET_LOST', message },
    });
    expect(succeeded(await app.admin.post(`/support-sources/${id}/check`))).toMatchObject({
      ok: false,
      message,
    });
    const without = await patch(id, withoutToken());
    expect([without.status, without.body.code]).toEqual([409, 'SOURCE_SECRET_LOST']);
    expect((await patch(id, trackerSettings(tracker))).status).toBe(200);
    expect(await shown(app, id)).toMatchObject({ state: 'working', problem: null });
  });
});

/** The built server, started as in production, and its whole output. */
describe('the log of a server that collects', () => {
  let database: TestDatabase;
  let tracker: FakeRequestTracker;
  let host: FileHost;
  let mail: FakeImap;
  let server: ChildProcess;
  let log = '';

  beforeAll(async () => {
    [database, tracker, host, mail] = await Promise.all([
      createDatabase(),
      FakeRequestTracker.start(),
      new FileHost().start(),
      new FakeImap().start(),
    ]);
    server = spawn(process.execPath, ['dist/src/main.js'], {
      env: {
        PATH: process.env['PATH'],
        DATABASE_URL: database.addresses.server,
        MIGRATIONS_DATABASE_URL: database.addresses.owner,
        PORT: '0',
        LOG_LEVEL: 'trace',
        ADMIN_EMAIL: 'logs@example.edu',
        ADMIN_PASSWORD: 'never-in-a-log-1',
        PRIVATE_HOSTS: `${tracker.host},${host.host},${mail.host}`,
        SECRETS_KEY: Buffer.alloc(32, 'secret').toString('base64'),
      },
    });
    const keep = (chunk: Buffer): void => void (log += chunk.toString());
    server.stdout!.on('data', keep);
    server.stderr!.on('data', keep);
    await waitFor(() => Promise.resolve(/Afterhours is at http/.test(log)));
  });
  afterAll(async () => {
    server.kill('SIGTERM');
    await waitFor(() => Promise.resolve(server.exitCode !== null));
    await Promise.all([tracker.stop(), host.stop(), mail.stop()]);
    await database.drop();
  });

  it('tells of failures, and holds no token, no address of a file and no password of a mailbox', async () => {
    const client = new HttpClient(/Afterhours is at (http:\S+)/.exec(log)![1]!);
    const signedIn = await client.post('/auth/login', {
      email: 'logs@example.edu',
      password: 'never-in-a-log-1',
    });
    const admin = client.with({ cookie: signedIn.headers.getSetCookie()[0]!.split(';')[0]! });
    tracker.open(MORNING);
    const { id } = succeeded(await admin.post('/support-sources', sourceBody(tracker))) as { id: string };
    const stateIs = (state: string) => async (): Promise<boolean> =>
      succeeded(await admin.get(`/support-sources/${id}`)).state === state;
    await waitFor(stateIs('working'));
    tracker.hook = (asked, response) => {
      response.writeHead(403, { 'x-echo': asked.authorization! }).end(asked.authorization);
      return true;
    };
    succeeded(await admin.post(`/support-sources/${id}/runs`));
    await waitFor(stateIs('stopped'));
    expect((await admin.post('/support-sources', sourceBody(tracker, { name: 'second' }))).status).toBe(409);
    await waitFor(() => Promise.resolve(log.includes('a source could not be collected')));
    host.write('key,opened', 'A,2026-10-26 09:00');
    const mapping = { columns: { externalId: 'key', openedAt: 'opened' } };
    const settings = { url: host.url, mapping };
    const file = { name: 'file', kind: 'file-url', everyMinutes: 5, enabled: true, settings };
    const { id: fileId } = succeeded(await admin.post('/support-sources', file)) as { id: string };
    host.hook = (response) => !!response.destroy();
    const isFailing = async (): Promise<boolean> => {
      succeeded(await admin.post(`/support-sources/${fileId}/runs`));
      return succeeded(await admin.get(`/support-sources/${fileId}`)).failingSince !== null;
    };
    await waitFor(isFailing);
    mail.deliverCsv(['key,opened', 'A,2026-10-26 09:00']);
    const { USER: user, PASSWORD: password } = FakeImap;
    const inMail = { host: '127.0.0.1', port: mail.port, tls: false, user, password, mapping };
    const box = { name: 'mail', kind: 'mailbox', everyMinutes: 5, enabled: true, settings: inMail };
    const { id: boxId } = succeeded(await admin.post('/support-sources', box)) as { id: string };
    mail.hook = ({ name, tag }, socket) =>
      name !== 'CAPABILITY' && !!socket.write(`${tag} NO [AUTHENTICATIONFAILED] not ${password}\r\n`);
    const isStopped = async (): Promise<boolean> => {
      succeeded(await admin.post(`/support-sources/${boxId}/runs`));
      return succeeded(await admin.get(`/support-sources/${boxId}`)).failingSince !== null;
    };
    await waitFor(isStopped);
    await waitFor(() => Promise.resolve(log.includes('the mail server: NO AUTHENTICATIONFAILED')));
    expect(log).not.toContain(TOKEN);
    expect(log).not.toContain(FileHost.KEY);
    expect(log).not.toContain('never-shown');
  }, 60_000);
});
