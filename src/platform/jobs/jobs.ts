import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import { PgBoss, type Queue } from 'pg-boss';
import { Database } from '../database/database.js';
import { newId } from '../ids.js';
import { requestContext } from '../request-context.js';

/** A queue and its worker. A job may run more than once, so handlers must be idempotent. */
export interface JobDefinition<Data extends object> {
  queue: string;
  options: Omit<Queue, 'name'>;
  /** How many waiting jobs the handler gets at once, so that it does their common work only once. */
  batchSize: number;
  /** How many handlers of this queue run at once on each server; one when left out. */
  atOnce?: number;
  handle: (jobs: readonly Data[], signal: AbortSignal) => Promise<void>;
  /**
   * Jobs that a crash may have interrupted. They are enqueued again at the start, without waiting for the old
   * ones to expire.
   */
  recover?: () => Promise<Data[]>;
  /** Called for a job that has failed as often as it may. */
  abandon?: (job: Data) => Promise<void>;
}

const SHUTDOWN_MILLISECONDS = 25_000;
/** How often a worker looks for jobs of other servers and for jobs to retry. Each look is one statement. */
const LOOK_SECONDS = 2;
/** How soon a worker looks for new jobs of this server, in milliseconds. Many at once need only one look. */
export const PACE = { wake: 250 };

/**
 * Background work. pg-boss stores it in this database, so that any replica may do it and each job takes
 * effect once.
 */
@Injectable()
export class Jobs implements BeforeApplicationShutdown, OnApplicationShutdown {
  private readonly logger = new Logger('Jobs');
  private readonly definitions: JobDefinition<object>[] = [];
  private boss: PgBoss | null = null;
  private readonly workers = new Map<string, string>();
  private readonly waking = new Set<string>();
  private readonly startUp = Promise.withResolvers<void>();

  constructor(private readonly database: Database) {}

  /** Features register their queues while the app is built; the workers start with the app. */
  define<Data extends object>(definition: JobDefinition<Data>): void {
    const { queue, options, abandon } = definition;
    if (!abandon) return void this.definitions.push(definition as unknown as JobDefinition<object>);
    const deadLetter = `${queue}-abandoned`;
    this.define<Data>({ queue: deadLetter, options, batchSize: 1, handle: ([job]) => abandon(job!) });
    this.define<Data>({ ...definition, options: { ...options, deadLetter }, abandon: undefined });
  }

  /**
   * Enqueues a job; inside a transaction, as part of it. `onceEverySeconds`: one job per such period, however
   * many servers ask.
   */
  async enqueue(queue: string, data: object, options: { onceEverySeconds?: number } = {}): Promise<void> {
    const db = {
      executeSql: async (sql: string, values?: unknown[]) => ({
        rows: await this.database.query(sql, values ?? []),
      }),
    };
    await this.started().send(queue, data, {
      db,
      ...(options.onceEverySeconds !== undefined && { singletonSeconds: options.onceEverySeconds }),
    });
    this.database.afterCommit(() => this.wake(queue));
  }

  /**
   * For timers: one job per period, however many servers tick. Timers start before the workers, so an early
   * tick waits for them. Nobody waits for a tick, so failures are logged.
   */
  async tick(queue: string, everySeconds: number): Promise<void> {
    await this.startUp.promise;
    try {
      await this.enqueue(queue, {}, { onceEverySeconds: everySeconds });
    } catch (error) {
      this.logger.error({ err: error, queue }, 'a job that was due could not be enqueued');
    }
  }

  async start(databaseUrl: string): Promise<void> {
    const boss = new PgBoss({
      connectionString: databaseUrl,
      application_name: 'afterhours jobs',
      max: 3,
      schedule: false,
      // platform/database/migrate.ts creates its tables; this role may not.
      migrate: false,
      superviseIntervalSeconds: 10,
      reindex: false,
    });
    boss.on('error', (error) => this.logger.error({ err: error }, 'the job queue failed'));
    await boss.start();
    this.boss = boss;
    for (const { queue, options } of this.definitions) {
      await boss.createQueue(queue, options);
      // Creating does not change a queue that an older version created.
      await boss.updateQueue(queue, options);
    }
    for (const definition of this.definitions) {
      await this.work(boss, definition);
      for (const data of (await definition.recover?.()) ?? []) await this.enqueue(definition.queue, data);
    }
    this.startUp.resolve();
  }

  /**
   * Accepts no new jobs and finishes those that run. Requests are still answered meanwhile and may enqueue
   * jobs.
   */
  async beforeApplicationShutdown(): Promise<void> {
    const { boss } = this;
    if (!boss) return;
    const finished = Promise.all(this.definitions.map(({ queue }) => boss.offWork(queue, { wait: true })));
    await Promise.race([finished, delay(SHUTDOWN_MILLISECONDS, undefined, { ref: false })]);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.boss?.stop({ graceful: false });
    this.boss = null;
  }

  private async work(
    boss: PgBoss,
    { queue, batchSize, atOnce = 1, handle }: JobDefinition<object>,
  ): Promise<void> {
    const worker = await boss.work<object>(
      queue,
      { batchSize, localConcurrency: atOnce, pollingIntervalSeconds: LOOK_SECONDS },
      async (jobs) => {
        const signal = AbortSignal.any(jobs.map((job) => job.signal));
        const context = {
          requestId: `${queue}/${newId()}`,
          actor: { kind: 'system', id: null },
        } as const;
        await requestContext.run({ ...context }, () =>
          this.database.onJobsPool(() =>
            handle(
              jobs.map((job) => job.data),
              signal,
            ),
          ),
        );
      },
    );
    this.workers.set(queue, worker);
  }

  private wake(queue: string): void {
    if (this.waking.has(queue)) return;
    this.waking.add(queue);
    setTimeout(() => {
      this.waking.delete(queue);
      this.boss?.notifyWorker(this.workers.get(queue) ?? '');
    }, PACE.wake).unref();
  }

  private started(): PgBoss {
    if (!this.boss) throw new Error('jobs are enqueued only while the app runs');
    return this.boss;
  }
}
