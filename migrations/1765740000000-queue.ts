import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a tier has to do is found without reading what was imported as history. */
export class Queue1765740000000 implements MigrationInterface {
  readonly name = 'Queue1765740000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'CREATE INDEX support_requests_queue ON support_requests (tier, opened_at, id) WHERE resolved_at IS NULL AND NOT imported',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX support_requests_queue');
  }
}
