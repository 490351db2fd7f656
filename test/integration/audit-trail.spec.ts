import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { readConfig } from '../../src/platform/config/config.js';
import { Database } from '../../src/platform/database/database.js';
import { startEmbeddedPostgres } from '../../src/platform/database/embedded/embedded-postgres.js';
import { migrate } from '../../src/platform/database/migrate.js';
import { couldRewriteTrail } from '../../src/platform/database/server-role.js';
import { Audit } from '../../src/platform/audit/audit.js';
import { newId } from '../../src/platform/ids.js';
import { createApp } from '../../src/bootstrap.js';
import { ADMIN, startApp, type TestApp } from '../support/app.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { aLocation } from '../support/factories.js';

const DENIED = '42501';

describe('the audit trail, with the running server’s connections', () => {
  let app: TestApp;
  let database: Database;
  beforeAll(async () => {
    app = await startApp();
    database = app.app.get(Database);
    await aLocation(app);
  });
  afterAll(() => app.close());

  const count = async (): Promise<number> =>
    (await database.one<{ count: number }>('SELECT count(*)::int AS count FROM audit_events'))!.count;

  it.each([
    ['changed', `UPDATE audit_events SET action = 'nothing'`],
    ['changed in one column', `UPDATE audit_events SET details = '{}' WHERE false`],
    ['deleted', 'DELETE FROM audit_events'],
    ['emptied', 'TRUNCATE audit_events'],
    [
      'replaced on conflict',
      `INSERT INTO audit_events SELECT * FROM audit_events ON CONFLICT (id) DO UPDATE SET action = 'x'`,
    ],
    ['merged away', 'MERGE INTO audit_events a USING audit_events b ON a.id = b.id WHEN MATCHED THEN DELETE'],
    ['altered', 'ALTER TABLE audit_events DROP COLUMN details'],
    ['freed of its trigger', 'ALTER TABLE audit_events DISABLE TRIGGER ALL'],
    ['given a rule', 'CREATE RULE nothing AS ON INSERT TO audit_events DO INSTEAD NOTHING'],
    ['given a trigger', 'CREATE TRIGGER t BEFORE INSERT ON audit_events EXECUTE FUNCTION refuse_rewriting()'],
    ['taken over', 'ALTER TABLE audit_events OWNER TO CURRENT_USER'],
    ['dropped', 'DROP TABLE audit_events'],
    ['disguised by another', 'CREATE TABLE public.disguise (id int)'],
  ])('cannot be %s', async (_, sql) => {
    const before = await count();
    for (const work of [() => database.query(sql), () => database.onJobsPool(() => database.query(sql))])
      await expect(work()).rejects.toMatchObject({ code: DENIED });
    expect(await count()).toBe(before);
  });

  it('cannot be changed without triggers, nor by becoming its owner', async () => {
    const owner = new URL(app.database.addresses.owner).username;
    for (const sql of [
      `SET session_replication_role = 'replica'`,
      `SET ROLE ${owner}`,
      `SET SESSION AUTHORIZATION ${owner}`,
    ])
      await expect(database.query(sql)).rejects.toMatchObject({ code: DENIED });
  });

  it('can be added to and read', async () => {
    const entityId = newId();
    await app.app.get(Audit).record({ action: 'settings.updated', entity: 'settings', entityId });
    expect(await database.query('SELECT action FROM audit_events WHERE entity_id = $1', [entityId])).toEqual([
      { action: 'settings.updated' },
    ]);
  });

  it('reports that the server’s role could not rewrite it, and the owner’s could', async () => {
    expect(await couldRewriteTrail(database)).toBe(false);
    const owner = { one: async (sql: string) => (await app.database.query(sql))[0] } as unknown as Database;
    expect(await couldRewriteTrail(owner)).toBe(true);
  });

  it('is also protected from the owner’s mistakes', async () => {
    for (const sql of [
      'DELETE FROM audit_events',
      `UPDATE audit_events SET action = ''`,
      'TRUNCATE audit_events',
    ])
      await expect(app.database.query(sql)).rejects.toMatchObject({ code: DENIED });
  });

  it('does not allow changes of the list of migrations either', async () => {
    await expect(database.query('DELETE FROM migrations')).rejects.toMatchObject({ code: DENIED });
  });
});

