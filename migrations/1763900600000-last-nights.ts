import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A shift after the midnight of a schedule's last night belongs to that schedule, although it begins on a
 * later date.
 */
export class LastNights1763900600000 implements MigrationInterface {
  readonly name = 'LastNights1763900600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE shifts
         ADD COLUMN schedule_id uuid,
         ADD CONSTRAINT shifts_schedule_fk FOREIGN KEY (schedule_id) REFERENCES schedules (id) ON DELETE SET NULL`,
    );
    await runner.query('CREATE INDEX shifts_schedule ON shifts (schedule_id) WHERE schedule_id IS NOT NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE shifts DROP COLUMN schedule_id');
  }
}
