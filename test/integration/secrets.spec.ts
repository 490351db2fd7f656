import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Pool } from 'pg';
import { refusalText } from '../../src/domain/refusals/refusal-text.js';
import { backUp } from '../../src/platform/backup/dump.js';
import { load } from '../../src/platform/backup/load.js';
import { readConfig } from '../../src/platform/config/config.js';
import { Database } from '../../src/platform/database/database.js';
import { migrate } from '../../src/platform/database/migrate.js';
import { secretsKey } from '../../src/platform/secrets/sealing.js';
import { SecretsKeys } from '../../src/platform/secrets/secrets-keys.js';
import { SecretsRepository } from '../../src/platform/secrets/secrets.repository.js';
import { Secrets } from '../../src/platform/secrets/secrets.js';
import { startApp, waitFor, type TestApp } from '../support/app.js';
import { runProgram } from '../support/backups.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { succeeded } from '../support/factories.js';
import { LocalServers } from '../support/local-servers.js';

const OLD = Buffer.alloc(32, 'old');
const NEW = Buffer.alloc(32, 'new');
const TOKEN = 'rt-token-4f1c9a';
const LOST = refusalText('SOURCE_SECRET_LOST').message;

const base64 = (bytes: Buffer): string => bytes.toString('base64');

let folders: string[] = [];
const newFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'afterhours-secrets-'));
  folders.push(folder);
  return folder;
};
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
  folders = [];
});

