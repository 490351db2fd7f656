/* Runs PostgreSQL for an app that may be killed at any moment. The app holds the pipe on stdin. When the
   pipe closes, the app is gone and the server is stopped. Until then a server that dies is restarted. This
   file imports nothing from the project, because it also runs as .ts, where `.js` imports do not resolve. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

interface Order {
  lockFile: string;
  cluster: string;
  postgres: string;
  args: string[];
  user?: { uid: number; gid: number };
}

const PREDECESSOR_MS = 30_000;
const FAST_SHUTDOWN_MS = 15_000;
const IMMEDIATE_SHUTDOWN_MS = 22_000;
const ORPHANED_CHILDREN_MS = 2_000;
const MAX_LOG_BACKLOG = 1 << 20;
const MAX_BACKOFF_MS = 5_000;

const order = JSON.parse(process.argv[2] ?? '{}') as Order;
const pidFile = join(order.cluster, 'postmaster.pid');

// Not process.stderr: its writes to a pipe block, and with a stalled app the server's log would fill up.
const log = new Socket({ fd: 2, readable: false, writable: true });
const events = new Socket({ fd: 1, readable: false, writable: true });
for (const pipe of [log, events]) pipe.on('error', () => pipe.destroy());

let server: ChildProcess | undefined;
let isAppGone = false;
const appGone = new Promise<void>((resolve) => {
  const onEnd = (): void => {
    isAppGone = true;
    resolve();
  };
  process.stdin.on('end', onEnd).on('close', onEnd).on('error', onEnd).resume();
});
void appGone.then(() => server && stop(server));
// Only the end of stdin stops the supervisor: a signal to the whole process group must not stop the database
// before the app.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

function write(chunk: string | Buffer): void {
  if (log.writable && log.writableLength < MAX_LOG_BACKLOG) log.write(chunk);
}

async function leave(code: number, message?: string): Promise<never> {
  if (message) write(`${message}\n`);
  if (log.writable) await Promise.race([new Promise<void>((done) => log.end(done)), sleep(500)]);
  process.exit(code);
}

/**
 * The lock is held until this process ends. Its holder knows that no other supervisor works in this data
 * folder.
 */
async function takeLock(): Promise<DatabaseSync> {
  const lock = new DatabaseSync(order.lockFile);
  const deadline = Date.now() + PREDECESSOR_MS;
  while (!isAppGone) {
    try {
      lock.exec('PRAGMA journal_mode = MEMORY; BEGIN IMMEDIATE');
      return lock;
    } catch (error) {
      if ((error as { errcode?: number }).errcode !== 5) throw error;
      if (Date.now() > deadline) await leave(1, 'The database of the previous start is still shutting down.');
    }
    await sleep(20);
  }
  return leave(0);
}

/**
 * Trusts only what the kernel says about a process; the number in postmaster.pid may belong to another
 * process by now.
 */
function serversInCluster(): { pid: number; isOurs: boolean }[] {
  if (process.platform === 'win32') return [];
  if (!existsSync('/proc/self/exe')) {
    const list = execFileSync('ps', ['-axo', 'pid=,command='], { encoding: 'utf8' }).split('\n');
    return list
      .filter((line) => line.includes('postgres') && line.includes(`-D ${order.cluster} `))
      .map((line) => ({ pid: Number.parseInt(line, 10), isOurs: line.includes(order.postgres) }))
      .filter(({ pid }) => pid !== process.pid);
  }
  return readdirSync('/proc').flatMap((entry) => {
    if (!/^\d+$/.test(entry) || link(entry, 'cwd') !== order.cluster) return [];
    const exe = link(entry, 'exe').replace(/ \(deleted\)$/, '');
    if (basename(exe) !== 'postgres') return [];
    return [{ pid: Number(entry), isOurs: exe === order.postgres || exe.endsWith('/native/bin/postgres') }];
  });
}

