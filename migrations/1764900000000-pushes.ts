import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Requests that systems push to us: what was taken already, the end of a replaced secret, and whether a source went quiet. */
export class Pushes1764900000000 implements MigrationInterface {
  readonly name = 'Pushes1764900000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE support_pushes (
        source_id uuid NOT NULL CONSTRAINT support_pushes_source_fk REFERENCES support_sources (id) ON DELETE CASCADE,
        message_id text NOT NULL,
        digest bytea NOT NULL,
        received_at timestamptz NOT NULL,
        CONSTRAINT support_pushes_pkey PRIMARY KEY (source_id, message_id)
      )`);
    await runner.query('CREATE INDEX support_pushes_received ON support_pushes (received_at)');
    await runner.query(`
      ALTER TABLE support_sources
        ADD COLUMN former_secret_until timestamptz,
        ADD COLUMN quiet_after_days smallint DEFAULT 14,
        ADD COLUMN last_news_at timestamptz NOT NULL DEFAULT now(),
        ADD CONSTRAINT support_sources_quiet CHECK (quiet_after_days BETWEEN 1 AND 365)`);
    await runner.query(`ALTER TABLE support_sources ALTER COLUMN last_news_at DROP DEFAULT`);
    await runner.query(purposes(`'changes', 'recheck', 'backfill', 'pushes'`));
  }

  async down(runner: QueryRunner): Promise<void> {
    // There was no such kind.
    await runner.query(`DELETE FROM support_sources WHERE kind IN ('push', 'file-url')`);
    await runner.query(purposes(`'changes', 'recheck', 'backfill'`));
    await runner.query(`
      ALTER TABLE support_sources
        DROP CONSTRAINT support_sources_quiet, DROP COLUMN former_secret_until, DROP COLUMN quiet_after_days,
        DROP COLUMN last_news_at`);
    await runner.query('DROP TABLE support_pushes');
  }
}

const purposes = (allowed: string): string => `
  ALTER TABLE support_source_runs
    DROP CONSTRAINT support_source_runs_purpose,
    ADD CONSTRAINT support_source_runs_purpose CHECK (purpose IN (${allowed}))`;
