import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Removes columns that no statement reads. A stored answer is found by caller, route and key, which are now
 * its primary key.
 */
export class ColumnsNobodyReads1764420000000 implements MigrationInterface {
  readonly name = 'ColumnsNobodyReads1764420000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE invitations DROP COLUMN created_at');
    await runner.query('ALTER TABLE invitation_links DROP COLUMN created_at');
    await runner.query('ALTER TABLE idempotency_keys DROP COLUMN id, DROP CONSTRAINT idempotency_keys_once');
    await runner.query(
      'ALTER TABLE idempotency_keys ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (caller, route, key)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE idempotency_keys DROP CONSTRAINT idempotency_keys_pkey, ADD COLUMN id uuid',
    );
    await runner.query('UPDATE idempotency_keys SET id = gen_random_uuid()');
    await runner.query(`
      ALTER TABLE idempotency_keys ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (id),
        ADD CONSTRAINT idempotency_keys_once UNIQUE (caller, route, key)`);
    for (const table of ['invitations', 'invitation_links']) {
      await runner.query(`ALTER TABLE ${table} ADD COLUMN created_at timestamptz`);
      await runner.query(`UPDATE ${table} SET created_at = now()`);
      await runner.query(`ALTER TABLE ${table} ALTER COLUMN created_at SET NOT NULL`);
    }
  }
}
