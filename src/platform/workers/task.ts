import '../luxon-settings.js';
import '../database/value-types.js';
import { Pool } from 'pg';
import { workerData } from 'piscina';
import { DomainError, type ErrorKind, type Violation } from '../../domain/errors.js';
import type { RefusalText } from '../../domain/refusals/refusal-text.js';
import { CONNECTION_SETTINGS } from '../database/database-address.js';
import { Database } from '../database/database.js';

const STATEMENT_MILLISECONDS = 120_000;

/** The output of a task, or its refusal as plain data, because errors lose their class between threads. */
export type Outcome<Output> =
  { output: Output } | { refusal: RefusalText & { kind: ErrorKind; violations?: Violation[] } };

/**
 * Makes the default export of a module that `WorkerPool` runs in a worker thread. `database` has one
 * connection.
 */
export const task =
  <Input, Output>(work: (input: Input, database: Database) => Output | Promise<Output>) =>
  async (input: Input): Promise<Outcome<Output>> => {
    try {
      return { output: await work(input, threadDatabase()) };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const { kind, code, message, params, options } = error;
      return {
        refusal: {
          kind,
          code,
          message,
          ...(params && { params }),
          ...(options.violations && { violations: options.violations }),
        },
      };
    }
  };

let database: Database | null = null;

/** The thread's own database access. It connects with its first statement. */
function threadDatabase(): Database {
  if (database) return database;
  const pool = new Pool({
    connectionString: (workerData as { databaseUrl: string }).databaseUrl,
    max: 1,
    application_name: 'afterhours computing',
    statement_timeout: STATEMENT_MILLISECONDS,
    options: CONNECTION_SETTINGS,
  });
  // When an idle connection is lost, the next statement opens a new one.
  pool.on('error', () => undefined);
  return (database = new Database(pool, pool));
}
