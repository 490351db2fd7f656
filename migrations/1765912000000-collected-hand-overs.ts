import type { MigrationInterface, QueryRunner } from 'typeorm';

/** For requests of one system that people hand over to Campus IT, which works in another one. */
export class CollectedHandOvers1765912000000 implements MigrationInterface {
  readonly name = 'CollectedHandOvers1765912000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE support_requests
         ADD COLUMN tier_by_hand boolean NOT NULL DEFAULT false,
         ADD COLUMN escalated_by_hand_at timestamptz,
         ADD CONSTRAINT support_requests_by_hand CHECK (NOT tier_by_hand OR (tier = 'campus-it' AND escalated_by_hand_at IS NOT NULL))`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE support_requests
         DROP CONSTRAINT support_requests_by_hand,
         DROP COLUMN escalated_by_hand_at,
         DROP COLUMN tier_by_hand`,
    );
  }
}
