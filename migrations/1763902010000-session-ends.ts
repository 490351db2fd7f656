import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The final end of a session, where it began, and when its password was last given. */
export class SessionEnds1763902010000 implements MigrationInterface {
  readonly name = 'SessionEnds1763902010000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE sessions
        ADD COLUMN ends_at timestamptz,
        ADD COLUMN confirmed_at timestamptz,
        ADD COLUMN is_kept boolean NOT NULL DEFAULT false,
        ADD COLUMN device text,
        ADD COLUMN address text`);
    // All earlier sessions were kept ones; the oldest end with this version.
    await runner.query(`
      UPDATE sessions SET is_kept = true, confirmed_at = created_at, ends_at = created_at + interval '30 days',
             expires_at = LEAST(expires_at, created_at + interval '30 days')`);
    await runner.query(
      'ALTER TABLE sessions ALTER COLUMN ends_at SET NOT NULL, ALTER COLUMN confirmed_at SET NOT NULL',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE sessions DROP COLUMN ends_at, DROP COLUMN confirmed_at, DROP COLUMN is_kept, DROP COLUMN device,
        DROP COLUMN address`);
  }
}
