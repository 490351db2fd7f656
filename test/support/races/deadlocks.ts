import type { TestApp } from '../app.js';
import type { TestDatabase } from '../database.js';

/**
 * How many deadlocks PostgreSQL found. Stops the replicas first, because a connection reports them at its
 * end.
 */
export async function deadlocksOf(database: TestDatabase, replicas: readonly TestApp[]): Promise<number> {
  for (const { app } of replicas) await app.close();
  const [row] = await database.query<{ deadlocks: number }>(
    'SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()',
  );
  return row!.deadlocks;
}
