import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Timetables that are fetched from their published address. */
export class TimetableSubscriptions1763901200000 implements MigrationInterface {
  readonly name = 'TimetableSubscriptions1763901200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE timetable_subscriptions (
         operator_id uuid NOT NULL,
         url text NOT NULL,
         fetched_at timestamptz NOT NULL,
         next_fetch_at timestamptz NOT NULL,
         problem text,
         version integer NOT NULL DEFAULT 1,
         CONSTRAINT timetable_subscriptions_pkey PRIMARY KEY (operator_id),
         CONSTRAINT timetable_subscriptions_operator_fk FOREIGN KEY (operator_id) REFERENCES operators (id) ON DELETE CASCADE
       )`,
    );
    await runner.query('CREATE INDEX timetable_subscriptions_due ON timetable_subscriptions (next_fetch_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE timetable_subscriptions');
  }
}