function link(pid: string, name: string): string {
  try {
    return readlinkSync(`/proc/${pid}/${name}`);
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? ''))
      return '';
    throw error;
  }
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function readPidFile(): { pid: number; state: string } | undefined {
  try {
    const lines = readFileSync(pidFile, 'utf8').split('\n');
    return { pid: Number(lines[0]), state: (lines[7] ?? '').trim() };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Waits until no server process is left in the cluster, and ends processes without a supervisor or
 * postmaster.
 */
async function clearCluster(): Promise<void> {
  const began = Date.now();
  const sent = new Set<string>();
  const signalOnce = (pid: number, signal: NodeJS.Signals): void => {
    if (!sent.has(`${pid} ${signal}`)) kill(pid, signal);
    sent.add(`${pid} ${signal}`);
  };
  for (;;) {
    const found = serversInCluster();
    if (found.length === 0) break;
    const foreign = found.find(({ isOurs }) => !isOurs);
    if (foreign) await leave(1, `Another PostgreSQL (process ${foreign.pid}) works in ${order.cluster}.`);
    const elapsed = Date.now() - began;
    const postmaster = found.find(({ pid }) => pid === readPidFile()?.pid);
    // SIGINT tells a postmaster to shut down fast; its child processes would understand it differently.
    if (postmaster) signalOnce(postmaster.pid, 'SIGINT');
    for (const { pid } of found) {
      if (elapsed > (postmaster ? FAST_SHUTDOWN_MS : ORPHANED_CHILDREN_MS)) signalOnce(pid, 'SIGQUIT');
      if (elapsed > IMMEDIATE_SHUTDOWN_MS) signalOnce(pid, 'SIGKILL');
    }
    await sleep(20);
  }
  if (process.platform !== 'win32') rmSync(pidFile, { force: true });
}

async function runServer(): Promise<{ wasReady: boolean; ending: string }> {
  const child = spawn(order.postgres, order.args, {
    cwd: order.cluster,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  server = child;
  child.stderr.on('data', write);
  let ending: string | undefined;
  const ended = new Promise<void>((resolve) => {
    const onEnd = (reason: string): void => {
      ending = reason;
      resolve();
    };
    child.once('error', (error) => onEnd(error.message));
    child.once('exit', (code, signal) => onEnd(signal ?? `exit code ${code}`));
  });
  const closed = new Promise((resolve) => child.once('close', resolve));
  let wasReady = false;
  while (ending === undefined && !wasReady) {
    const status = readPidFile();
    wasReady = status?.pid === child.pid && status?.state === 'ready';
    if (!wasReady) await Promise.race([ended, sleep(10)]);
  }
  if (wasReady && events.writable) events.write('ready\n');
  await ended;
  await Promise.race([closed, sleep(200)]);
  return { wasReady, ending: ending ?? '' };
}

function stop(child: ChildProcess): void {
  child.kill('SIGINT');
  setTimeout(() => child.kill('SIGQUIT'), FAST_SHUTDOWN_MS).unref();
  setTimeout(() => child.kill('SIGKILL'), IMMEDIATE_SHUTDOWN_MS).unref();
}

async function main(): Promise<void> {
  const lock = await takeLock();
  if (order.user) {
    process.setgroups?.([]);
    process.setgid?.(order.user.gid);
    process.setuid?.(order.user.uid);
  }
  let hasEverBeenReady = false;
  let backoffMs = 100;
  for (;;) {
    await clearCluster();
    if (isAppGone) break;
    const { wasReady, ending } = await runServer();
    hasEverBeenReady ||= wasReady;
    if (isAppGone) continue;
    if (!hasEverBeenReady) await leave(1, `PostgreSQL did not start (${ending}).`);
    write(`PostgreSQL ended (${ending}); starting it again.\n`);
    await Promise.race([sleep(backoffMs), appGone]);
    backoffMs = wasReady ? 100 : Math.min(backoffMs * 2, MAX_BACKOFF_MS);
  }
  lock.close();
  await leave(0);
}

await main();
