import { AsyncLocalStorage } from 'node:async_hooks';
import type { Pool, PoolClient, QueryResultRow } from 'pg';
import { isOutdatedStatement, isRetriable, isUnanswered, translate } from './database-errors.js';
import { StatementNames } from './statement-names.js';

const ATTEMPTS = 3;
/**
 * The changes of a request find their rows by id, so one plan is good for all values. By default PostgreSQL
 * assumes ten ids in a list of unknown length, estimates a plan for the given list to be cheaper, and so
 * plans the statement again each time.
 */
const BEGIN_WITH_ONE_PLAN = 'BEGIN; SET LOCAL plan_cache_mode = force_generic_plan';

interface Scope {
  pool?: Pool;
  client?: PoolClient;
  /** What is called once the transaction is committed. */
  afterCommit?: (() => void)[];
}

/**
 * Database access for all repositories. A query runs in its caller's transaction, if there is one, and in
 * jobs on the pool for jobs. Neither has to be passed as a parameter.
 */
export class Database {
  private readonly scope = new AsyncLocalStorage<Scope>();
  private readonly names = new StatementNames();

  constructor(
    private readonly requests: Pool,
    private readonly jobs: Pool,
  ) {}

  /**
   * The rows of a statement. `npm run check:sql` compares their type with the statement; without a type no
   * field can be read.
   */
  async query<Row extends object = object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    const scope = this.scope.getStore();
    try {
      return await this.send<Row>(scope?.client ?? scope?.pool ?? this.requests, sql, values);
    } catch (error) {
      // Inside a transaction the original error is kept, because transaction() must recognize a deadlock.
      throw scope?.client ? error : translate(error);
    }
  }

  /** The first row, or null. */
  async one<Row extends object = object>(sql: string, values: readonly unknown[] = []): Promise<Row | null> {
    const [row] = await this.query<Row>(sql, values);
    return row ?? null;
  }

  /**
   * Runs `work` in one transaction and commits when it resolves. Inside another transaction it joins that
   * one. After a deadlock or serialization failure it runs again, so `work` must do nothing besides talking
   * to this database.
   */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    if (this.scope.getStore()?.client) return work();
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.attempt(work);
      } catch (error) {
        if (attempt === ATTEMPTS || !isRetriable(error)) throw translate(error);
      }
    }
  }

  /** Runs `work` on one state of the database, which it cannot change. */
  snapshot<T>(work: () => Promise<T>): Promise<T> {
    return this.transaction(async () => {
      await this.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
      return work();
    });
  }

  /** Calls `then` once the caller's transaction is committed; at once outside a transaction. */
  afterCommit(then: () => void): void {
    const waiting = this.scope.getStore()?.afterCommit;
    if (waiting) waiting.push(then);
    else then();
  }

  /** Inside a transaction: when `work` throws, its changes are undone and the transaction can continue. */
  async undoable<T>(work: () => Promise<T>): Promise<T> {
    const client = this.connection();
    await client.query('SAVEPOINT undoable');
    try {
      const result = await work();
      await client.query('RELEASE SAVEPOINT undoable');
      return result;
    } catch (error) {
      // If the connection is lost, this fails too; the first error says more.
      await client.query('ROLLBACK TO SAVEPOINT undoable').catch(() => undefined);
      throw error;
    }
  }

  /** All queries inside use the pool for jobs, so that a long job never takes connections from requests. */
  onJobsPool<T>(work: () => Promise<T>): Promise<T> {
    return this.scope.run({ pool: this.jobs }, work);
  }

  /** The transaction's connection, for COPY and cursors. Throws outside a transaction. */
  connection(): PoolClient {
    const client = this.scope.getStore()?.client;
    if (!client) throw new Error('connection() needs a transaction around it');
    return client;
  }

  private async send<Row extends object>(
    connection: Pool | PoolClient,
    text: string,
    values: readonly unknown[],
  ): Promise<Row[]> {
    const name = this.names.of(text);
    const statement = { text, values: [...values] };
    if (name === undefined) return (await connection.query<Row & QueryResultRow>(statement)).rows;
    try {
      return (await connection.query<Row & QueryResultRow>({ name, ...statement })).rows;
    } catch (error) {
      if (!isOutdatedStatement(error)) throw error;
      this.names.renew();
      // The statement was refused before it ran. A transaction is broken by that, so it runs again as a
      // whole.
      if (this.scope.getStore()?.client) throw error;
      return (await connection.query<Row & QueryResultRow>(statement)).rows;
    }
  }

  private async attempt<T>(work: () => Promise<T>): Promise<T> {
    const pool = this.scope.getStore()?.pool ?? this.requests;
    const client = await pool.connect();
    const afterCommit: (() => void)[] = [];
    let broken = false;
    // A connection lost between two queries is reported by the next query. Without a listener the event would
    // end the process.
    const onError = (): void => void (broken = true);
    client.on('error', onError);
    try {
      await client.query(pool === this.jobs ? 'BEGIN' : BEGIN_WITH_ONE_PLAN);
      const result = await this.scope.run({ pool, client, afterCommit }, work);
      const { command } = await client.query('COMMIT');
      // PostgreSQL's answer to COMMIT when a statement failed and `work` continued anyway.
      if (command === 'ROLLBACK')
        throw new Error('nothing was committed: a failed statement was passed over');
      for (const then of afterCommit) then();
      return result;
    } catch (error) {
      broken ||= isUnanswered(error);
      if (!broken) await client.query('ROLLBACK').catch(() => (broken = true));
      throw error;
    } finally {
      client.removeListener('error', onError);
      client.release(broken);
    }
  }
}
