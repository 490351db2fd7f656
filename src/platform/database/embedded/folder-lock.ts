import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

// A killed app's lock is gone once the kernel has torn the process down; a replacement may be quicker.
const GRACE_MS = 1_000;
const SQLITE_BUSY = 5;

// A DatabaseSync that is garbage-collected drops its lock.
const held = new Set<DatabaseSync>();

/** Another Afterhours works in the folder. */
export class FolderInUseError extends Error {}

export interface FolderLock {
  release(): void;
}

/**
 * One app a data folder. The lock is SQLite's own file lock: the kernel frees it with the process that
 * holds it, on every platform and across containers that share a volume; the file itself means nothing.
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
