import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whose a change is, where it is one operator's alone. */
export class LiveChangesOfOperators1763901500000 implements MigrationInterface {
  readonly name = 'LiveChangesOfOperators1763901500000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE live_changes ADD COLUMN operator_id uuid');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE live_changes DROP COLUMN operator_id');
  }
}
