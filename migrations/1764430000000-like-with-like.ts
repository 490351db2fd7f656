import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a pilot is compared with and by: comparison locations, a follow-up of requests, and late changes. */
export class LikeWithLike1764430000000 implements MigrationInterface {
  readonly name = 'LikeWithLike1764430000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE pilots
        ADD COLUMN escalation_cost numeric(12, 2),
        ADD COLUMN follow_up_hours integer NOT NULL DEFAULT 72,
        ADD COLUMN late_changes jsonb NOT NULL DEFAULT '[]',
        ADD CONSTRAINT pilots_escalation_cost CHECK (escalation_cost >= 0),
        ADD CONSTRAINT pilots_follow_up CHECK (follow_up_hours BETWEEN 1 AND 8760)`);
    await runner.query('ALTER TABLE pilot_locations ADD COLUMN is_comparison boolean NOT NULL DEFAULT false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM pilot_locations WHERE is_comparison');
    await runner.query('ALTER TABLE pilot_locations DROP COLUMN is_comparison');
    await runner.query(
      'ALTER TABLE pilots DROP COLUMN escalation_cost, DROP COLUMN follow_up_hours, DROP COLUMN late_changes',
    );
  }
}
