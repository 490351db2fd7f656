import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Maintenance of a location. A window that closes coverage changes demand, so it makes counts of days stale. */
export class Maintenance1765500000000 implements MigrationInterface {
  readonly name = 'Maintenance1765500000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE maintenance_windows (
        id uuid NOT NULL CONSTRAINT maintenance_windows_pkey PRIMARY KEY,
        location_id uuid NOT NULL CONSTRAINT maintenance_windows_location_fk REFERENCES locations (id),
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        reason text NOT NULL,
        closes_coverage boolean NOT NULL DEFAULT false,
        changed_past boolean NOT NULL DEFAULT false,
        division text NOT NULL CONSTRAINT maintenance_windows_division CHECK (division IN ('library', 'campus-it')),
        version integer NOT NULL DEFAULT 1,
        CONSTRAINT maintenance_windows_span CHECK (ends_at > starts_at AND ends_at - starts_at <= interval '31 days')
      )`);
    await runner.query(
      'CREATE INDEX maintenance_windows_location ON maintenance_windows (location_id, ends_at)',
    );
    const spans = (rows: string): string => `
      INSERT INTO stale_spans (location_id, starts_at, ends_at)
      SELECT location_id, starts_at, ends_at FROM ${rows} WHERE closes_coverage;`;
    await runner.query(`
      CREATE FUNCTION maintenance_windows_make_stale() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP <> 'INSERT' THEN ${spans('old_rows')} END IF;
        IF TG_OP <> 'DELETE' THEN ${spans('new_rows')} END IF;
        RETURN NULL;
      END $$`);
    for (const [event, transition] of Object.entries(TRANSITIONS))
      await runner.query(`
        CREATE TRIGGER maintenance_windows_${event.toLowerCase()}_makes_stale AFTER ${event} ON maintenance_windows
        REFERENCING ${transition} FOR EACH STATEMENT EXECUTE FUNCTION maintenance_windows_make_stale()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE maintenance_windows');
    await runner.query('DROP FUNCTION maintenance_windows_make_stale');
  }
}

const TRANSITIONS = {
  INSERT: 'NEW TABLE AS new_rows',
  UPDATE: 'OLD TABLE AS old_rows NEW TABLE AS new_rows',
  DELETE: 'OLD TABLE AS old_rows',
};
