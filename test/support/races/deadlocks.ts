import type { TestApp } from '../app.js';
import type { TestDatabase } from '../database.js';

/** How often PostgreSQL had to break a deadlock. Stops the replicas: a connection tells what it saw as it ends. */
export async function deadlocksOf(database: TestDatabase, replicas: readonly TestApp[]): Promise<number> {
  for (const { app } of replicas) await app.close();
  const [row] = await database.query<{ deadlocks: number }>(
    'SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()',
  );
  return row!.deadlocks;
}
