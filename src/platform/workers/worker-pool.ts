import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Piscina } from 'piscina';
import { DomainError, invalid } from '../../domain/errors.js';
import { refusalText } from '../../domain/refusals/refusal-text.js';
import { DatabaseAddress } from '../database/database-address.js';
import { requestContext } from '../request-context.js';
import type { Outcome } from './task.js';

const MOST_THREADS = 2;
const MOST_WAITING = 16;
const MOST_OF_ONE_CALLER = 4;
const LONGEST_MILLISECONDS = 120_000;
const KEPT_MILLISECONDS = 300_000;
const MEMORY_MEGABYTES = 1_024;
const RETRY_SECONDS = 5;

/**
 * Runs tasks that would block the event loop in worker threads: two at once, sixteen more waiting, four for
 * one caller, otherwise 429. A task is a module whose default export was made by `task` (task.ts). It may use
 * two minutes and 1 GB.
 */
@Injectable()
export class WorkerPool implements OnApplicationShutdown {
  private pool: Piscina | null = null;
  private readonly running = new Map<string, number>();

  constructor(private readonly address: DatabaseAddress) {}

  /**
   * The task's output for an input; both are copied between threads. Throws the task's refusal, or
   * `TOO_MUCH_TO_COMPUTE`.
   */
  async run<Input, Output>(task: URL, input: Input): Promise<Output> {
    const pool = (this.pool ??= this.start());
    const caller = requestContext.get()?.actor.id ?? 'system';
    const own = this.running.get(caller) ?? 0;
    if (own >= MOST_OF_ONE_CALLER || pool.queueSize >= MOST_WAITING) throw busy();
    this.running.set(caller, own + 1);
    try {
      const signal = AbortSignal.timeout(LONGEST_MILLISECONDS);
      const outcome = (await pool.run(input, { filename: builtFile(task), signal })) as Outcome<Output>;
      if ('output' in outcome) return outcome.output;
      const { kind, violations, ...reason } = outcome.refusal;
      throw new DomainError(kind, reason, violations ? { violations } : {});
    } catch (error) {
      throw isTooMuch(error) ? tooMuch() : error;
    } finally {
      const left = this.running.get(caller)! - 1;
      if (left > 0) this.running.set(caller, left);
      else this.running.delete(caller);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool?.destroy();
  }

  private start(): Piscina {
    return new Piscina({
      minThreads: 0,
      maxThreads: MOST_THREADS,
      maxQueue: MOST_WAITING,
      idleTimeout: KEPT_MILLISECONDS,
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MEGABYTES },
      workerData: { databaseUrl: this.address.url },
    });
  }
}

/** Threads always load the build, even when tests run the sources. */
function builtFile(task: URL): string {
  const file = fileURLToPath(task);
  return existsSync(file) ? file : file.replace(/\/src\/(?!.*\/src\/)/, '/dist/src/');
}

const busy = (): DomainError =>
  new DomainError('too-many', refusalText('BUSY_COMPUTING'), {
    retryAfterSeconds: RETRY_SECONDS,
  });

const tooMuch = (): DomainError => invalid('query', 'TOO_MUCH_TO_COMPUTE');

const isTooMuch = (error: unknown): boolean => {
  const { name, code } = error as { name?: unknown; code?: unknown };
  return name === 'AbortError' || code === 'ERR_WORKER_OUT_OF_MEMORY';
};
