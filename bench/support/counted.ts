import type { BenchDatabase } from './server.js';

/** Waits until the server has counted so many days of locations; how many seconds that took. */
export async function untilCounted(database: BenchDatabase, days: number): Promise<number> {
  const begun = performance.now();
  for (;;) {
    const [row] = await database.query<{ counted: number; changes: number }>(
      `SELECT (SELECT count(*)::int FROM location_days WHERE NOT stale) AS counted, (SELECT count(*)::int FROM stale_spans) AS changes`,
    );
    if (row!.counted === days && row!.changes === 0) return (performance.now() - begun) / 1000;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
