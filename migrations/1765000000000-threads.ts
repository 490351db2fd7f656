import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Requests get words, somebody who works on them, and a thread of what was done and said. */
export class Threads1765000000000 implements MigrationInterface {
  readonly name = 'Threads1765000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE support_requests
        ADD COLUMN workstation text,
        ADD COLUMN requester text,
        ADD COLUMN assignee_id uuid CONSTRAINT support_requests_assignee_fk REFERENCES users (id)`);
    for (const statement of INDEXES) await runner.query(statement);
    await runner.query(`
      CREATE TABLE request_entries (
        id uuid NOT NULL CONSTRAINT request_entries_pkey PRIMARY KEY,
        request_id uuid NOT NULL CONSTRAINT request_entries_request_fk REFERENCES support_requests (id) ON DELETE CASCADE,
        at timestamptz NOT NULL,
        kind text NOT NULL CONSTRAINT request_entries_kind CHECK
          (kind IN ('note', 'answered', 'assigned', 'escalated', 'withdrawn', 'returned', 'resolved', 'reopened')),
        text text,
        author_id uuid NOT NULL,
        assignee_id uuid CONSTRAINT request_entries_assignee_fk REFERENCES users (id),
        CONSTRAINT request_entries_words CHECK (kind NOT IN ('note', 'returned') OR text IS NOT NULL)
      )`);
    await runner.query('CREATE INDEX request_entries_thread ON request_entries (request_id, at, id)');
    await runner.query('CREATE INDEX request_entries_author ON request_entries (author_id, request_id)');
    await runner.query(`
      ALTER TABLE settings
        ADD COLUMN requester_days smallint NOT NULL DEFAULT 30,
        ADD CONSTRAINT settings_requester CHECK (requester_days BETWEEN 0 AND 365)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE settings DROP CONSTRAINT settings_requester, DROP COLUMN requester_days');
    await runner.query('DROP TABLE request_entries');
    await runner.query(
      'DROP INDEX support_requests_open, support_requests_assignee, support_requests_requester, support_requests_words',
    );
    await runner.query(`
      ALTER TABLE support_requests
        DROP CONSTRAINT support_requests_assignee_fk, DROP COLUMN assignee_id, DROP COLUMN requester, DROP COLUMN workstation`);
  }
}

const INDEXES = [
  'CREATE INDEX support_requests_open ON support_requests (location_id, opened_at, id) WHERE resolved_at IS NULL',
  'CREATE INDEX support_requests_assignee ON support_requests (assignee_id, opened_at, id) WHERE assignee_id IS NOT NULL',
  'CREATE INDEX support_requests_requester ON support_requests (opened_at) WHERE requester IS NOT NULL',
  `CREATE INDEX support_requests_words ON support_requests USING gin (to_tsvector('simple', translate(
     COALESCE(title, '') || ' ' || COALESCE(workstation, '') || ' ' || COALESCE(category, '') || ' ' || COALESCE(external_id, ''),
     '-+./@~<>&', '         ')))`,
];
