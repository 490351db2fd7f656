import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The status of a drop request or swap before its shift was cancelled, so that it can be restored with the
 * shift.
 */
export class TradesCancelledWithTheirShift1763902310000 implements MigrationInterface {
  readonly name = 'TradesCancelledWithTheirShift1763902310000';

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, waiting] of [
      ['drop_requests', 'pending'],
      ['swaps', 'accepted'],
    ]) {
      await runner.query(`ALTER TABLE ${table} ADD COLUMN cancelled_from text`);
      await runner.query(`
        ALTER TABLE ${table} ADD CONSTRAINT ${table}_cancelled_from CHECK (
          cancelled_from IS NULL OR (status = 'cancelled' AND cancelled_from IN ('open', '${waiting}')))`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['drop_requests', 'swaps'])
      await runner.query(`ALTER TABLE ${table} DROP COLUMN cancelled_from`);
  }
}
