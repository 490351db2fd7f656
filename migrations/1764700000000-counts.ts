import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What happened at a location on a day, counted by hour, so that figures of a year need not read all requests and claims of
 * it. Each statement that changes something that is counted tells which days it makes stale, in its own transaction: a
 * reader sees both, or neither.
 */
export class Counts1764700000000 implements MigrationInterface {
  readonly name = 'Counts1764700000000';

  async up(runner: QueryRunner): Promise<void> {
    // Without a foreign key: removing a location must not wait until days are counted.
    await runner.query(`
      CREATE TABLE location_days (
        location_id uuid NOT NULL,
        date date NOT NULL,
        time_zone text NOT NULL,
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        reaches_at timestamptz NOT NULL,
        format int NOT NULL,
        stale boolean NOT NULL,
        whole bytea NOT NULL,
        hours bytea NOT NULL,
        CONSTRAINT location_days_pkey PRIMARY KEY (location_id, date),
        CONSTRAINT location_days_span CHECK (ends_at > starts_at AND reaches_at >= ends_at)
      )`);
    await runner.query('CREATE INDEX location_days_starts ON location_days (location_id, starts_at)');
    await runner.query(`
      CREATE TABLE stale_spans (
        id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT stale_spans_pkey PRIMARY KEY,
        location_id uuid,
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL
      )`);
    for (const { name, spans, tables } of MARKS) {
      const body = (rows: string): string =>
        `INSERT INTO stale_spans (location_id, starts_at, ends_at) ${spans(rows)};`;
      await runner.query(`
        CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF TG_OP <> 'INSERT' THEN ${body('old_rows')} END IF;
          IF TG_OP <> 'DELETE' THEN ${body('new_rows')} END IF;
          RETURN NULL;
        END $$`);
      for (const table of tables)
        for (const [event, transition] of Object.entries(TRANSITIONS))
          await runner.query(`
            CREATE TRIGGER ${table}_${event.toLowerCase()}_makes_stale AFTER ${event} ON ${table}
            REFERENCING ${transition} FOR EACH STATEMENT EXECUTE FUNCTION ${name}()`);
    }
    for (const { table, column, location } of EVERYTHING)
      await runner.query(`
        CREATE FUNCTION ${table}_make_all_stale() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF NEW.${column} IS DISTINCT FROM OLD.${column} THEN
            INSERT INTO stale_spans (location_id, starts_at, ends_at) VALUES (${location}, '-infinity', 'infinity');
          END IF;
          RETURN NULL;
        END $$;
        CREATE TRIGGER ${table}_makes_all_stale AFTER UPDATE ON ${table}
        FOR EACH ROW EXECUTE FUNCTION ${table}_make_all_stale()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of MARKS) await runner.query(`DROP FUNCTION ${name} CASCADE`);
    for (const { table } of EVERYTHING) await runner.query(`DROP FUNCTION ${table}_make_all_stale CASCADE`);
    await runner.query('DROP TABLE stale_spans, location_days');
  }
}

const TRANSITIONS = {
  INSERT: 'NEW TABLE AS new_rows',
  UPDATE: 'OLD TABLE AS old_rows NEW TABLE AS new_rows',
  DELETE: 'OLD TABLE AS old_rows',
};

/** Each hour in which something came. */
const hoursOf =
  (column: string) =>
  (rows: string): string => `
    SELECT location_id, hour, hour + interval '1 hour'
    FROM (SELECT DISTINCT location_id, date_trunc('hour', ${column}, 'UTC') AS hour FROM ${rows}) AS changed`;

/** Local dates, wherever the location is. */
const datesOf = (rows: string, from: string, to: string): string =>
  `SELECT location_id, (${from})::timestamp AT TIME ZONE 'UTC' - interval '2 days',
          coalesce((${to})::timestamp, 'infinity') AT TIME ZONE 'UTC' + interval '3 days' FROM ${rows}`;

const MARKS = [
  { name: 'requests_make_stale', tables: ['support_requests'], spans: hoursOf('opened_at') },
  { name: 'moments_make_stale', tables: ['support_tallies', 'headcounts'], spans: hoursOf('at') },
  {
    name: 'shifts_make_stale',
    tables: ['shifts'],
    spans: (rows: string): string => `
      SELECT location_id, min(starts_at) - interval '1 day', max(ends_at) + interval '1 day'
      FROM ${rows} GROUP BY location_id`,
  },
  {
    // Where a person's attendance ends depends on their next one, which is anywhere, within three days. A shift lasts a
    // day, and attendance may be another day from it.
    name: 'claims_make_stale',
    tables: ['claims'],
    spans: (rows: string): string => `
      SELECT NULL, min(starts_at) - interval '4 days', max(starts_at) + interval '5 days' FROM ${rows}
      HAVING count(*) > 0`,
  },
  {
    name: 'coverage_hours_make_stale',
    tables: ['coverage_hours'],
    spans: (rows: string): string => datesOf(rows, 'effective_from', 'effective_to'),
  },
  {
    name: 'coverage_exceptions_make_stale',
    tables: ['coverage_exceptions'],
    spans: (rows: string): string => datesOf(rows, 'date', 'until_date'),
  },
  {
    name: 'coverage_exception_hours_make_stale',
    tables: ['coverage_exception_hours'],
    spans: (rows: string): string =>
      datesOf(
        `(SELECT e.location_id, e.date, e.until_date FROM ${rows} h JOIN coverage_exceptions e ON e.id = h.exception_id) AS e`,
        'date',
        'until_date',
      ),
  },
];

/** What changes all counts of a location, or of all locations. */
const EVERYTHING = [
  { table: 'locations', column: 'time_zone', location: 'NEW.id' },
  { table: 'positions', column: 'hourly_cost', location: 'NULL' },
];
