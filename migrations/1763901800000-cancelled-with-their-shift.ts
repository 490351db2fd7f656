import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A claim's status before its shift was cancelled, so that it can be restored with the shift. */
export class CancelledWithTheirShift1763901800000 implements MigrationInterface {
  readonly name = 'CancelledWithTheirShift1763901800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE claims ADD COLUMN cancelled_from text');
    await runner.query(`
      ALTER TABLE claims ADD CONSTRAINT claims_cancelled_from CHECK (
        cancelled_from IS NULL OR (status = 'cancelled' AND cancelled_from IN ('pending', 'approved', 'relief')))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE claims DROP COLUMN cancelled_from');
  }
}
