import { readdirSync } from 'node:fs';
import { getRollbackPlans } from 'pg-boss';
import { DataSource } from 'typeorm';
import { migrations } from '../../migrations/index.js';
import { dataSourceOptions } from '../../src/platform/database/data-source.js';
import { migrate } from '../../src/platform/database/migrate.js';
import { waitFor } from '../support/app.js';
import { createDatabase, type TestDatabase } from '../support/database.js';

const NAMES = migrations.map(({ name }) => name);

/** `1763900300000-time-off.ts` has the class `TimeOff1763900300000`. */
const classNameOf = (file: string): string => {
  const [time, ...words] = file.replace(/\.ts$/, '').split('-');
  return [...words.map((word) => word[0]!.toUpperCase() + word.slice(1)), time].join('');
};

const SHAPE = `
  SELECT 'column' AS kind, table_name || '.' || column_name AS name,
         concat_ws(' ', data_type, is_nullable, column_default, numeric_precision, numeric_scale) AS shape
  FROM information_schema.columns WHERE table_schema = 'public'
  UNION ALL
  SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
  UNION ALL
  SELECT 'constraint', conname, pg_get_constraintdef(oid) FROM pg_constraint
  WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
  ORDER BY 1, 2, 3`;

describe('migrations', () => {
  let database: TestDatabase;
  let dataSource: DataSource | null = null;
  beforeEach(async () => {
    database = await createDatabase({ empty: true });
  });
  afterEach(async () => {
    await dataSource?.destroy();
    dataSource = null;
    await database.drop();
  });

  const connect = async (url = database.url): Promise<DataSource> => {
    dataSource = new DataSource(dataSourceOptions(url, { size: 2, name: 'migrations test' }));
    return dataSource.initialize();
  };

  it('create exactly what the entities say, from an empty database', async () => {
    expect(await migrate(database.addresses)).toEqual(NAMES);
    const { upQueries, downQueries } = await (await connect()).driver.createSchemaBuilder().log();
    expect([...upQueries, ...downQueries].map(({ query }) => query)).toEqual([]);
  });

  it('have unique names that sort in order', () => {
    expect(NAMES).toEqual([...new Set(NAMES)]);
    const times = NAMES.map((name) => Number(/\d{13}$/.exec(name)?.[0]));
    expect(times).toEqual([...times].sort((one, other) => one - other));
  });

  it('are the files of the folder, with one class each, named like the file', () => {
    const folder = new URL('../../migrations/', import.meta.url);
    const files = readdirSync(folder).filter((file) => file !== 'index.ts');
    expect(NAMES).toEqual(files.sort().map(classNameOf));
  });

  it('run once: a second start has nothing to do', async () => {
    await migrate(database.addresses);
    expect(await migrate(database.addresses)).toEqual([]);
    const rows = await database.query<{ name: string }>('SELECT name FROM migrations ORDER BY id');
    expect(rows.map(({ name }) => name)).toEqual(NAMES);
  });

  it('can be undone one by one and run again, with the same result', async () => {
    await migrate(database.addresses);
    const before = await database.query(SHAPE);
    const connected = await connect();
    for (let left = NAMES.length; left > 0; left--) await connected.undoLastMigration();
    const tables = await database.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`,
    );
    expect(tables).toEqual([{ name: 'migrations' }]);
    expect(await migrate(database.addresses)).toEqual(NAMES);
    expect(await database.query(SHAPE)).toEqual(before);
  });

  it('keep headcounts when they become a series, and when that is undone', async () => {
    await migrate(database.addresses);
    await database.query(
      `INSERT INTO locations (id, name, time_zone) VALUES (gen_random_uuid(), 'Lab', 'America/Chicago')`,
    );
    const insert = (series: string, area: string, cumulative = false): Promise<unknown> =>
      database.query(
        `INSERT INTO activity_counts (id, location_id, series, area, at, count, cumulative)
         SELECT gen_random_uuid(), id, $1, $2, '2026-10-26T15:00Z', 7, $3 FROM locations`,
        [series, area, cumulative],
      );
    await insert('headcount', 'Quiet');
    await insert('gate', 'Quiet', true);
    const connected = await connect();
    const undone = (): Promise<unknown[]> =>
      database.query(`SELECT to_regclass('headcounts') AS name WHERE to_regclass('headcounts') IS NOT NULL`);
    while ((await undone()).length === 0) await connected.undoLastMigration();
    const kept = `SELECT area, count FROM headcounts`;
    expect(await database.query(kept)).toEqual([{ area: 'Quiet', count: 7 }]);
    await database.query('DELETE FROM stale_spans');
    await database.query('UPDATE headcounts SET count = 8');
    expect(await database.query('SELECT FROM stale_spans')).toHaveLength(2);
    await migrate(database.addresses);
    expect(
      await database.query('SELECT series, area, count, cumulative, version FROM activity_counts'),
    ).toEqual([{ series: 'headcount', area: 'Quiet', count: 8, cumulative: false, version: 1 }]);
  });

  it('tell for requests that are there when their clocks stood still', async () => {
    await migrate(database.addresses);
    await database.query(
      `INSERT INTO locations (id, name, time_zone) VALUES (gen_random_uuid(), 'Lab', 'America/Chicago')`,
    );
    await database.query(
      `INSERT INTO support_requests (id, location_id, opened_at, title) SELECT gen_random_uuid(), id, '2026-10-26T15:00Z', title
       FROM locations, unnest(ARRAY['paused', 'only noted']) AS title`,
    );
    await database.query(
      `INSERT INTO request_entries (id, request_id, at, kind, text, author_id)
       SELECT gen_random_uuid(), id, opened_at + n * interval '1 hour', kind, 'x', id
       FROM support_requests, unnest(ARRAY['note', 'waiting', 'resumed']) WITH ORDINALITY AS told (kind, n)
       WHERE title = 'paused' OR kind = 'note'`,
    );
    const stops = `SELECT title, stops::text FROM support_requests ORDER BY title`;
    const told = await database.query<{ stops: string | null }>(stops);
    expect(told.map((row) => row.stops !== null)).toEqual([false, true]);
    const connected = await connect();
    const undone = (): Promise<unknown[]> =>
      database.query(
        `SELECT FROM (VALUES (1)) AS one WHERE NOT EXISTS
           (SELECT FROM information_schema.columns WHERE table_name = 'support_requests' AND column_name = 'stops')`,
      );
    while ((await undone()).length === 0) await connected.undoLastMigration();
    await migrate(database.addresses);
    expect(await database.query(stops)).toEqual(told);
  });

  it('run once when several replicas start on an empty database at the same time', async () => {
    const ran = await Promise.all(Array.from({ length: 5 }, () => migrate(database.addresses)));
    expect(ran.flat()).toEqual(NAMES);
    expect(await database.query('SELECT FROM positions WHERE is_default')).toHaveLength(1);
    expect(await database.query('SELECT FROM settings')).toHaveLength(1);
  });

  it('update the job queue of an older version, including its indexes', async () => {
    await migrate(database.addresses);
    const shape = `SELECT indexname AS name FROM pg_indexes WHERE schemaname = 'pgboss' ORDER BY 1`;
    const [indexes, [now]] = [
      await database.query(shape),
      await database.query<{ version: number }>('SELECT version FROM pgboss.version'),
    ];
    await database.query(getRollbackPlans('pgboss', now!.version));
    expect(await database.query(shape)).not.toEqual(indexes);
    await Promise.all([1, 2, 3].map(() => migrate(database.addresses)));
    expect(await database.query('SELECT version FROM pgboss.version')).toEqual([now]);
    expect(await database.query(shape)).toEqual(indexes);
  });

  it('leave no lock and no connection', async () => {
    await migrate(database.addresses);
    const locks = `SELECT FROM pg_locks JOIN pg_database d ON d.oid = database
                   WHERE locktype = 'advisory' AND datname = current_database()`;
    expect(await database.query(locks)).toEqual([]);
    const others = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`;
    await waitFor(async () => (await database.query(others)).length === 0);
  });

  it('refuse a database that a newer version has changed, and do not change it', async () => {
    await migrate(database.addresses);
    await database.query(
      `INSERT INTO migrations (timestamp, name) VALUES (9999999999999, 'Later9999999999999')`,
    );
    await expect(migrate(database.addresses)).rejects.toThrow('newer Afterhours (Later9999999999999)');
  });

  it('leave nothing of a migration that fails', async () => {
    await database.query('CREATE TABLE headcounts (id int)');
    await expect(migrate(database.addresses)).rejects.toThrow('headcounts');
    const tables = await database.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1`,
    );
    expect(tables.map(({ name }) => name)).toEqual(['headcounts', 'migrations']);
    await database.query('DROP TABLE headcounts');
    expect(await migrate(database.addresses)).toEqual(NAMES);
  });
});

it('the template of the tests’ databases is migrated', async () => {
  const database = await createDatabase();
  const rows = await database.query<{ name: string }>('SELECT name FROM migrations ORDER BY id');
  expect(rows.map(({ name }) => name)).toEqual(NAMES);
  await database.drop();
});
