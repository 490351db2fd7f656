import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Recent changes, for open pages. */
export class LiveChanges1763901300000 implements MigrationInterface {
  readonly name = 'LiveChanges1763901300000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE live_changes (
         id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
         transaction bigint NOT NULL,
         at timestamptz NOT NULL,
         entity text NOT NULL,
         location_id uuid,
         CONSTRAINT live_changes_pkey PRIMARY KEY (id)
       )`,
    );
    await runner.query('CREATE INDEX live_changes_order ON live_changes (transaction, id)');
    await runner.query('CREATE INDEX live_changes_at ON live_changes (at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE live_changes');
  }
}
