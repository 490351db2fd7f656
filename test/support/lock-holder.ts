import { Client } from 'pg';
import { waitFor } from './app.js';
import type { TestDatabase } from './database.js';

/** Runs a statement in an open transaction on a new connection, which keeps its locks until it ends. */
export async function holdLocks(
  database: TestDatabase,
  sql: string,
  values: unknown[] = [],
): Promise<Client> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query('BEGIN');
  await client.query(sql, values);
  return client;
}

/** Waits until a backend waits for a lock of that connection, and returns the backend's pid. */
export async function pidWaitingFor(database: TestDatabase, holder: Client): Promise<number> {
  const { rows } = await holder.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  let waiting: { pid: number } | undefined;
  await waitFor(async () => {
    [waiting] = await database.query<{ pid: number }>(
      'SELECT pid FROM pg_stat_activity WHERE $1 = ANY(pg_blocking_pids(pid))',
      [rows[0]!.pid],
    );
    return waiting !== undefined;
  });
  return waiting!.pid;
}

/** How many connections to a database wait for a lock. */
export async function countLockWaits(database: TestDatabase): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity
     WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0`,
  );
  return row!.count;
}
