import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The priority that a request had before an import changed it. Null where imports before this one changed it: they had no priorities. */
export class ImportPriorities1765910000000 implements MigrationInterface {
  readonly name = 'ImportPriorities1765910000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE support_import_requests ADD COLUMN priority text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE support_import_requests DROP COLUMN priority');
  }
}
