import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Headcounts become one of several series of counts, beside workstations in use and gates. A gate's reading changes how
 * many came between it and its neighbours, which are up to 25 hours away (`LONGEST_GAP` in domain/activity).
 */
export class Activity1765400000000 implements MigrationInterface {
  readonly name = 'Activity1765400000000';

  async up(runner: QueryRunner): Promise<void> {
    await dropTriggers(runner, 'headcounts');
    await runner.query('ALTER TABLE headcounts RENAME TO activity_counts');
    await rename(runner, 'headcounts', 'activity_counts');
    await runner.query('DROP INDEX headcounts_at');
    await runner.query(`
      ALTER TABLE activity_counts
        DROP CONSTRAINT headcounts_once,
        DROP CONSTRAINT headcounts_count,
        ADD COLUMN series text NOT NULL DEFAULT 'headcount',
        ADD COLUMN cumulative boolean NOT NULL DEFAULT false,
        ADD COLUMN created_by uuid,
        ADD COLUMN version int NOT NULL DEFAULT 1,
        ADD CONSTRAINT activity_counts_once UNIQUE (location_id, series, area, at),
        ADD CONSTRAINT activity_counts_series CHECK (series IN ('headcount', 'workstations-in-use', 'gate')),
        ADD CONSTRAINT activity_counts_cumulative CHECK (NOT cumulative OR series = 'gate'),
        ADD CONSTRAINT activity_counts_count
          CHECK (count >= 0 AND count <= CASE WHEN cumulative THEN 999999999 ELSE 100000 END)`);
    await runner.query('ALTER TABLE activity_counts ALTER COLUMN series DROP DEFAULT');
    await runner.query('CREATE INDEX activity_counts_at ON activity_counts (location_id, series, at, id)');
    const body = (rows: string): string =>
      `INSERT INTO stale_spans (location_id, starts_at, ends_at) ${spans(rows)};`;
    await runner.query(`
      CREATE FUNCTION activity_makes_stale() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP <> 'INSERT' THEN ${body('old_rows')} END IF;
        IF TG_OP <> 'DELETE' THEN ${body('new_rows')} END IF;
        RETURN NULL;
      END $$`);
    await createTriggers(runner, 'activity_counts', 'activity_makes_stale');
    for (const { name, rows } of OF_DATES) await runner.query(ofDates(name, rows, DAYS_WITH_GATES));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name, rows } of OF_DATES) await runner.query(ofDates(name, rows, DAYS_BEFORE));
    // There were no such counts.
    await runner.query(`DELETE FROM activity_counts WHERE series <> 'headcount'`);
    await runner.query('DROP FUNCTION activity_makes_stale CASCADE');
    await runner.query('ALTER TABLE activity_counts RENAME TO headcounts');
    await rename(runner, 'activity_counts', 'headcounts');
    await runner.query('DROP INDEX activity_counts_at');
    await runner.query(`
      ALTER TABLE headcounts
        DROP CONSTRAINT activity_counts_once,
        DROP CONSTRAINT activity_counts_series,
        DROP CONSTRAINT activity_counts_cumulative,
        DROP CONSTRAINT activity_counts_count,
        DROP COLUMN series,
        DROP COLUMN cumulative,
        DROP COLUMN created_by,
        DROP COLUMN version,
        ADD CONSTRAINT headcounts_once UNIQUE (location_id, area, at),
        ADD CONSTRAINT headcounts_count CHECK (count BETWEEN 0 AND 100000)`);
    await runner.query('CREATE INDEX headcounts_at ON headcounts (location_id, at, id)');
    await createTriggers(runner, 'headcounts', 'moments_make_stale');
  }
}

/** Each hour in which something was counted, and around a gate's reading all in which its entries may have come. */
const spans = (rows: string): string => `
  SELECT location_id, hour - reach, hour + interval '1 hour' + reach
  FROM (SELECT DISTINCT location_id, date_trunc('hour', at, 'UTC') AS hour,
               CASE series WHEN 'gate' THEN interval '25 hours' ELSE interval '0' END AS reach
        FROM ${rows}) AS changed`;

/**
 * How long after its dates coverage hours matter: opening goes on until the end of the next day, in a zone that is half a
 * day behind; and since gates, for 25 hours more, as their entries are shared out over open time.
 */
const DAYS_BEFORE = 3;
const DAYS_WITH_GATES = 5;

/** What makes local dates stale, as `counts` wrote it. */
const OF_DATES = [
  {
    name: 'coverage_hours_make_stale',
    rows: (from: string): string =>
      `(SELECT location_id, effective_from AS first, effective_to AS last FROM ${from})`,
  },
  {
    name: 'coverage_exceptions_make_stale',
    rows: (from: string): string => `(SELECT location_id, date AS first, until_date AS last FROM ${from})`,
  },
  {
    name: 'coverage_exception_hours_make_stale',
    rows: (from: string): string => `
      (SELECT e.location_id, e.date AS first, e.until_date AS last FROM ${from} h JOIN coverage_exceptions e ON e.id = h.exception_id)`,
  },
];

function ofDates(name: string, rows: (from: string) => string, days: number): string {
  const mark = (from: string): string => `
    INSERT INTO stale_spans (location_id, starts_at, ends_at)
    SELECT location_id, first::timestamp AT TIME ZONE 'UTC' - interval '2 days',
           coalesce(last::timestamp, 'infinity') AT TIME ZONE 'UTC' + interval '${days} days'
    FROM ${rows(from)} AS changed;`;
  return `
    CREATE OR REPLACE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP <> 'INSERT' THEN ${mark('old_rows')} END IF;
      IF TG_OP <> 'DELETE' THEN ${mark('new_rows')} END IF;
      RETURN NULL;
    END $$`;
}

const TRANSITIONS = {
  INSERT: 'NEW TABLE AS new_rows',
  UPDATE: 'OLD TABLE AS old_rows NEW TABLE AS new_rows',
  DELETE: 'OLD TABLE AS old_rows',
};

async function createTriggers(runner: QueryRunner, table: string, name: string): Promise<void> {
  for (const [event, transition] of Object.entries(TRANSITIONS))
    await runner.query(`
      CREATE TRIGGER ${table}_${event.toLowerCase()}_makes_stale AFTER ${event} ON ${table}
      REFERENCING ${transition} FOR EACH STATEMENT EXECUTE FUNCTION ${name}()`);
}

async function dropTriggers(runner: QueryRunner, table: string): Promise<void> {
  for (const event of Object.keys(TRANSITIONS))
    await runner.query(`DROP TRIGGER ${table}_${event.toLowerCase()}_makes_stale ON ${table}`);
}

async function rename(runner: QueryRunner, from: string, to: string): Promise<void> {
  for (const part of ['pkey', 'location_fk'])
    await runner.query(`ALTER TABLE ${to} RENAME CONSTRAINT ${from}_${part} TO ${to}_${part}`);
}
