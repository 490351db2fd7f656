import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { backUp } from '../../src/platform/backup/dump.js';
import { checkBackup, load } from '../../src/platform/backup/load.js';
import { startEmbeddedPostgres } from '../../src/platform/database/embedded/embedded-postgres.js';
import { waitFor } from '../support/app.js';
import { runProgram, spawnProgram } from '../support/backups.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { holdLocks, pidWaitingFor } from '../support/lock-holder.js';
import { seedLocations } from '../support/seeds.js';

const TAKEN_AT = new Date('2026-10-26T17:00:00Z');
const RELATIONS = `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace`;

describe('backups that must be refused', () => {
  let folder: string;
  let source: TestDatabase;
  let target: TestDatabase;
  let good: string;
  let bytes: Buffer;

  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'afterhours-backup-')));
    await chmod(folder, 0o755);
    source = await createDatabase();
    target = await createDatabase({ empty: true });
    await seedLocations(source, 1);
    await source.query(
      `INSERT INTO activity_counts (id, location_id, series, area, at, count)
       SELECT gen_random_uuid(), l.id, 'headcount', 'desk', now() + n * interval '1 minute', n % 50
       FROM locations l, generate_series(1, 20000) n`,
    );
    good = join(folder, 'good.sql.gz');
    await backUp(source.url, good, TAKEN_AT);
    bytes = await readFile(good);
  });
  afterAll(async () => {
    await source.drop();
    await target.drop();
    await rm(folder, { recursive: true, force: true, maxRetries: 20 });
  });

  const damaged = (at: number): Buffer =>
    Buffer.from(bytes.map((byte, i) => (i === at ? byte ^ 0xff : byte)));
  const edited = (from: string | RegExp, to: string): Buffer =>
    gzipSync(gunzipSync(bytes).toString().replace(from, to));

  it.each([
    ['cut off', () => bytes.subarray(0, bytes.length / 2), /is not whole: its end is missing/],
    ['without its last line', () => edited(/-- Afterhours end .*\n/, ''), /is not whole: its end is missing/],
    ['with a damaged byte', () => damaged(Math.floor(bytes.length / 2)), /damaged/],
    ['with a row changed', () => edited('desk', 'disk'), /its checksum does not match/],
    [
      'of another program',
      () => gzipSync('-- PostgreSQL database dump\n'),
      /not a backup made by Afterhours/,
    ],
    ['that is no archive', () => Buffer.from('hello'), /not a backup made by Afterhours/],
    ['that is empty', () => Buffer.alloc(0), /is not whole|not a backup/],
    [
      'of a newer version',
      () => edited('"Initial1763900000000"', '"Later9999999999999"'),
      /newer Afterhours \(Later9/,
    ],
    ['with newer jobs', () => edited(/"jobs":\d+/, '"jobs":99999'), /newer Afterhours \(its job queue/],
    ['of a newer format', () => edited('"format":1', '"format":2'), /newer Afterhours/],
  ])('a file %s is refused before anything changes', async (_, content, message) => {
    const file = join(folder, 'bad.sql.gz');
    await writeFile(file, content());
    await expect(checkBackup(file)).rejects.toThrow(message);
  });

  it('a file that breaks off while loading leaves the database empty', async () => {
    const file = join(folder, 'broken.sql.gz');
    await writeFile(file, edited('desk', 'disk'));
    await expect(load(file, target.url)).rejects.toThrow('checksum');
    expect(await target.query(RELATIONS)).toEqual([]);
  });

  it('nothing is loaded into a database with data, and nothing of it is lost', async () => {
    const before = await source.query(RELATIONS);
    const { code, output } = await runProgram('restore', { DATABASE_URL: source.url }, good);
    expect({ code, output }).toEqual({
      code: 1,
      output: expect.stringContaining('is not empty (it has public.'),
    });
    expect(await source.query(RELATIONS)).toEqual(before);
  });

  it('an existing file is never overwritten, and a missing database is not backed up', async () => {
    const database = { DATABASE_URL: source.url };
    expect((await runProgram('backup', database, good)).output).toContain('never overwrites');
    expect(await readFile(good)).toEqual(bytes);
    const nothing = await runProgram('backup', { DATA_DIR: join(folder, 'nowhere') }, join(folder, 'none'));
    expect(nothing).toEqual({ code: 1, output: expect.stringContaining('There is no database in') });
    expect(existsSync(join(folder, 'nowhere'))).toBe(false);
    const empty = await runProgram('backup', { DATABASE_URL: target.url }, join(folder, 'none'));
    expect(empty).toEqual({ code: 1, output: expect.stringContaining('nothing of Afterhours') });
  });

  it('a wrong command line exits with 2, and shows no password', async () => {
    expect(await runProgram('restore', {})).toEqual({ code: 2, output: expect.stringContaining('Usage:') });
    expect(await runProgram('backup', {}, '--fast')).toEqual({
      code: 2,
      output: expect.stringContaining('Usage:'),
    });
    const away = await runProgram('backup', { DATABASE_URL: 'postgres://me:hunter2@127.0.0.1:1/x' }, 'never');
    expect(away).toEqual({ code: 1, output: expect.stringContaining('ECONNREFUSED') });
    expect(away.output).not.toContain('hunter2');
  });

  it('a killed backup leaves no file of its name', async () => {
    const file = join(folder, 'killed.sql.gz');
    const child = spawnProgram('backup', { DATABASE_URL: source.url }, file);
    const partial = async (): Promise<string | undefined> =>
      (await readdir(folder)).find((name) => name.startsWith('killed.sql.gz.partial-'));
    await waitFor(async () => (await partial()) !== undefined);
    child.kill('SIGKILL');
    await once(child, 'close');
    expect(existsSync(file)).toBe(false);
    await rm(join(folder, (await partial())!));
    const again = spawnProgram('backup', { DATABASE_URL: source.url }, file);
    await waitFor(async () => (await partial()) !== undefined);
    again.kill('SIGTERM');
    expect(await once(again, 'close')).toEqual([143, null]);
    expect((await readdir(folder)).filter((name) => name.startsWith('killed'))).toEqual([]);
  });

  it('a database moved aside without a replacement prevents a start with an empty one', async () => {
    const dataDir = join(folder, 'moved');
    await mkdir(join(dataDir, 'postgres-replaced-20261124T120000Z'), { recursive: true });
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(
      /one that was moved aside: .*replaced-2026/,
    );
    expect(existsSync(join(dataDir, 'postgres'))).toBe(false);
  });

  it('two backups to one file at once leave one of them, complete', async () => {
    const file = join(folder, 'twice.sql.gz');
    const both = [1, 2].map(() => spawnProgram('backup', { DATABASE_URL: source.url }, file));
    const codes = await Promise.all(both.map(async (child) => (await once(child, 'close'))[0] as number));
    expect(codes.toSorted()).toEqual([0, 1]);
    expect((await readdir(folder)).filter((name) => name.startsWith('twice'))).toEqual(['twice.sql.gz']);
    await checkBackup(file);
  });

  it('a killed restore leaves the database empty', async () => {
    // The restore stops where all rows are loaded, as indexes wait for the test's lock.
    await target.query(`
      CREATE SCHEMA held;
      CREATE FUNCTION held.wait() RETURNS event_trigger LANGUAGE plpgsql
        AS $$ BEGIN PERFORM pg_advisory_xact_lock(7); END $$;
      CREATE EVENT TRIGGER held ON ddl_command_start WHEN TAG IN ('CREATE INDEX') EXECUTE FUNCTION held.wait()`);
    const holder = await holdLocks(target, 'SELECT pg_advisory_xact_lock(7)');
    const child = spawnProgram('restore', { DATABASE_URL: target.url }, good);
    await pidWaitingFor(target, holder);
    child.kill('SIGKILL');
    await once(child, 'close');
    await holder.end();
    const isOver = async (): Promise<boolean> =>
      (
        await target.query(
          `SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'afterhours restore'`,
        )
      ).length === 0;
    await waitFor(isOver);
    expect(await target.query(RELATIONS)).toEqual([]);
  });

  it('a killed restore leaves the data folder as it was', async () => {
    const dataDir = join(folder, 'data');
    const child = spawnProgram('restore', { DATA_DIR: dataDir }, good);
    const isRunning = async (): Promise<boolean> => {
      const names = existsSync(dataDir) ? await readdir(dataDir) : [];
      const staging = names.find((name) => name.startsWith('postgres-new-'));
      return staging !== undefined && existsSync(join(dataDir, staging, 'postgres/postmaster.pid'));
    };
    await waitFor(isRunning);
    child.kill('SIGKILL');
    await once(child, 'close');
    expect(await readdir(dataDir)).not.toContain('postgres');
    await (await startEmbeddedPostgres({ dataDir, durable: false })).stop();
    expect((await readdir(dataDir)).filter((name) => name.startsWith('postgres-new-'))).toEqual([]);
  });
});
