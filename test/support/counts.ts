import type { TestDatabase } from './database.js';

/** Runs work that finds no counts of days, so that it computes figures from rows alone. */
export async function withoutCounts<T>(database: TestDatabase, work: () => Promise<T>): Promise<T> {
  await database.query('UPDATE location_days SET format = format + 1');
  try {
    return await work();
  } finally {
    await database.query('UPDATE location_days SET format = format - 1');
  }
}
