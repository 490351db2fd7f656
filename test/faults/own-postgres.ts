import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SUPERUSER } from '../../src/platform/database/embedded/address.js';
import { findBinaries } from '../../src/platform/database/embedded/binaries.js';
import { ensureCluster } from '../../src/platform/database/embedded/cluster.js';
import { serverUser } from '../../src/platform/database/embedded/os-user.js';
import { serverEnvironment } from '../../src/platform/database/embedded/server-environment.js';
import { ask } from './inspection.js';
import { FolderProcesses } from './processes.js';
import { freePort } from './product.js';
import { until } from './wait-until.js';

/** A PostgreSQL for DATABASE_URL, always on the same port. It can be stopped, restarted and frozen. */
export class OwnPostgres {
  private server: ChildProcess | null = null;

  private constructor(
    private readonly root: string,
    private readonly port: number,
    private readonly password: string,
    private readonly binary: string,
  ) {}

  static async create(): Promise<OwnPostgres> {
    const root = await realpath(await mkdtemp(join(tmpdir(), 'afterhours-own-')));
    await chmod(root, 0o755);
    const cluster = join(root, 'postgres');
    const user = serverUser(cluster);
    const { initdb, postgres } = await findBinaries(root, user);
    const password = await ensureCluster({ dataDir: root, cluster, initdb, user, durable: false });
    const own = new OwnPostgres(root, await freePort(), password, postgres);
    await own.start();
    await ask(own.urlOf('postgres'), 'CREATE DATABASE afterhours');
    return own;
  }

  get url(): string {
    return this.urlOf('afterhours');
  }

  async start(): Promise<void> {
    const cluster = join(this.root, 'postgres');
    const settings = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      fsync: 'off',
      max_connections: '200',
    };
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    this.server = spawn(this.binary, ['-D', cluster, '-p', String(this.port), ...flags], {
      ...serverUser(cluster),
      cwd: cluster,
      env: serverEnvironment,
      stdio: 'ignore',
    });
    await until('PostgreSQL answers', () =>
      ask(this.urlOf('postgres'), 'SELECT 1').then(
        () => true,
        () => false,
      ),
    );
  }

  /** A fast shutdown, which tells connected clients. */
  async stop(): Promise<void> {
    const server = this.server!;
    if (server.exitCode !== null || server.signalCode !== null) return;
    const exit = once(server, 'exit');
    server.kill('SIGINT');
    await exit;
  }

  /** From now on clients get neither an answer nor a refusal. */
  freeze(): void {
    this.signalAll('SIGSTOP');
  }

  thaw(): void {
    this.signalAll('SIGCONT');
  }

  async remove(): Promise<void> {
    this.thaw();
    await this.stop();
    await rm(this.root, { recursive: true, force: true });
  }

  private signalAll(signal: NodeJS.Signals): void {
    for (const pid of new FolderProcesses(this.root).servers()) {
      try {
        process.kill(pid, signal);
      } catch (error) {
        // The process ended meanwhile.
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
      }
    }
  }

  private urlOf(database: string): string {
    return `postgres://${SUPERUSER}:${this.password}@127.0.0.1:${this.port}/${database}`;
  }
}
