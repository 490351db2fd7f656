import type { MigrationInterface, QueryRunner } from 'typeorm';

/** For lists of requests of a priority. Most are of the normal one, which needs no index. */
export class RequestPriorities1765910000001 implements MigrationInterface {
  readonly name = 'RequestPriorities1765910000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX support_requests_urgency ON support_requests (location_id, priority, opened_at, id) WHERE priority <> 'normal'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX support_requests_urgency');
  }
}
