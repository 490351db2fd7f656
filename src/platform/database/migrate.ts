import { DataSource, type QueryRunner } from 'typeorm';
import { migrations } from '../../../migrations/index.js';
import { dataSourceOptions } from './data-source.js';
import type { DatabaseAddresses } from './database-address.js';
import { OLDEST_SERVER } from './inspection.js';
import { bringJobsUpToDate } from './jobs-schema.js';
import { MIGRATION_LOCK } from './migration-lock.js';
import { rightsOf, roleOfServer } from './server-role.js';

const INSUFFICIENT_PRIVILEGE = '42501';

/**
 * Migrates the database to this version under an advisory lock, so that replicas may start at the same time.
 * Then gives the server's own role its rights, so that they cover new tables.
 */
export async function migrate(addresses: DatabaseAddresses): Promise<string[]> {
  const { owner, server } = addresses;
  const role = owner === server ? null : await roleOfServer(addresses);
  const dataSource = new DataSource(dataSourceOptions(owner, { size: 2, name: 'migrations' }));
  await dataSource.initialize();
  try {
    const runner = dataSource.createQueryRunner();
    await refuseOldServer(dataSource);
    await runner.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    try {
      const ran = await dataSource.runMigrations();
      await refuseNewerDatabase(dataSource);
      await bringJobsUpToDate(runner);
      if (role !== null) await giveRights(runner, role);
      return ran.map((migration) => migration.name);
    } catch (error) {
      throw codeOf(error) === INSUFFICIENT_PRIVILEGE ? mayNotMigrate(error) : error;
    } finally {
      await runner.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
      await runner.release();
    }
  } finally {
    await dataSource.destroy();
  }
}

const codeOf = (error: unknown): unknown => (error as { code?: unknown }).code;

const mayNotMigrate = (cause: unknown): Error =>
  new Error(
    'This version has to change the database, and its role may not. Set MIGRATIONS_DATABASE_URL to the address of the role ' +
      `that owns the tables (docs/operations.md, "Two database roles"). PostgreSQL says: ${(cause as Error).message}`,
    { cause },
  );

/** Does nothing when the server signs in as the owner. */
async function giveRights(runner: QueryRunner, role: string): Promise<void> {
  const [own] = (await runner.query('SELECT current_user = $1 AS is', [role])) as [{ is: boolean }];
  if (!own.is) await runner.query(rightsOf(role));
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
