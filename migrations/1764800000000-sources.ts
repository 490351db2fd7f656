import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Sources of requests: systems that are read on a schedule, with their runs and back-fills, and the secrets to read them.
 * A request of a source whose rules match no location waits without one.
 */
export class Sources1764800000000 implements MigrationInterface {
  readonly name = 'Sources1764800000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE secrets (
        owner uuid NOT NULL,
        name text NOT NULL,
        key_id text NOT NULL,
        sealed bytea NOT NULL,
        CONSTRAINT secrets_pkey PRIMARY KEY (owner, name)
      )`);
    await runner.query(`
      CREATE TABLE support_sources (
        id uuid CONSTRAINT support_sources_pkey PRIMARY KEY,
        name text NOT NULL,
        kind text NOT NULL,
        location_id uuid CONSTRAINT support_sources_location_fk REFERENCES locations (id),
        settings jsonb NOT NULL,
        every_minutes smallint NOT NULL,
        enabled boolean NOT NULL,
        rules_applied boolean NOT NULL DEFAULT true,
        created_by uuid,
        cursor jsonb,
        next_run_at timestamptz NOT NULL,
        run_id uuid,
        run_until timestamptz,
        failures int NOT NULL DEFAULT 0,
        failing_since timestamptz,
        problem jsonb,
        last_success_at timestamptz,
        rechecked_at timestamptz NOT NULL,
        version int NOT NULL DEFAULT 1,
        CONSTRAINT support_sources_name UNIQUE (name),
        CONSTRAINT support_sources_every CHECK (every_minutes BETWEEN 1 AND 1440),
        CONSTRAINT support_sources_run CHECK ((run_id IS NULL) = (run_until IS NULL)),
        CONSTRAINT support_sources_failing CHECK ((failures = 0) = (failing_since IS NULL))
      )`);
    await runner.query('CREATE INDEX support_sources_due ON support_sources (next_run_at) WHERE enabled');
    await runner.query(`
      CREATE TABLE support_source_rules (
        source_id uuid NOT NULL CONSTRAINT support_source_rules_source_fk REFERENCES support_sources (id) ON DELETE CASCADE,
        ordinal smallint NOT NULL,
        equals text NOT NULL,
        location_id uuid NOT NULL CONSTRAINT support_source_rules_location_fk REFERENCES locations (id),
        CONSTRAINT support_source_rules_pkey PRIMARY KEY (source_id, ordinal)
      )`);
    await runner.query(`
      CREATE TABLE support_backfills (
        id uuid CONSTRAINT support_backfills_pkey PRIMARY KEY,
        source_id uuid NOT NULL CONSTRAINT support_backfills_source_fk REFERENCES support_sources (id) ON DELETE CASCADE,
        from_at timestamptz NOT NULL,
        to_at timestamptz NOT NULL,
        cursor jsonb,
        status text NOT NULL,
        fetched int NOT NULL DEFAULT 0,
        created int NOT NULL DEFAULT 0,
        updated int NOT NULL DEFAULT 0,
        remaining int,
        created_at timestamptz NOT NULL,
        ended_at timestamptz,
        CONSTRAINT support_backfills_span CHECK (to_at > from_at),
        CONSTRAINT support_backfills_status CHECK (status IN ('running', 'completed', 'stopped')),
        CONSTRAINT support_backfills_ended CHECK ((status = 'running') = (ended_at IS NULL))
      )`);
    await runner.query(
      'CREATE INDEX support_backfills_source ON support_backfills (source_id, created_at, id)',
    );
    await runner.query(
      `CREATE UNIQUE INDEX support_backfills_one ON support_backfills (source_id) WHERE status = 'running'`,
    );
    await runner.query(`
      CREATE TABLE support_source_runs (
        id uuid CONSTRAINT support_source_runs_pkey PRIMARY KEY,
        source_id uuid NOT NULL CONSTRAINT support_source_runs_source_fk REFERENCES support_sources (id) ON DELETE CASCADE,
        purpose text NOT NULL,
        status text NOT NULL,
        started_at timestamptz NOT NULL,
        ended_at timestamptz,
        fetched int NOT NULL DEFAULT 0,
        created int NOT NULL DEFAULT 0,
        updated int NOT NULL DEFAULT 0,
        removed int NOT NULL DEFAULT 0,
        skipped int NOT NULL DEFAULT 0,
        remarks jsonb NOT NULL DEFAULT '[]',
        problem jsonb,
        CONSTRAINT support_source_runs_purpose CHECK (purpose IN ('changes', 'recheck', 'backfill')),
        CONSTRAINT support_source_runs_status CHECK (status IN ('queued', 'running', 'completed', 'failed', 'interrupted')),
        CONSTRAINT support_source_runs_ended CHECK ((status IN ('queued', 'running')) = (ended_at IS NULL))
      )`);
    await runner.query(
      'CREATE INDEX support_source_runs_source ON support_source_runs (source_id, started_at, id)',
    );
    await runner.query(`
      ALTER TABLE support_requests
        ALTER COLUMN location_id DROP NOT NULL,
        ADD COLUMN title text,
        ADD COLUMN place text,
        ADD COLUMN placed_by_hand boolean NOT NULL DEFAULT false,
        ADD COLUMN source_changed_at timestamptz,
        ADD CONSTRAINT support_requests_placed CHECK (location_id IS NOT NULL OR external_id IS NOT NULL)`);
    await runner.query(`
      CREATE INDEX support_requests_unassigned ON support_requests (source, opened_at, id) WHERE location_id IS NULL`);
    await runner.query(markingFunction('location_id IS NOT NULL'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM support_requests WHERE location_id IS NULL');
    await runner.query(markingFunction('true'));
    await runner.query('DROP INDEX support_requests_unassigned');
    await runner.query(`
      ALTER TABLE support_requests
        DROP CONSTRAINT support_requests_placed, DROP COLUMN title, DROP COLUMN place, DROP COLUMN placed_by_hand,
        DROP COLUMN source_changed_at, ALTER COLUMN location_id SET NOT NULL`);
    await runner.query(
      'DROP TABLE support_source_runs, support_backfills, support_source_rules, support_sources, secrets',
    );
  }
}

/** A request without a location is in no figures, so it makes no day stale. A span without a location would mean all. */
const markingFunction = (condition: string): string => `
  CREATE OR REPLACE FUNCTION requests_make_stale() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP <> 'INSERT' THEN ${marks('old_rows', condition)} END IF;
    IF TG_OP <> 'DELETE' THEN ${marks('new_rows', condition)} END IF;
    RETURN NULL;
  END $$`;

const marks = (rows: string, condition: string): string => `
  INSERT INTO stale_spans (location_id, starts_at, ends_at)
  SELECT location_id, hour, hour + interval '1 hour'
  FROM (SELECT DISTINCT location_id, date_trunc('hour', opened_at, 'UTC') AS hour FROM ${rows} WHERE ${condition}) AS changed;`;
