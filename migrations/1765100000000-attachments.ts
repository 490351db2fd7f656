import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Photos and files in the thread of a request. */
export class Attachments1765100000000 implements MigrationInterface {
  readonly name = 'Attachments1765100000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(kinds(`${KINDS}, 'attached'`));
    await runner.query(`
      CREATE TABLE request_files (
        entry_id uuid NOT NULL CONSTRAINT request_files_pkey PRIMARY KEY
          CONSTRAINT request_files_entry_fk REFERENCES request_entries (id) ON DELETE CASCADE,
        name text NOT NULL,
        type text NOT NULL,
        bytes integer NOT NULL,
        content bytea NOT NULL,
        CONSTRAINT request_files_bytes CHECK (bytes = octet_length(content) AND bytes BETWEEN 1 AND 5242880)
      )`);
    // Photos are compressed already.
    await runner.query('ALTER TABLE request_files ALTER COLUMN content SET STORAGE EXTERNAL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE request_files');
    await runner.query(`DELETE FROM request_entries WHERE kind = 'attached'`);
    await runner.query(kinds(KINDS));
  }
}

const KINDS = `'note', 'answered', 'assigned', 'escalated', 'withdrawn', 'returned', 'resolved', 'reopened'`;

const kinds = (allowed: string): string => `
  ALTER TABLE request_entries
    DROP CONSTRAINT request_entries_kind,
    ADD CONSTRAINT request_entries_kind CHECK (kind IN (${allowed}))`;
