// A private PostgreSQL from Debian's package, with its own folder and port; removed when the lane ends.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { skip } from './lane-report.mjs';

const execute = promisify(execFile);
const isRoot = process.getuid?.() === 0;
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  max_connections: '200',
};

/** The folder of PostgreSQL 15's programs, installed if necessary; null when they are not available. */
export async function findPostgres15() {
  const found = await installed();
  if (found) return found;
  if (!isRoot) return missing('postgresql-15 is not installed, and only root can install it');
  try {
    // RUNLEVEL=1 keeps the package from starting its own server.
    const options = {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
      maxBuffer: 1e8,
    };
    await execute('apt-get', ['update'], options);
    await execute('apt-get', ['install', '-y', '--no-install-recommends', 'postgresql-15'], options);
  } catch (error) {
    return missing(`postgresql-15 cannot be installed: ${error.message}`);
  }
  return (await installed()) ?? missing('postgresql-15 is installed, yet its programs are not to be found');
}

function missing(why) {
  skip('everything on Debian PostgreSQL 15', why);
  return null;
}

async function installed() {
  const bins = ['/usr/lib/postgresql/15/bin'];
  const config = await execute('pg_config', ['--bindir']).catch(() => null);
  if (config) bins.unshift(config.stdout.trim());
  for (const bin of bins) {
    const version = await execute(join(bin, 'postgres'), ['--version']).catch(() => null);
    if (version && / 15\.\d/.test(version.stdout)) return bin;
  }
  return null;
}

/**
 * A server on a free port of 127.0.0.1. `start` returns its address; `stop` ends it at any time and removes
 * its folder.
 */
export function postgres15(bin) {
  let folder = null;
  let server = null;
  let isStopped = false;
  let log = '';

  const start = async () => {
    folder = await mkdtemp(join(tmpdir(), 'afterhours-pg15-'));
    const user = isRoot ? await idsOf('postgres') : {};
    if (isRoot) await chown(folder, user.uid, user.gid);
    const dataDir = join(folder, 'data');
    const init = [
      '-D',
      dataDir,
      '-U',
      'postgres',
      '--auth=trust',
      '--encoding=UTF8',
      '--no-locale',
      '--no-sync',
    ];
    await execute(join(bin, 'initdb'), init, { ...user, cwd: folder });
    const port = await freePort();
    if (isStopped) throw new Error('stopped before it started');
    const flags = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    server = spawn(join(bin, 'postgres'), ['-D', dataDir, '-p', String(port), ...flags], {
      ...user,
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    server.stderr.on('data', (text) => (log = `${log}${text}`.slice(-4000)));
    const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
    await answering(url, server).catch((error) => {
      throw new Error(`PostgreSQL 15 did not start: ${error.message}\n${log}`, { cause: error });
    });
    return url;
  };

  const stop = async () => {
    isStopped = true;
    if (server && server.exitCode === null && server.signalCode === null) {
      const exit = once(server, 'exit');
      server.kill('SIGINT');
      await exit;
    }
    if (folder) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };

  return { start, stop };
}

async function answering(url, server) {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (server.exitCode !== null || Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

async function idsOf(name) {
  const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => execute('id', [flag, name])));
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  return port;
}
