import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The start of a working day, used to count daily hours and rest. */
export class Workday1763901700000 implements MigrationInterface {
  readonly name = 'Workday1763901700000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE settings ADD COLUMN workday_starts_at time NOT NULL DEFAULT '05:00'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE settings DROP COLUMN workday_starts_at');
  }
}
