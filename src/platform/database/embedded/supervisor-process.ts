import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { dirname, extname } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { OsUser } from './os-user.js';
import { serverEnvironment } from './server-environment.js';

export interface SupervisorOrder {
  lockFile: string;
  cluster: string;
  postgres: string;
  args: string[];
  user?: OsUser;
}

const LOG_LINES_KEPT = 30;
const STOP_MS = 30_000;
const MAX_BACKOFF_MS = 5_000;
const script = fileURLToPath(
  new URL(`./supervisor${extname(fileURLToPath(import.meta.url))}`, import.meta.url),
);

export class ServerStartError extends Error {
  readonly log: string;

  constructor(cluster: string, log: string) {
    super(`The bundled PostgreSQL could not start in ${cluster}:\n${log}`);
    this.log = log;
  }
}

/**
 * The app's side of the supervisor: holds the pipe that keeps it running, and restarts it when it is killed.
 */
export class SupervisorProcess {
  private readonly order: SupervisorOrder;
  private readonly onLog: (line: string) => void;
  private child: ChildProcess | undefined;
  private stopped: Promise<void> | undefined;

  constructor(order: SupervisorOrder, onLog: (line: string) => void) {
    this.order = order;
    this.onLog = onLog;
  }

  /** Resolves when the database accepts connections. */
  start(): Promise<void> {
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', script, JSON.stringify(this.order)],
      {
        cwd: dirname(this.order.cluster),
        env: serverEnvironment,
        detached: true,
        windowsHide: true,
        stdio: ['pipe', 'pipe', 'pipe'],
      },
    );
    this.child = child;
    child.stdin.on('error', (error) => this.onLog(`supervisor's pipe: ${error.message}`));
    const lastLines: string[] = [];
    createInterface(child.stderr).on('line', (line) => {
      lastLines.push(line);
      if (lastLines.length > LOG_LINES_KEPT) lastLines.shift();
      this.onLog(line);
    });
    return new Promise((resolve, reject) => {
      let isReady = false;
      child.stdout.on('data', () => {
        if (isReady) return;
        isReady = true;
        // A script that does not stop its database can still end; the closed pipe then stops the database.
        setReferenced(child, false);
        resolve();
      });
      child.once('error', reject);
      child.once('close', () => {
        if (isReady) void this.replace();
        else reject(new ServerStartError(this.order.cluster, lastLines.join('\n')));
      });
    });
  }

  stop(): Promise<void> {
    this.stopped ??= this.close();
    return this.stopped;
  }

  private async replace(): Promise<void> {
    for (let backoffMs = 100; !this.stopped; backoffMs = Math.min(backoffMs * 2, MAX_BACKOFF_MS)) {
      this.onLog("The database's supervisor ended; starting another.");
      try {
        return await this.start();
      } catch (error) {
        this.onLog(`The database is still down: ${String(error)}`);
      }
      await sleep(backoffMs, undefined, { ref: false });
    }
  }

  private async close(): Promise<void> {
    await this.dismiss();
    if (this.child?.exitCode === 0) return;
    // It was killed, maybe a moment ago. A new one takes over the server it left.
    this.start().catch((error: unknown) => this.onLog(String(error)));
    await this.dismiss();
  }

  private async dismiss(): Promise<void> {
    const { child } = this;
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    setReferenced(child, true);
    const closed = new Promise((resolve) => child.once('close', resolve));
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    child.stdin?.end();
    await closed;
    clearTimeout(timer);
  }
}

function setReferenced(child: ChildProcess, isReferenced: boolean): void {
  const streams = [child.stdin, child.stdout, child.stderr] as Socket[];
  for (const handle of [child, ...streams]) {
    if (isReferenced) handle.ref();
    else handle.unref();
  }
}
