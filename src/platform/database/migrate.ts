import { DataSource } from 'typeorm';
import { migrations } from '../../../migrations/index.js';
import { dataSourceOptions } from './data-source.js';
import { MIGRATION_LOCK } from './migration-lock.js';

const OLDEST_SERVER = 150_000;

/** Brings the database to this version's shape, under an advisory lock, so that replicas may start at once. */
export async function migrate(url: string): Promise<string[]> {
  const dataSource = new DataSource(dataSourceOptions(url, { size: 2, name: 'migrations' }));
  await dataSource.initialize();
  try {
    const runner = dataSource.createQueryRunner();
    await refuseOldServer(dataSource);
    await runner.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    try {
      const ran = await dataSource.runMigrations();
      await refuseNewerDatabase(dataSource);
      return ran.map((migration) => migration.name);
    } finally {
      await runner.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
      await runner.release();
    }
  } finally {
    await dataSource.destroy();
  }
}

async function refuseOldServer(dataSource: DataSource): Promise<void> {
  const [row] = await dataSource.query<[{ version: number }]>(
    `SELECT current_setting('server_version_num')::int AS version`,
  );
  if (row.version < OLDEST_SERVER) throw new Error('Afterhours needs PostgreSQL 15 or newer.');
}

async function refuseNewerDatabase(dataSource: DataSource): Promise<void> {
  const known = new Set(migrations.map((migration) => migration.name));
  const rows = await dataSource.query<{ name: string }[]>('SELECT name FROM migrations');
  const unknown = rows.filter((row) => !known.has(row.name));
  if (unknown.length > 0) {
    throw new Error(
      `This database was changed by a newer Afterhours (${unknown.map((row) => row.name).join(', ')}).`,
    );
  }
}
