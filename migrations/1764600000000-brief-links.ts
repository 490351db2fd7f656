import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Briefs that are shared by a link for a limited time. */
export class BriefLinks1764600000000 implements MigrationInterface {
  readonly name = 'BriefLinks1764600000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE brief_links (
        id uuid CONSTRAINT brief_links_pkey PRIMARY KEY,
        pilot_id uuid NOT NULL CONSTRAINT brief_links_pilot_fk REFERENCES pilots (id) ON DELETE CASCADE,
        digest bytea NOT NULL,
        page text NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        CONSTRAINT brief_links_digest UNIQUE (digest)
      )`);
    await runner.query('CREATE INDEX brief_links_pilot ON brief_links (pilot_id)');
    await runner.query('CREATE INDEX brief_links_expires ON brief_links (expires_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE brief_links');
  }
}