describe('the key file', () => {
  const keysIn = (folder: string): SecretsKeys => new SecretsKeys(readConfig({ DATA_DIR: folder }));

  it('is made once by any number of callers, for its owner only, and appears complete', async () => {
    const folder = join(await newFolder(), 'not-made-yet');
    const file = join(folder, 'secrets-key');
    let isMade = false;
    const seen = new Set<string>();
    const watching = (async () => {
      while (!isMade) seen.add(await readFile(file, 'utf8').catch(() => 'none'));
    })();
    const keys = await Promise.all(Array.from({ length: 50 }, () => keysIn(folder).current()));
    isMade = true;
    await watching;
    expect(new Set(keys.map((key) => key!.id)).size).toBe(1);
    const text = await readFile(file, 'utf8');
    expect([...seen].filter((state) => state !== 'none' && state !== text)).toEqual([]);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['secrets-key']);
    expect(secretsKey(Buffer.from(text, 'base64')).id).toBe(keys[0]!.id);
  });

  it('that is damaged is never replaced', async () => {
    const folder = await newFolder();
    await writeFile(join(folder, 'secrets-key'), 'half a key');
    await expect(keysIn(folder).current()).rejects.toThrow('secrets-key is no key of 32 bytes in base64');
    expect(await readFile(join(folder, 'secrets-key'), 'utf8')).toBe('half a key');
  });

  it('is neither made nor read where SECRETS_KEY is set, or the database is another server’s', async () => {
    const folder = await newFolder();
    const own = new SecretsKeys(readConfig({ DATA_DIR: folder, SECRETS_KEY: base64(NEW) }));
    expect((await own.current())!.id).toBe(secretsKey(NEW).id);
    const shared = new SecretsKeys(readConfig({ DATA_DIR: folder, DATABASE_URL: 'postgres://nowhere/x' }));
    expect(await shared.current()).toBeNull();
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('a new key', () => {
  let database: TestDatabase;
  const pools: Pool[] = [];
  beforeEach(async () => (database = await createDatabase()));
  afterEach(async () => {
    for (const pool of pools.splice(0)) await pool.end();
    // A connection that is still closing would be cut off, and report that as an error.
    await waitFor(async () => {
      const open =
        'SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()';
      return (await database.query(open)).length === 0;
    });
    await database.drop();
  });

  const connect = (): Database => {
    const pool = new Pool({ connectionString: database.addresses.server, max: 4 });
    pools.push(pool);
    return new Database(pool, pool);
  };
  interface Instance {
    database: Database;
    keys: SecretsKeys;
    secrets: Secrets;
    set(owner: string, token: string): Promise<void>;
  }
  /** What one server has. */
  const instance = (env: Record<string, string>, on = connect()): Instance => {
    const keys = new SecretsKeys(readConfig(env));
    const secrets = new Secrets(keys, new SecretsRepository(on), on);
    const set = (owner: string, token: string): Promise<void> =>
      on.transaction(() => secrets.set(owner, { token }));
    return { database: on, keys, secrets, set };
  };
  const stored = async (by: Instance, owners: Iterable<string>): Promise<Record<string, string>> => {
    const found: Record<string, string> = {};
    for (const owner of owners) found[owner] = (await by.secrets.get(owner))['token']!;
    return found;
  };
  const keyIds = async (): Promise<string[]> =>
    (await database.query<{ id: string }>('SELECT DISTINCT key_id AS id FROM secrets ORDER BY 1')).map(
      ({ id }) => id,
    );
  const isWaiting = async (): Promise<boolean> =>
    (await database.query(`SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`)).length > 0;

  it('replaces the old one while servers store secrets', async () => {
    const old = instance({ SECRETS_KEY: base64(OLD) });
    const both = instance({ SECRETS_KEY: base64(NEW), SECRETS_KEY_PREVIOUS: base64(OLD) });
    const expected: Record<string, string> = {};
    for (let i = 0; i < 20; i++) expected[randomUUID()] = `token ${i}`;
    const owners = Object.keys(expected);
    for (const owner of owners) await old.set(owner, expected[owner]!);

    // A server with the old key is in the middle of storing one more.
    const late = randomUUID();
    const gate = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const storing = old.database.transaction(async () => {
      await old.secrets.set(late, { token: (expected[late] = 'late') });
      begun.resolve();
      await gate.promise;
    });
    await begun.promise;

    let isDone = false;
    const writing = (async () => {
      for (let i = 0; !isDone; i++) {
        const owner = owners[i % owners.length]!;
        await both.set(owner, (expected[owner] = `again ${i}`));
      }
    })();
    const heldByOld: number[] = [];
    const rotating = both.secrets.reseal(secretsKey(NEW), async () => {
      const [row] = await database.query<{ count: number }>(
        'SELECT count(*)::int AS count FROM secrets WHERE key_id <> $1',
        [secretsKey(NEW).id],
      );
      heldByOld.push(row!.count);
    });
    try {
      await Promise.race([waitFor(isWaiting), rotating]);
      gate.resolve();
      await storing;
      expect(await rotating).toBeGreaterThan(0);
    } finally {
      gate.resolve();
      isDone = true;
      await writing;
    }

    expect(heldByOld).toEqual([0]);
    expect(await keyIds()).toEqual([secretsKey(NEW).id]);
    const only = instance({ SECRETS_KEY: base64(NEW) });
    expect(await stored(only, Object.keys(expected))).toEqual(expected);
    await expect(old.secrets.get(late)).rejects.toThrow('which is not here');
  });

  it('changes nothing the second time', async () => {
    const owner = randomUUID();
    await instance({ SECRETS_KEY: base64(OLD) }).set(owner, TOKEN);
    const env = { SECRETS_KEY: base64(NEW), SECRETS_KEY_PREVIOUS: base64(OLD), DATABASE_URL: database.url };
    const first = await runProgram('rotate-secrets', env);
    expect(first).toEqual({ code: 0, output: expect.stringContaining('1 secrets are encrypted') });
    const rows = await database.query('SELECT * FROM secrets');
    const second = await runProgram('rotate-secrets', env);
    expect(second).toEqual({ code: 0, output: expect.stringContaining('0 secrets are encrypted') });
    expect(await database.query('SELECT * FROM secrets')).toEqual(rows);
    expect(await stored(instance({ SECRETS_KEY: base64(NEW) }), [owner])).toEqual({ [owner]: TOKEN });
  });

  it('must be given for a database on a server', async () => {
    const refused = await runProgram('rotate-secrets', { DATABASE_URL: database.url });
    expect(refused).toEqual({ code: 2, output: expect.stringContaining('SECRETS_KEY must be set') });
  });

  describe('in the key file', () => {
    let env: Record<string, string>;
    let expected: Record<string, string>;
    let server: Instance;
    let oldId: string;
    beforeEach(async () => {
      env = { DATA_DIR: await newFolder() };
      server = instance(env);
      expected = {};
      for (let i = 0; i < 5; i++) {
        const owner = randomUUID();
        await server.set(owner, (expected[owner] = `token ${i}`));
      }
      oldId = (await server.keys.current())!.id;
    });

    /** Continues what was interrupted, and is complete. */
    const complete = async (): Promise<number> => {
      const { keys, secrets } = instance(env);
      const count = await secrets.reseal(await keys.beginNext(), () => keys.endNext());
      expect(await readdir(env['DATA_DIR']!)).toEqual(['secrets-key']);
      expect(await keyIds()).toEqual([(await keys.current())!.id]);
      expect(await keyIds()).not.toEqual([oldId]);
      expect(await stored(server, Object.keys(expected))).toEqual(expected);
      expect(await stored(instance(env), Object.keys(expected))).toEqual(expected);
      return count;
    };
    const killed = (): Promise<never> => Promise.reject(new Error('killed'));

    it('goes on after an end before the first secret', async () => {
      const { id } = await server.keys.beginNext();
      expect(await stored(server, Object.keys(expected))).toEqual(expected);
      const owner = randomUUID();
      await server.set(owner, (expected[owner] = 'meanwhile'));
      expect(await keyIds()).toEqual([oldId, id].sort());
      expect(await complete()).toBe(5);
    });

    it('goes on after an end between two secrets', async () => {
      const dying = connect();
      const whole = dying.transaction.bind(dying);
      let left = 3;
      dying.transaction = <T>(work: () => Promise<T>) => (left-- > 0 ? whole(work) : killed());
      const { keys, secrets } = instance(env, dying);
      await expect(secrets.reseal(await keys.beginNext(), () => keys.endNext())).rejects.toThrow('killed');
      expect(await keyIds()).toHaveLength(2);
      expect(await stored(server, Object.keys(expected))).toEqual(expected);
      expect(await complete()).toBe(2);
    });

    it('goes on after an end before the old key is forgotten', async () => {
      await expect(server.secrets.reseal(await server.keys.beginNext(), killed)).rejects.toThrow('killed');
      expect(await readdir(env['DATA_DIR']!)).toEqual(['secrets-key', 'secrets-key.next']);
      expect(await stored(server, Object.keys(expected))).toEqual(expected);
      expect(await complete()).toBe(0);
    });

    it('is read by servers that run all the while', async () => {
      let isDone = false;
      const reading = (async () => {
        while (!isDone) expect(await stored(server, Object.keys(expected))).toEqual(expected);
      })();
      try {
        for (let i = 0; i < 5; i++) expect(await complete()).toBe(5);
      } finally {
        isDone = true;
        await reading;
      }
    });
  });
});

describe('the secret of a source', () => {
  const servers = new LocalServers();
  let host: string;
  let tokens: string[];
  let apps: TestApp[];
  beforeEach(async () => {
    [tokens, apps] = [[], []];
    // Request Tracker, with one queue and no ticket.
    host = await servers.plain((request, response) => {
      tokens.push(request.headers.authorization!);
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify(request.url!.includes('/queue/') ? { id: 1, Name: 'IT' } : { items: [], total: 0 }),
      );
    });
  });
  afterEach(async () => {
    for (const app of apps.reverse()) await app.close();
    await servers.closeAll();
  });

  const start = async (env: Record<string, string>, database?: TestDatabase): Promise<TestApp> => {
    const app = await startApp({ env: { PRIVATE_HOSTS: host, ...env }, ...(database && { database }) });
    apps.push(app);
    return app;
  };
  const settings = () => ({ baseUrl: `http://${host}/REST/2.0`, queues: ['IT'], startsEmpty: true });
  const source = () => ({
    name: 'RT',
    kind: 'request-tracker',
    settings: { ...settings(), token: TOKEN },
    everyMinutes: 15,
    enabled: false,
  });
  const check = async (app: TestApp, id: string): Promise<object> =>
    succeeded(await app.admin.post(`/support-sources/${id}/check`));

  it('is not stored by a server without a key, and nothing else is', async () => {
    const app = await start({ SECRETS_KEY: '', DATABASE_URL: 'postgres://nowhere/x' });
    const answer = await app.admin.post('/support-sources', source());
    expect(answer).toMatchObject({ status: 409, body: { code: 'NO_SECRETS_KEY' } });
    for (const table of ['support_sources', 'secrets'])
      expect(await app.database.query(`SELECT * FROM ${table}`)).toEqual([]);
    const trail = `SELECT * FROM audit_events WHERE entity = 'support-source'`;
    expect(await app.database.query(trail)).toEqual([]);
  });

  it('is in no table as a plain text', async () => {
    const app = await start({});
    const key = { 'idempotency-key': 'secret-1' };
    const { id, version } = succeeded(await app.admin.post('/support-sources', source(), key));
    const changed = { settings: { ...settings(), token: `${TOKEN}-2` }, enabled: true };
    succeeded(await app.admin.patch(`/support-sources/${id}`, changed, { 'if-match': `"${version}"` }));
    await app.jobsDone();
    const file = join(await newFolder(), 'all.sql.gz');
    await backUp(app.database.url, file, new Date());
    const all = gunzipSync(await readFile(file)).toString('latin1');
    expect(all).toContain(host);
    for (const form of ['utf8', 'hex', 'base64', 'base64url'] as const)
      expect(all).not.toContain(Buffer.from(TOKEN.slice(0, 12)).toString(form).replace(/=+$/, ''));
    expect(new Set(tokens)).toEqual(new Set([`token ${TOKEN}-2`]));
  });

  it('is used when a source is switched on', async () => {
    const app = await start({});
    const { id } = succeeded(await app.admin.post('/support-sources', source()));
    succeeded(await app.admin.patch(`/support-sources/${id}`, { enabled: true }));
    expect(new Set(tokens)).toEqual(new Set([`token ${TOKEN}`]));
    await app.jobsDone();
    expect((await app.admin.get(`/support-sources/${id}`)).body).toMatchObject({ problem: null });
  });

  it('that is lost with its key is told, and can be given again', async () => {
    const database = await createDatabase();
    const before = await start({ SECRETS_KEY: base64(OLD) }, database);
    const { id } = succeeded(await before.admin.post('/support-sources', source()));
    // Else it would run jobs too, and cannot read what the other one stores.
    await apps.pop()!.close();
    const app = await start({ SECRETS_KEY: base64(NEW) }, database);
    expect(await check(app, id)).toMatchObject({ ok: false, message: LOST });
    const path = `/support-sources/${id}`;
    for (const change of [{ enabled: true }, { settings: settings() }])
      expect(await app.admin.patch(path, change)).toMatchObject({
        status: 409,
        body: { code: 'SOURCE_SECRET_LOST' },
      });
    await app.database.query('UPDATE support_sources SET enabled = true, next_run_at = $1', [
      app.clock.date(),
    ]);
    succeeded(await app.admin.post(`${path}/runs`));
    await app.jobsDone();
    expect((await app.admin.get(path)).body).toMatchObject({ state: 'stopped', problem: { message: LOST } });
    expect(tokens).toEqual([]);

    succeeded(await app.admin.patch(path, { settings: { ...settings(), token: 'given-again' } }));
    expect(await check(app, id)).toMatchObject({ ok: true });
    await app.jobsDone();
    expect((await app.admin.get(path)).body).toMatchObject({ problem: null });
    expect(new Set(tokens)).toEqual(new Set(['token given-again']));
    await apps.pop()!.close();
    await database.drop();
  });

  it('is in a backup without its key; elsewhere the product starts, and tells what is lost', async () => {
    const folder = await newFolder();
    const first = await start({ SECRETS_KEY: '', DATA_DIR: folder });
    const { id } = succeeded(await first.admin.post('/support-sources', source()));
    expect(await check(first, id)).toMatchObject({ ok: true });
    const file = join(await newFolder(), 'backup.sql.gz');
    await backUp(first.database.url, file, new Date());
    const key = await readFile(join(folder, 'secrets-key'), 'utf8');
    const all = gunzipSync(await readFile(file)).toString('latin1');
    for (const form of ['hex', 'base64'] as const)
      expect(all).not.toContain(Buffer.from(key, 'base64').toString(form));
    expect(all).toContain(secretsKey(Buffer.from(key, 'base64')).id);

    const restored = await createDatabase({ empty: true });
    await load(file, restored.url);
    await migrate(restored.addresses);
    const elsewhere = await newFolder();
    const app = await start({ SECRETS_KEY: '', DATA_DIR: elsewhere }, restored);
    expect((await app.admin.get(`/support-sources/${id}`)).body).toMatchObject({ name: 'RT' });
    expect(await check(app, id)).toMatchObject({ ok: false, message: LOST });
    succeeded(await app.admin.patch(`/support-sources/${id}`, { settings: { ...settings(), token: TOKEN } }));
    expect(await check(app, id)).toMatchObject({ ok: true });
    await apps.pop()!.close();
    await restored.drop();
  });
});
