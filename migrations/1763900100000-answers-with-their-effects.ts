import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Answers for idempotency keys are stored in the transaction of their effects. So no key is taken without an
 * answer, and the audit trail need not store keys.
 */
export class AnswersWithTheirEffects1763900100000 implements MigrationInterface {
  readonly name = 'AnswersWithTheirEffects1763900100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM idempotency_keys WHERE status IS NULL');
    await runner.query(
      'ALTER TABLE idempotency_keys DROP COLUMN leased_until, ALTER COLUMN status SET NOT NULL',
    );
    await runner.query('ALTER TABLE audit_events DROP COLUMN idempotency_id');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE audit_events ADD COLUMN idempotency_id uuid');
    await runner.query(
      'CREATE INDEX audit_events_idempotency ON audit_events (idempotency_id) WHERE idempotency_id IS NOT NULL',
    );
    await runner.query(
      `ALTER TABLE idempotency_keys ALTER COLUMN status DROP NOT NULL,
         ADD COLUMN leased_until timestamptz NOT NULL DEFAULT '-infinity'`,
    );
    await runner.query('ALTER TABLE idempotency_keys ALTER COLUMN leased_until DROP DEFAULT');
  }
}
