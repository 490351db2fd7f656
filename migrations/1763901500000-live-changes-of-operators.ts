import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The operator of a change that concerns only one. */
export class LiveChangesOfOperators1763901500000 implements MigrationInterface {
  readonly name = 'LiveChangesOfOperators1763901500000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE live_changes ADD COLUMN operator_id uuid');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE live_changes DROP COLUMN operator_id');
  }
}
