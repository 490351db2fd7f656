import 'reflect-metadata';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { migrations } from '../../migrations/index.js';
import { startEmbeddedPostgres } from '../../src/platform/database/embedded/embedded-postgres.js';
import { bringJobsUpToDate } from '../../src/platform/database/jobs-schema.js';

/**
 * Provides an empty, migrated PostgreSQL. Leaves out the entities, because Node cannot run their decorators
 * from the sources, and before the first build nothing else exists.
 */
export async function withMigratedDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'afterhours-statements-'));
  // PostgreSQL's own user must be able to enter it.
  await chmod(folder, 0o755);
  const server = await startEmbeddedPostgres({ dataDir: folder, durable: false });
  try {
    await migrateAll(server.url);
    return await work(server.url);
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function migrateAll(url: string): Promise<void> {
  const dataSource = new DataSource({ type: 'postgres', url, migrations, migrationsTransactionMode: 'all' });
  await dataSource.initialize();
  try {
    await dataSource.runMigrations();
    await bringJobsUpToDate(dataSource.createQueryRunner());
  } finally {
    await dataSource.destroy();
  }
}
