import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { SUPERUSER } from './address.js';
import { chown, type OsUser } from './os-user.js';
import { serverEnvironment } from './server-environment.js';

export const PASSWORD_FILE = 'postgres-password';
export const TEMPORARY_PREFIX = 'postgres-new-';
export const REPLACED_PREFIX = 'postgres-replaced-';

interface ClusterPlan {
  dataDir: string;
  cluster: string;
  initdb: string;
  user: OsUser | undefined;
  durable: boolean;
}

/**
 * Creates the cluster if it does not exist, and returns its password. The caller must hold the folder's lock.
 */
export async function ensureCluster(plan: ClusterPlan): Promise<string> {
  const passwordFile = join(plan.dataDir, PASSWORD_FILE);
  const isInitialised = existsSync(join(plan.cluster, 'PG_VERSION'));
  if (isInitialised && !existsSync(passwordFile))
    throw new Error(
      `The database in ${plan.cluster} has lost its password file ${passwordFile}: restore it.`,
    );
  if (!isInitialised) await requireNoneMovedAside(plan);
  await removeLeftovers(plan.dataDir);
  const password = await ensurePassword(passwordFile);
  if (!isInitialised) await initialise(plan, password);
  return password;
}

/** Throws when a restore died between moving the old database aside and putting the new one in its place. */
async function requireNoneMovedAside({ dataDir, cluster }: ClusterPlan): Promise<void> {
  const moved = (await readdir(dataDir)).find((name) => name.startsWith(REPLACED_PREFIX));
  if (moved && !existsSync(cluster))
    throw new Error(
      `There is no database in ${cluster}, but one that was moved aside: ${join(dataDir, moved)}. ` +
        'Rename it to postgres to go on with it, or move it elsewhere to begin anew.',
    );
}

export async function removeLeftovers(dataDir: string): Promise<void> {
  const entries = await readdir(dataDir);
  // Retries, because the initdb of a killed app may still write for a moment.
  for (const entry of entries.filter((name) => name.startsWith(TEMPORARY_PREFIX)))
    await rm(join(dataDir, entry), { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
}

async function ensurePassword(file: string): Promise<string> {
  if (!existsSync(file)) {
    const temporary = `${file}.new`;
    await rm(temporary, { force: true });
    await writeFile(temporary, randomBytes(24).toString('base64url'), { mode: 0o600, flush: true });
    await rename(temporary, file);
  }
  return (await readFile(file, 'utf8')).trim();
}

async function initialise({ dataDir, cluster, initdb, user, durable }: ClusterPlan, password: string) {
  const temporary = await mkdtemp(join(dataDir, TEMPORARY_PREFIX));
  const fresh = join(temporary, basename(cluster));
  const passwordFile = join(temporary, 'password');
  try {
    await writeFile(passwordFile, password, { mode: 0o600 });
    if (user) chown(temporary, user);
    await run(initdb, initdbArguments(fresh, passwordFile, durable), temporary, user);
    await rename(fresh, cluster);
    if (durable) await syncFolder(dataDir);
  } finally {
    await rm(temporary, { recursive: true, force: true, maxRetries: 5 });
  }
}

function initdbArguments(folder: string, passwordFile: string, durable: boolean): string[] {
  const options = {
    pgdata: folder,
    username: SUPERUSER,
    pwfile: passwordFile,
    auth: 'scram-sha-256',
    encoding: 'UTF8',
    locale: 'C',
    'locale-provider': 'builtin',
    'builtin-locale': 'C.UTF-8',
  };
  const flags = Object.entries(options).map(([name, value]) => `--${name}=${value}`);
  if (!durable) flags.push('--no-sync');
  // Puts shared memory into the folder itself, because nobody would remove what a killed initdb leaves in
  // /dev/shm.
  if (process.platform !== 'win32') flags.push('--set=dynamic_shared_memory_type=mmap');
  return [...flags, '--no-instructions'];
}

async function run(command: string, args: string[], cwd: string, user: OsUser | undefined): Promise<void> {
  const child = spawn(command, args, {
    ...user,
    cwd,
    env: serverEnvironment,
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code === 0) return;
  const lines = output.trimEnd().split('\n').slice(-20).join('\n');
  throw new Error(`initdb could not create the database in ${cwd}:\n${lines}`);
}

export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
