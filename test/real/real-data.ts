import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { TestApp } from '../support/app.js';
import { aLocation, coverageHours } from '../support/factories.js';

/** Beside the project, and never copied into it. */
const FOLDER = new URL('../../../shared/data/', import.meta.url);

export const HELP_DESK = 'helpdesk_ggatn.csv';
export const HEADCOUNTS = 'tcc_southeast_current.csv';
export const LIBRARY_HOURS = 'uiuc_library_hours.json';

export const realFile = (name: string): Promise<Buffer> => readFile(new URL(name, FOLDER));

/** Copies the file's rows into a table of text columns beside the app's, without any code of ours. */
export async function copyToScratch(app: TestApp, name: string, table: string): Promise<void> {
  const [header = ''] = (await realFile(name)).toString('utf8').split(/\r?\n/, 1);
  const columns = header.split(',').map((column) => `"${column}" text`);
  const client = new Client({ connectionString: app.database.url });
  await client.connect();
  try {
    await client.query(`CREATE TABLE ${table} (${columns.join(', ')})`);
    const copy = client.query(copyFrom(`COPY ${table} FROM STDIN WITH (FORMAT csv, HEADER)`));
    await pipeline(createReadStream(new URL(name, FOLDER)), copy);
  } finally {
    await client.end();
  }
}

export interface OpenDay {
  /** ISO weekday. */
  weekday: number;
  open: string;
  /** `00:00` means the end of the day. */
  close: string;
  /** Whether it closes on the next day. */
  closesNextDay: boolean;
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** The opening hours of libraries by name; the file writes the end of a day as 23:59. */
export async function libraryHours(): Promise<Map<string, OpenDay[]>> {
  const { timezone, source, ...libraries } = JSON.parse((await realFile(LIBRARY_HOURS)).toString()) as Record<
    string,
    Record<string, { open: string; close: string; nextDay?: boolean }>
  > & { timezone: string; source: string };
  if (timezone !== 'America/Chicago' || !source) throw new Error('these are other hours than the known ones');
  return new Map(
    Object.entries(libraries).map(([name, days]) => [
      name,
      WEEKDAYS.flatMap((day, index) => {
        const hours = days[day];
        if (!hours) return [];
        const isWholeDay = hours.close === '23:59';
        return [
          {
            weekday: index + 1,
            open: hours.open,
            close: isWholeDay ? '00:00' : hours.close,
            closesNextDay: isWholeDay || hours.nextDay === true,
          },
        ];
      }),
    ]),
  );
}

/** A location with a library's opening hours as coverage hours. */
export async function aLibrary(app: TestApp, days: readonly OpenDay[], required = 1): Promise<string> {
  const { id } = await aLocation(app);
  for (const { weekday, open, close } of days) {
    await coverageHours(app, id, {
      weekdays: [weekday],
      startsAt: open,
      endsAt: close,
      required,
      effectiveFrom: '2010-01-01',
    });
  }
  return id;
}

/** The mapping of a help-desk log. Its offsets were added later, so its times are wall-clock times. */
export const helpDeskMapping = (locationId: string, overrides: object = {}): object => ({
  kind: 'support-requests',
  shape: 'event-log',
  locationId,
  source: 'help desk',
  timeZone: 'America/Chicago',
  ignoreOffset: true,
  columns: { externalId: 'case:concept:name', activity: 'Activity', at: 'time:timestamp' },
  activities: { firstResponseAt: ['Take in charge ticket'], resolvedAt: ['Resolve ticket'] },
  ...overrides,
});

/** The same cases, built from the scratch table with SQL only. */
export const SCRATCH_CASES = `
  CREATE TABLE scratch_cases AS
  SELECT key, min(at) AS opened, min(at) FILTER (WHERE what = 'Take in charge ticket') AS response,
         min(at) FILTER (WHERE what = 'Resolve ticket') AS first, max(at) FILTER (WHERE what = 'Resolve ticket') AS last
  FROM (SELECT "case:concept:name" AS key, "Activity" AS what,
               left("time:timestamp", 19)::timestamp AT TIME ZONE 'America/Chicago' AS at FROM scratch) AS events
  GROUP BY key`;

/** Minutes, or null where not reached. */
export interface Quantiles {
  n: string;
  p50: number | null;
  p90: number | null;
  day: number | null;
}

/** Equal to six decimals; null is null. */
export const nearly = (value: number | null): unknown => (value === null ? null : expect.closeTo(value, 6));

/** When the curve comes down to 1 − share; where it is flat there, the middle of the flat stretch. */
const quantileSql = (share: number): string => `
  (SELECT (at + CASE WHEN left_over < ${1 - share} - 1e-9 THEN at
     ELSE coalesce((SELECT min(t) FROM curve WHERE left_over < ${1 - share} - 1e-9), (SELECT max(t) FROM curve)) END) / 2
   FROM (SELECT t AS at, left_over FROM curve WHERE left_over < ${1 - share} + 1e-9 ORDER BY t LIMIT 1) AS reached)`;

/**
 * SQL for the Kaplan–Meier median, 90th percentile and the share answered within a day of the scratch cases,
 * each followed for some hours: `n`, `p50` and `p90` in minutes or null, `day`. A case that was resolved without
 * a response has no response time.
 */
export const kaplanMeierSql = (
  until: 'response' | 'first' | 'last',
  followUpHours: number,
  where = 'true',
): string => `
  WITH waits AS (
    SELECT least(coalesce((extract(epoch FROM ${until} - opened) / 60)::float8, 1e9), ${followUpHours * 60}) AS t,
           coalesce(${until} - opened <= interval '${followUpHours} hours', false) AS answered
    FROM scratch_cases
    WHERE ${where} AND (${until} >= opened OR ${until} IS NULL AND last IS NULL)),
  times AS (
    SELECT t, count(*) FILTER (WHERE answered) AS answered,
           sum(count(*)) OVER (ORDER BY t DESC)::float8 AS waiting
    FROM waits GROUP BY t),
  curve AS (
    SELECT t, exp(sum(ln(greatest(1 - answered / waiting, 1e-300))) OVER (ORDER BY t)) AS left_over FROM times)
  SELECT (SELECT count(*) FROM waits) AS n, ${quantileSql(0.5)} AS p50, ${quantileSql(0.9)} AS p90,
         (SELECT avg((answered AND t <= 1440)::int)::float8 FROM waits) AS day`;
