import { createRequire } from 'node:module';
import { getConstructionPlans, getMigrationPlans } from 'pg-boss';
import type { QueryRunner } from 'typeorm';

const SCHEMA = 'pgboss';
const { pgboss } = createRequire(import.meta.url)('pg-boss/package.json') as { pgboss: { schema: number } };

/**
 * Creates or updates the job queue's tables with pg-boss's own plans, since the server's role may do neither.
 */
export async function bringJobsUpToDate(runner: QueryRunner): Promise<void> {
  const [found] = (await runner.query('SELECT to_regclass($1) IS NOT NULL AS "isThere"', [
    `${SCHEMA}.version`,
  ])) as [{ isThere: boolean }];
  if (!found.isThere) return void (await runner.query(getConstructionPlans(SCHEMA)));
  const [row] = (await runner.query(`SELECT version FROM ${SCHEMA}.version`)) as { version: number }[];
  if (row === undefined || row.version >= pgboss.schema) return;
  const plan = getMigrationPlans(SCHEMA, Number(row.version));
  const end = plan.lastIndexOf('COMMIT;');
  // After its transaction the plan builds indexes concurrently. That is not needed here, because nobody works
  // yet. It would also never end, because a replica that waits for the migrations' lock keeps a snapshot
  // open.
  await runner.query(plan.slice(0, end) + plan.slice(end).replaceAll(' CONCURRENTLY', ''));
}
