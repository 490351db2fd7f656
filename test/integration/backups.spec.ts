import { chmod, mkdir, mkdtemp, readdir, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { backUp } from '../../src/platform/backup/dump.js';
import { load } from '../../src/platform/backup/load.js';
import { withDatabase } from '../../src/platform/backup/source.js';
import { readConfig } from '../../src/platform/config/config.js';
import { dataSourceOptions } from '../../src/platform/database/data-source.js';
import { startEmbeddedPostgres } from '../../src/platform/database/embedded/embedded-postgres.js';
import { migrate } from '../../src/platform/database/migrate.js';
import { ADMIN, startApp } from '../support/app.js';
import { contentsOf, runProgram } from '../support/backups.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { seededId, seedLocations, seedShifts, SHIFT } from '../support/seeds.js';

const TAKEN_AT = new Date('2026-10-26T17:00:00Z');
const WRITES = 40;

describe('backups', () => {
  const databases: TestDatabase[] = [];
  let folder: string;
  let whole: string;
  let source: TestDatabase;
  let contents: Map<string, string>;

  const emptyDatabase = async (): Promise<TestDatabase> => {
    const database = await createDatabase({ empty: true });
    databases.push(database);
    return database;
  };

  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'afterhours-backup-')));
    await chmod(folder, 0o755);
    whole = join(folder, 'whole.sql.gz');
    source = await createDatabase();
    databases.push(source);
    const { app, admin } = await startApp({ database: source });
    await seedLocations(source, 2);
    await seedShifts(source, { shifts: 60, locations: 2, from: TAKEN_AT, seats: 3, claims: 2 });
    const name = 'tab\there, line\nbreak, back\\slash, \\. and Ünïcode 🦉';
    const { id } = (await admin.post('/locations', { name: 'Any', timeZone: 'America/Chicago' })).body;
    // No request can store such a name, but a backup must keep it.
    await source.query('UPDATE locations SET name = $2 WHERE id = $1', [id, name]);
    await app.close();
    contents = await contentsOf(source.url);
  });
  afterAll(async () => {
    for (const database of databases) await database.drop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it('contain every table, row for row, and the server starts on the restored database', async () => {
    const report = await backUp(source.url, whole, TAKEN_AT);
    expect((await stat(whole)).mode & 0o777).toBe(0o600);
    const target = await emptyDatabase();
    expect((await load(whole, target.url)).rows).toBe(report.rows);
    expect(await contentsOf(target.url)).toEqual(contents);
    expect(contents.get('table public.claims')).toMatch(/^120 /);
    expect(contents.get('table pgboss.queue')).not.toMatch(/^0 /);

    await migrate(target.addresses);
    const { app, anonymous, admin } = await startApp({ database: target });
    expect((await anonymous.post('/auth/login', ADMIN)).status).toBe(200);
    expect(
      (await admin.get('/locations')).body.items.map((location: { name: string }) => location.name),
    ).toContain('tab\there, line\nbreak, back\\slash, \\. and Ünïcode 🦉');
    await app.close();
  });

  it('replace an embedded database, and load into any other server', async () => {
    const dataDir = join(folder, 'data');
    await mkdir(join(dataDir, 'postgres'), { recursive: true });
    await writeFile(join(dataDir, 'postgres/PG_VERSION'), '17\n');
    const tooOld = await runProgram('backup', { DATA_DIR: dataDir }, join(folder, 'never'));
    expect(tooOld).toEqual({
      code: 1,
      output: expect.stringContaining('was made by PostgreSQL 17; this Afterhours'),
    });
    const taken = await runProgram('restore', { DATA_DIR: dataDir }, whole);
    expect(taken).toEqual({ code: 1, output: expect.stringContaining('Add --replace') });
    const restored = await runProgram('restore', { DATA_DIR: dataDir }, whole, '--replace');
    expect(restored).toEqual({
      code: 0,
      output: expect.stringContaining('are restored as they were at 2026-10-26T17'),
    });
    expect((await readdir(dataDir)).filter((name) => name.startsWith('postgres')).sort()).toEqual([
      'postgres',
      'postgres-password',
      expect.stringMatching(/^postgres-replaced-\d{8}T\d{6}Z$/),
    ]);

    const config = readConfig({ DATA_DIR: dataDir });
    const embedded = await startEmbeddedPostgres({ dataDir });
    expect(await withDatabase(config, contentsOf)).toEqual(contents);
    const inUse = await runProgram('restore', { DATA_DIR: dataDir }, whole, '--replace');
    expect(inUse).toEqual({ code: 1, output: expect.stringContaining('in use by another Afterhours') });
    await embedded.stop();

    const file = join(folder, 'embedded.sql.gz');
    expect((await runProgram('backup', { DATA_DIR: dataDir }, file)).code).toBe(0);
    const target = await emptyDatabase();
    expect((await runProgram('restore', { DATABASE_URL: target.url }, file)).code).toBe(0);
    expect(await contentsOf(target.url)).toEqual(contents);
  });

  it('are of one instant, with any number of simultaneous writes', async () => {
    const { app, anonymous } = await startApp({ database: source });
    let isBackedUp = false;
    let claimed = 0;
    const write = async (): Promise<void> => {
      for (let i = 1; i <= WRITES || !isBackedUp; i++) {
        const operator = anonymous.with({ cookie: `afterhours_session=seeded-${(i % 20) + 1}` });
        const { status } = await operator.post(`/shifts/${seededId(SHIFT, (i % 60) + 1)}/claims`);
        if (status === 201) claimed++;
      }
    };
    const file = join(folder, 'busy.sql.gz');
    const writing = write();
    await backUp(source.url, file, TAKEN_AT);
    isBackedUp = true;
    await writing;
    await app.close();
    expect(claimed).toBeGreaterThan(0);
    const target = await emptyDatabase();
    await load(file, target.url);
    // A claim and its entry in the trail are one transaction.
    const [row] = await target.query<{ claims: number; trail: number }>(
      `SELECT (SELECT count(*)::int FROM claims WHERE status = 'pending') AS claims,
              (SELECT count(*)::int FROM audit_events WHERE entity = 'claim') AS trail`,
    );
    expect(row!.claims).toBe(row!.trail);
    expect(row!.claims).toBeLessThanOrEqual(claimed);
  });

  it('of an older version are migrated by the next start', async () => {
    const older = await emptyDatabase();
    const names = await migrate(older.addresses);
    const dataSource = await new DataSource(
      dataSourceOptions(older.url, { size: 1, name: 'test' }),
    ).initialize();
    await dataSource.undoLastMigration();
    await dataSource.destroy();
    const file = join(folder, 'older.sql.gz');
    await backUp(older.url, file, TAKEN_AT);
    const target = await emptyDatabase();
    await load(file, target.url);
    expect(await migrate(target.addresses)).toEqual(names.slice(-1));
  });
});
