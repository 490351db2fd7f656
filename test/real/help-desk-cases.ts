import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { HELP_DESK, realFile } from './real-data.js';

export const CASES = 2_000;

/**
 * Of each of the newest cases, when it was opened, answered, handed on and resolved: moved in time as a whole, so that
 * the last event was an hour ago. None is answered after it was resolved. Every third case belongs to the second desk, and every sixth one that was handed on came back.
 */
const CASES_SQL = `
  CREATE TEMP TABLE cases AS
  WITH events AS (
    SELECT "case:concept:name" AS key, "Activity" AS what, left("time:timestamp", 19)::timestamp AS at FROM log),
  newest AS (
    SELECT key, min(at) AS opened,
           CASE WHEN count(*) FILTER (WHERE what = 'Take in charge ticket') > 0
                THEN min(at) FILTER (WHERE what IN ('Take in charge ticket', 'Resolve ticket')) END AS started,
           min(at) FILTER (WHERE what IN ('Require upgrade', 'Create SW anomaly')) AS escalated,
           min(at) FILTER (WHERE what = 'Resolve ticket') AS first, max(at) FILTER (WHERE what = 'Resolve ticket') AS last
    FROM events GROUP BY key ORDER BY opened DESC, key LIMIT ${CASES}),
  moved AS (
    SELECT date_trunc('second', timezone('UTC', now())) - interval '1 hour'
           - max(greatest(opened, started, escalated, first, last)) AS by FROM newest)
  SELECT row_number() OVER (ORDER BY opened, key) AS number, key, opened + by AS opened, started + by AS started,
         escalated + by AS escalated, first + by AS first, last + by AS last,
         CASE WHEN escalated < last - interval '2 minutes' AND row_number() OVER (ORDER BY escalated IS NULL, opened, key) % 6 = 0
              THEN escalated + (last - escalated) / 2 + by END AS returned
  FROM newest, moved ORDER BY number`;

/** Makes the temporary table `cases` of the help desk's log. */
export async function loadCases(database: Client): Promise<void> {
  const file = await realFile(HELP_DESK);
  const [header = ''] = file.toString('utf8').split(/\r?\n/, 1);
  const columns = header.split(',').map((column) => `"${column}" text`);
  await database.query(`CREATE TEMP TABLE log (${columns.join(', ')})`);
  const copy = database.query(copyFrom('COPY log FROM STDIN WITH (FORMAT csv, HEADER)'));
  await pipeline(Readable.from([file]), copy);
  await database.query(CASES_SQL);
}
