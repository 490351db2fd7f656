import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PASSWORD_FILE, removeLeftovers, syncFolder, TEMPORARY_PREFIX } from './cluster.js';
import { prepareFolder, startEmbeddedPostgres } from './embedded-postgres.js';
import { lockFolder } from './folder-lock.js';

interface Replacement {
  dataDir: string;
  /** The new name of an existing database. Null: refuse when there is one. */
  keepAs: string | null;
  fill: (url: string) => Promise<void>;
}

/**
 * Puts a new, filled database into the folder. It is built beside its final place, so an interruption leaves
 * the folder unchanged. The next start removes what is left.
 */
export async function replaceDatabase({ dataDir: path, keepAs, fill }: Replacement): Promise<void> {
  const dataDir = await prepareFolder(path);
  const lock = await lockFolder(dataDir);
  try {
    const cluster = join(dataDir, 'postgres');
    if (existsSync(cluster) && keepAs === null)
      throw new Error(
        `There is a database in ${dataDir} already. Add --replace to put the backup in its place (it is moved aside, ` +
          'not deleted), or set DATA_DIR to another folder.',
      );
    await removeLeftovers(dataDir);
    const staging = await mkdtemp(join(dataDir, TEMPORARY_PREFIX));
    try {
      await chmod(staging, 0o755);
      await fillStaging(staging, join(dataDir, PASSWORD_FILE), fill);
      await putInPlace(join(staging, 'postgres'), cluster, join(dataDir, keepAs ?? ''));
      await syncFolder(dataDir);
    } finally {
      await rm(staging, { recursive: true, force: true, maxRetries: 5 });
    }
  } finally {
    lock.release();
  }
}

/** Moves the old database aside and the new one in, or does neither. */
async function putInPlace(fresh: string, cluster: string, keptAs: string): Promise<void> {
  if (!existsSync(cluster)) return rename(fresh, cluster);
  await rename(cluster, keptAs);
  try {
    await rename(fresh, cluster);
  } catch (error) {
    await rename(keptAs, cluster);
    throw error;
  }
}

/** The new database gets the folder's password, so that one moved aside can be moved back. */
async function fillStaging(staging: string, passwordFile: string, fill: Replacement['fill']): Promise<void> {
  const stagedPassword = join(staging, PASSWORD_FILE);
  const isKnown = existsSync(passwordFile);
  if (isKnown) await copyFile(passwordFile, stagedPassword);
  const embedded = await startEmbeddedPostgres({ dataDir: staging });
  try {
    await fill(embedded.url);
  } finally {
    await embedded.stop();
  }
  if (!isKnown) await rename(stagedPassword, passwordFile);
}
