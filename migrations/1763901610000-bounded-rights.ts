import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * API keys may be bound to locations and show when they were last used. Stored answers include the locations
 * that their caller could see.
 */
export class BoundedRights1763901610000 implements MigrationInterface {
  readonly name = 'BoundedRights1763901610000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE api_keys ADD COLUMN location_ids uuid[], ADD COLUMN last_used_at timestamptz, ADD COLUMN version int NOT NULL DEFAULT 1',
    );
    await runner.query('CREATE INDEX api_keys_owner ON api_keys (created_by) WHERE revoked_at IS NULL');
    await runner.query('ALTER TABLE idempotency_keys ADD COLUMN location_ids uuid[]');
    await runner.query('ALTER TABLE support_requests ADD COLUMN logged_at timestamptz');
    await runner.query('ALTER TABLE support_tallies ADD COLUMN logged_at timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE support_tallies DROP COLUMN logged_at');
    await runner.query('ALTER TABLE support_requests DROP COLUMN logged_at');
    await runner.query('ALTER TABLE idempotency_keys DROP COLUMN location_ids');
    await runner.query('DROP INDEX api_keys_owner');
    await runner.query(
      'ALTER TABLE api_keys DROP COLUMN version, DROP COLUMN last_used_at, DROP COLUMN location_ids',
    );
  }
}
