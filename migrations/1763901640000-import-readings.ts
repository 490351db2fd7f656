import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How an import's file is read, and its first records as they were understood. */
export class ImportReadings1763901640000 implements MigrationInterface {
  readonly name = 'ImportReadings1763901640000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE support_imports ADD COLUMN reading jsonb, ADD COLUMN sample jsonb NOT NULL DEFAULT '[]'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE support_imports DROP COLUMN reading, DROP COLUMN sample');
  }
}
