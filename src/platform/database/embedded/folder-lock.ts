import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

// A killed app's lock is released when the kernel has removed the process; a new app may be faster than that.
const GRACE_MS = 1_000;
const SQLITE_BUSY = 5;

// Kept here, because a DatabaseSync drops its lock when it is garbage-collected.
const held = new Set<DatabaseSync>();

/** Another Afterhours uses the folder. */
export class FolderInUseError extends Error {}

export interface FolderLock {
  release(): void;
}

/**
 * Allows one app per data folder. It uses SQLite's file lock: the kernel releases it when the process ends,
 * on all platforms and across containers that share a volume. The file's content has no meaning.
 */
export async function lockFolder(dataDir: string): Promise<FolderLock> {
  const pidFile = join(dataDir, 'app.pid');
  const database = await acquire(join(dataDir, 'app.lock'));
  if (!database) {
    const holder = (await readPid(pidFile)) ?? 'unknown';
    throw new FolderInUseError(
      `The data folder ${dataDir} is in use by another Afterhours (process ${holder}). ` +
        'Stop that one first, or give this one its own DATA_DIR.',
    );
  }
  held.add(database);
  const release = (): void => {
    if (held.delete(database)) database.close();
  };
  try {
    await writeFile(pidFile, `${process.pid}\n`);
  } catch (error) {
    release();
    throw error;
  }
  return { release };
}

function open(file: string): DatabaseSync {
  try {
    return new DatabaseSync(file);
  } catch (error) {
    throw cannotLock(file, error);
  }
}

function cannotLock(file: string, cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new Error(`Cannot lock the data folder with ${file} (${reason}): may this user write there?`, {
    cause,
  });
}

async function acquire(file: string): Promise<DatabaseSync | undefined> {
  const database = open(file);
  const deadline = Date.now() + GRACE_MS;
  for (;;) {
    try {
      database.exec('PRAGMA journal_mode = MEMORY; BEGIN IMMEDIATE');
      return database;
    } catch (error) {
      const isBusy = (error as { errcode?: number }).errcode === SQLITE_BUSY;
      if (!isBusy || Date.now() > deadline) database.close();
      if (!isBusy) throw cannotLock(file, error);
      if (Date.now() > deadline) return undefined;
    }
    await sleep(25);
  }
}

async function readPid(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim() || undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
