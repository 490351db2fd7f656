import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The outbox, and which gaps the digests have reported. */
export class Messages1763900700000 implements MigrationInterface {
  readonly name = 'Messages1763900700000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE scanned_locations DROP COLUMN digested_on');
    await runner.query('ALTER TABLE coverage_alerts DROP COLUMN told_at, DROP COLUMN changed_at');
    await runner.query('DROP TABLE messages');
  }
}

const STATEMENTS = [
  `CREATE TABLE messages (
     id uuid NOT NULL,
     key text NOT NULL,
     user_id uuid NOT NULL,
     kind text NOT NULL,
     facts jsonb NOT NULL,
     status text NOT NULL,
     attempts smallint NOT NULL DEFAULT 0,
     next_attempt_at timestamptz,
     address text,
     subject text,
     body text,
     problem text,
     created_at timestamptz NOT NULL,
     sent_at timestamptz,
     CONSTRAINT messages_pkey PRIMARY KEY (id),
     CONSTRAINT messages_key UNIQUE (key),
     CONSTRAINT messages_status CHECK (status IN ('waiting', 'sent', 'failed', 'kept')),
     CONSTRAINT messages_waiting CHECK ((status = 'waiting') = (next_attempt_at IS NOT NULL)),
     CONSTRAINT messages_sent CHECK ((status = 'sent') = (sent_at IS NOT NULL))
   )`,
  `CREATE INDEX messages_due ON messages (next_attempt_at) WHERE status = 'waiting'`,
  `CREATE INDEX messages_created ON messages (created_at)`,
  'ALTER TABLE coverage_alerts ADD COLUMN told_at timestamptz, ADD COLUMN changed_at timestamptz',
  'ALTER TABLE scanned_locations ADD COLUMN digested_on date',
];
