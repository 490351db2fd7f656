import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The wait stated at the desk. Existing requests keep their times: one that was logged here when it was
 * answered is recognized by its times, and its wait is unknown from now on.
 */
export class StatedWaits1763902300000 implements MigrationInterface {
  readonly name = 'StatedWaits1763902300000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE support_requests ADD COLUMN waited_minutes smallint');
    await runner.query(`
      ALTER TABLE support_requests ADD CONSTRAINT support_requests_waited CHECK (
        waited_minutes IS NULL OR (waited_minutes >= 0 AND waited_minutes <= 1440 AND first_response_at IS NOT NULL
          AND first_response_at - opened_at = make_interval(mins => waited_minutes)))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE support_requests DROP COLUMN waited_minutes');
  }
}
