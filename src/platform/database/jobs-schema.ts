import { createRequire } from 'node:module';
import { getConstructionPlans, getMigrationPlans } from 'pg-boss';
import type { QueryRunner } from 'typeorm';

const SCHEMA = 'pgboss';
const { pgboss } = createRequire(import.meta.url)('pg-boss/package.json') as { pgboss: { schema: number } };

/** Makes the job queue's own tables, or brings them up to date: by its plans, since the server's role may do neither. */
export async function bringJobsUpToDate(runner: QueryRunner): Promise<void> {
  const [found] = (await runner.query('SELECT to_regclass($1) IS NOT NULL AS "isThere"', [
    `${SCHEMA}.version`,
  ])) as [{ isThere: boolean }];
  if (!found.isThere) return void (await runner.query(getConstructionPlans(SCHEMA)));
  const [row] = (await runner.query(`SELECT version FROM ${SCHEMA}.version`)) as { version: number }[];
  if (row === undefined || row.version >= pgboss.schema) return;
  const plan = getMigrationPlans(SCHEMA, Number(row.version));
  const end = plan.lastIndexOf('COMMIT;');
  // Behind the transaction stand indexes to be built while others work. Nobody does, and a replica that waits for the lock of
  // migrations has a snapshot open, which a concurrent build would wait for without end.
  await runner.query(plan.slice(0, end) + plan.slice(end).replaceAll(' CONCURRENTLY', ''));
}
