import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config/config.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../database/embedded/embedded-postgres.js';
import { FolderInUseError } from '../database/embedded/folder-lock.js';
import { addressOfRunning } from '../database/embedded/running-server.js';

/** Gives `work` the configured database. Starts an embedded one that is not running. */
export async function withDatabase<T>(
  { databaseAddresses, dataDir }: Config,
  work: (url: string) => Promise<T>,
  binaries?: string,
): Promise<T> {
  if (databaseAddresses !== null) return work(databaseAddresses.owner);
  if (!existsSync(join(dataDir, 'postgres', 'PG_VERSION')))
    throw new Error(`There is no database in ${dataDir}. DATA_DIR or DATABASE_URL say where it is.`);
  const embedded = await startUnlessRunning(dataDir, binaries);
  if (embedded === null) return work(await addressOfRunning(dataDir));
  try {
    return await work(embedded.url);
  } finally {
    await embedded.stop();
  }
}

async function startUnlessRunning(dataDir: string, binaries?: string): Promise<EmbeddedPostgres | null> {
  try {
    return await startEmbeddedPostgres({ dataDir, binaries });
  } catch (error) {
    if (error instanceof FolderInUseError) return null;
    throw error;
  }
}
