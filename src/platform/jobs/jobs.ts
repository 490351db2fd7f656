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

/** A queue and its worker. A job may run more than once, so handlers are idempotent. */
export interface JobDefinition<Data extends object> {
  queue: string;
  options: Omit<Queue, 'name'>;
  /** How many waiting jobs the handler gets at once, to do their common work once. */
  batchSize: number;
  handle: (jobs: readonly Data[], signal: AbortSignal) => Promise<void>;
  /** What a crash may have left undone: enqueued again at the start, without waiting for its old job to expire. */
  recover?: () => Promise<Data[]>;
  /** What becomes of a job that has failed as often as it may. */
  abandon?: (job: Data) => Promise<void>;
}

const SHUTDOWN_MILLISECONDS = 25_000;
/** How often each worker looks for jobs of other servers, and for those that are due again. A look costs a statement. */
const LOOK_SECONDS = 2;
/** How soon a worker looks for a job of this server: many that come at once cost one look. */
const WAKE_MILLISECONDS = 250;

/** Background work: pg-boss carries it, in this database, so that any replica may do it and each job takes effect once. */
@Injectable()
export class Jobs implements BeforeApplicationShutdown, OnApplicationShutdown {
  private readonly logger = new Logger('Jobs');
  private readonly definitions: JobDefinition<object>[] = [];
  private boss: PgBoss | null = null;
  private readonly workers = new Map<string, string>();
  private readonly waking = new Set<string>();
  private readonly startUp = Promise.withResolvers<void>();

  constructor(private readonly database: Database) {}

  /** Features register their queues while the app is built; the workers start with it. */
  define<Data extends object>(definition: JobDefinition<Data>): void {
    const { queue, options, abandon } = definition;
    if (!abandon) return void this.definitions.push(definition as unknown as JobDefinition<object>);
    const deadLetter = `${queue}-abandoned`;
    this.define<Data>({ queue: deadLetter, options, batchSize: 1, handle: ([job]) => abandon(job!) });
    this.define<Data>({ ...definition, options: { ...options, deadLetter }, abandon: undefined });
  }

  /** Enqueues a job; inside a transaction, as part of it. `onceEverySeconds`: however many servers tick, one a slot. */
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
    this.wake(queue);
  }

  /**
   * What a timer calls: one job a slot, however many servers tick. Timers run before the workers do, so an early tick waits for
   * them. Nobody waits for the tick, so a failure is logged.
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
      // Its tables are made with all others (platform/database/migrate.ts): this role may not.
      migrate: false,
      superviseIntervalSeconds: 10,
      reindex: false,
    });
    boss.on('error', (error) => this.logger.error({ err: error }, 'the job queue failed'));
    await boss.start();
    this.boss = boss;
    for (const { queue, options } of this.definitions) {
      await boss.createQueue(queue, options);
      // Creating leaves a queue that is there already as an older version made it.
      await boss.updateQueue(queue, options);
    }
    for (const definition of this.definitions) {
      await this.work(boss, definition);
      for (const data of (await definition.recover?.()) ?? []) await this.enqueue(definition.queue, data);
    }
    this.startUp.resolve();
  }

  /** Takes no more work and finishes what is in hand, while requests are still answered and may enqueue. */
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

  private async work(boss: PgBoss, { queue, batchSize, handle }: JobDefinition<object>): Promise<void> {
    const worker = await boss.work<object>(
      queue,
      { batchSize, pollingIntervalSeconds: LOOK_SECONDS },
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

  /** A transaction that is not over by then leaves its job to the worker's next look. */
  private wake(queue: string): void {
    if (this.waking.has(queue)) return;
    this.waking.add(queue);
    setTimeout(() => {
      this.waking.delete(queue);
      this.boss?.notifyWorker(this.workers.get(queue) ?? '');
    }, WAKE_MILLISECONDS).unref();
  }

  private started(): PgBoss {
    if (!this.boss) throw new Error('jobs are enqueued only while the app runs');
    return this.boss;
  }
}
