import pg from 'pg';
import { withQuery } from '../support/answers.js';
import { succeeded } from '../support/factories.js';
import type { HttpClient } from '../support/http-client.js';
import { until } from './wait-until.js';

/** Queries the database directly, on its own connection. */
export async function ask<Row extends object>(
  url: string,
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'faults' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

export const jobsDone = (url: string): Promise<boolean> =>
  until('every job is done', async () => {
    const open = await ask(
      url,
      `SELECT FROM pgboss.job WHERE state IN ('created', 'retry', 'active') AND name NOT LIKE '\\_\\_pgboss%' LIMIT 1`,
    );
    return open.length === 0;
  });

/**
 * Sessions that still hold something although nobody waits for them: open transactions and advisory locks.
 */
export const leftLocked = (url: string): Promise<object[]> =>
  ask(
    url,
    `SELECT a.application_name, a.state, l.locktype, left(a.query, 80) AS query
     FROM pg_stat_activity a LEFT JOIN pg_locks l ON l.pid = a.pid AND l.locktype = 'advisory'
     WHERE a.datname = current_database() AND a.pid <> pg_backend_pid()
       AND (a.state LIKE 'idle in transaction%' OR l.pid IS NOT NULL)`,
  );

interface Alert {
  stretches: { startsAt: string; endsAt: string; missing: number }[];
}

/** The missing minutes by open alerts and by gaps, for the time that a scan certainly covers. */
export async function missingMinutes(
  client: HttpClient,
  locationId: string,
  span: { from: string; to: string },
): Promise<{ alerts: number; gaps: number }> {
  const gaps = succeeded(await client.get(withQuery('/coverage/gaps', { locationId, ...span })));
  const query = { locationId, status: 'open', limit: '200' };
  const alerts = succeeded(await client.get(withQuery('/coverage/alerts', query))).items as Alert[];
  return {
    gaps: gaps.summary.missingMinutes,
    alerts: alerts
      .flatMap((alert) => alert.stretches)
      .reduce((sum, { startsAt, endsAt, missing }) => {
        const from = Math.max(Date.parse(startsAt), Date.parse(span.from));
        const to = Math.min(Date.parse(endsAt), Date.parse(span.to));
        return sum + (Math.max(0, to - from) / 60_000) * missing;
      }, 0),
  };
}