describe('a database with two roles', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createDatabase({ empty: true });
  });
  afterEach(() => database.drop());

  it('is filled by the owner and used by the server, from the first start on', async () => {
    const config = readConfig({
      LOG_LEVEL: 'silent',
      PORT: '0',
      ADMIN_EMAIL: ADMIN.email,
      ADMIN_PASSWORD: ADMIN.password,
    });
    for (const start of ['first', 'second']) {
      const app = await createApp(config, database.addresses);
      expect([start, await app.get(Database).query('SELECT email FROM users')]).toEqual([
        start,
        [{ email: ADMIN.email }],
      ]);
      await app.close();
    }
    const owners = await database.query(
      `SELECT FROM pg_class WHERE relnamespace IN ('public'::regnamespace, 'pgboss'::regnamespace)
       AND relowner <> (SELECT oid FROM pg_roles WHERE rolname = current_user)`,
    );
    expect(owners).toEqual([]);
  });

  it('takes back excessive rights of the server’s role', async () => {
    await migrate(database.addresses);
    const role = new URL(database.addresses.server).username;
    await database.query(`GRANT ALL ON audit_events TO ${role}`);
    await migrate(database.addresses);
    await expect(queryAt(database.addresses.server, 'DELETE FROM audit_events')).rejects.toMatchObject({
      code: DENIED,
    });
  });

  it('is migrated and used by one role when only one is given', async () => {
    await migrate({ owner: database.url, server: database.url });
    const app = await createApp(readConfig({ LOG_LEVEL: 'silent', PORT: '0' }), {
      owner: database.url,
      server: database.url,
    });
    expect(await couldRewriteTrail(app.get(Database))).toBe(true);
    await app.close();
  });

  it('needs the owner only when there is something to migrate, and says so', async () => {
    const server = database.addresses.server;
    await expect(migrate({ owner: server, server })).rejects.toThrow(
      'Set MIGRATIONS_DATABASE_URL to the address of the role that owns the tables',
    );
    await migrate(database.addresses);
    expect(await migrate({ owner: server, server })).toEqual([]);
  });

  it('is refused when the two addresses name different databases, before anything is created', async () => {
    const other = await createDatabase({ empty: true });
    await expect(migrate({ owner: database.url, server: other.addresses.server })).rejects.toThrow(
      'name different databases; nothing was changed',
    );
    expect(await database.query(`SELECT FROM pg_class WHERE relname = 'migrations'`)).toEqual([]);
    await other.drop();
  });
});

describe('an embedded database', () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'afterhours-roles-'));
    await chmod(dataDir, 0o755);
  });
  afterEach(() => rm(dataDir, { recursive: true, force: true, maxRetries: 5 }));

  it('of an older version gets the server’s role at the next start, with a new password each time', async () => {
    const older = await startEmbeddedPostgres({ dataDir, durable: false });
    await migrate({ owner: older.url, server: older.url });
    await queryAt(older.url, 'DROP ROLE afterhours_server');
    await older.stop();

    const passwords = new Set<string>();
    for (let start = 0; start < 2; start++) {
      const { addresses, stop } = await startEmbeddedPostgres({ dataDir, durable: false });
      expect(await migrate(addresses)).toEqual([]);
      await expect(queryAt(addresses.server, 'DELETE FROM audit_events')).rejects.toMatchObject({
        code: DENIED,
      });
      expect(await queryAt(addresses.server, 'SELECT count(*)::int AS count FROM audit_events')).toEqual([
        { count: 0 },
      ]);
      expect(
        await queryAt(
          addresses.server,
          `SELECT rolsuper OR rolcreaterole OR rolcreatedb AS "isMore" FROM pg_roles WHERE rolname = current_user`,
        ),
      ).toEqual([{ isMore: false }]);
      passwords.add(new URL(addresses.server).password);
      await stop();
    }
    expect(passwords.size).toBe(2);
  });
});

async function queryAt(url: string, sql: string): Promise<object[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<object>(sql)).rows;
  } finally {
    await client.end();
  }
}
