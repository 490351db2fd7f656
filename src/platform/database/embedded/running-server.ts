import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { addressOf } from './address.js';
import { PASSWORD_FILE } from './cluster.js';

const READY_TRIES = 300;
const [PORT_LINE, STATUS_LINE] = [3, 7];

/**
 * The address of the embedded database that another Afterhours runs in this folder, once it accepts
 * connections.
 */
export async function addressOfRunning(dataDir: string): Promise<string> {
  for (let attempt = 0; attempt < READY_TRIES; attempt += 1) {
    const lines = await readPidFile(join(dataDir, 'postgres', 'postmaster.pid'));
    if (lines[STATUS_LINE]?.trim() === 'ready') {
      const password = await readFile(join(dataDir, PASSWORD_FILE), 'utf8');
      return addressOf(password.trim(), Number(lines[PORT_LINE]));
    }
    await sleep(100);
  }
  throw new Error(`The data folder ${dataDir} is in use, yet its database does not run.`);
}

async function readPidFile(file: string): Promise<string[]> {
  try {
    return (await readFile(file, 'utf8')).split('\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
