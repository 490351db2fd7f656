import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import pg from 'pg';
import type { DatabaseAddresses } from '../database-address.js';
import { addressOf, DATABASE, SERVER_ROLE } from './address.js';
import { findBinaries } from './binaries.js';
import { ensureCluster } from './cluster.js';
import { lockFolder } from './folder-lock.js';
import { findFreePort } from './free-port.js';
import { assertSameMajor } from './major-version.js';
import { assertReachable, serverUser } from './os-user.js';
import { ServerStartError, SupervisorProcess } from './supervisor-process.js';

const PORT_TRIES = 5;

export interface EmbeddedPostgres {
  /** The address for the role that owns everything. */
  url: string;
  addresses: DatabaseAddresses;
  /** Drops the database and creates it again, empty. */
  recreate(): Promise<void>;
  stop(): Promise<void>;
}

interface EmbeddedPostgresOptions {
  dataDir: string;
  /** False: faster, but a power cut may destroy the data. For tests. */
  durable?: boolean;
  onLog?: (line: string) => void;
  /** A folder with the binaries' npm package in another version, for a database of that version. */
  binaries?: string | undefined;
}

type Launch = (port: number) => SupervisorProcess;

/** Starts a PostgreSQL for this app in `dataDir`. It stops when the app ends, in whatever way. */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { durable = true, onLog = () => undefined } = options;
  const dataDir = await prepareFolder(options.dataDir);
  const lock = await lockFolder(dataDir);
  let supervisor: SupervisorProcess | undefined;
  const stop = async (): Promise<void> => {
    await supervisor?.stop();
    lock.release();
  };
  try {
    const cluster = join(dataDir, 'postgres');
    const user = serverUser(cluster);
    if (user) assertReachable(dataDir, user);
    const { initdb, postgres } = await findBinaries(dataDir, user, options.binaries);
    assertSameMajor(cluster, postgres, user);
    const password = await ensureCluster({ dataDir, cluster, initdb, user, durable });
    const order = {
      lockFile: join(dataDir, 'supervisor.lock'),
      cluster,
      postgres: await realpath(postgres),
      user,
    };
    const started = await startOnFreePort(
      (port) => new SupervisorProcess({ ...order, args: serverArguments(cluster, port, durable) }, onLog),
    );
    supervisor = started.supervisor;
    const maintenance = addressOf(password, started.port, 'postgres');
    await ensureDatabase(maintenance);
    const recreate = (): Promise<void> => recreateDatabase(maintenance);
    const url = addressOf(password, started.port);
    const serverPassword = await renewServerRole(maintenance);
    const server = addressOf(serverPassword, started.port, DATABASE, SERVER_ROLE);
    return { url, addresses: { owner: url, server }, recreate, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

export async function prepareFolder(path: string): Promise<string> {
  const dataDir = resolve(path);
  if (!existsSync(dataDir)) {
    await mkdir(dataDir, { recursive: true });
    // Independent of the umask, because the server's own user must be able to enter it.
    await chmod(dataDir, 0o755);
  }
  return realpath(dataDir);
}

function serverArguments(cluster: string, port: number, durable: boolean): string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    password_encryption: 'scram-sha-256',
    shared_buffers: '128MB',
    max_connections: '100',
    dynamic_shared_memory_type: process.platform === 'win32' ? 'windows' : 'posix',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    logging_collector: 'off',
    log_destination: 'stderr',
    log_checkpoints: 'off',
    ...(durable ? {} : { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' }),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', cluster, '-p', String(port), ...flags];
}

async function startOnFreePort(launch: Launch): Promise<{ supervisor: SupervisorProcess; port: number }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await findFreePort();
    const supervisor = launch(port);
    try {
      await supervisor.start();
      return { supervisor, port };
    } catch (error) {
      const isPortTaken = error instanceof ServerStartError && /could not bind/.test(error.log);
      if (!isPortTaken || attempt === PORT_TRIES) throw error;
    }
  }
}

async function ensureDatabase(url: string): Promise<void> {
  await onServer(url, async (client) => {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  });
}

/** The role's password is new with each start and never stored; only this server gets it. */
async function renewServerRole(url: string): Promise<string> {
  const password = randomBytes(24).toString('base64url');
  await onServer(url, async (client) => {
    const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [SERVER_ROLE]);
    if (rowCount === 0) await client.query(`CREATE ROLE ${SERVER_ROLE}`);
    await client.query(
      `ALTER ROLE ${SERVER_ROLE} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD '${password}'`,
    );
  });
  return password;
}

async function recreateDatabase(url: string): Promise<void> {
  await onServer(url, async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${DATABASE} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${DATABASE}`);
  });
}

async function onServer(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
