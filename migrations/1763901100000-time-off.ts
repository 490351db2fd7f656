import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Requests for time off, and their decisions. */
export class TimeOff1763901100000 implements MigrationInterface {
  readonly name = 'TimeOff1763901100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE time_off_requests (
         id uuid NOT NULL,
         operator_id uuid NOT NULL,
         starts_at timestamptz NOT NULL,
         ends_at timestamptz NOT NULL,
         reason text,
         status text NOT NULL,
         decision_reason text,
         unavailability_id uuid,
         created_at timestamptz NOT NULL,
         decided_at timestamptz,
         version integer NOT NULL DEFAULT 1,
         CONSTRAINT time_off_requests_pkey PRIMARY KEY (id),
         CONSTRAINT time_off_requests_status CHECK (status IN ('pending', 'approved', 'rejected', 'cancelled')),
         CONSTRAINT time_off_requests_span CHECK (ends_at > starts_at),
         CONSTRAINT time_off_requests_operator_fk FOREIGN KEY (operator_id) REFERENCES operators (id) ON DELETE CASCADE,
         CONSTRAINT time_off_requests_entry_fk FOREIGN KEY (unavailability_id) REFERENCES unavailability (id) ON DELETE SET NULL
       )`,
    );
    await runner.query('CREATE INDEX time_off_requests_operator ON time_off_requests (operator_id)');
    await runner.query(
      'CREATE INDEX time_off_requests_entry ON time_off_requests (unavailability_id) WHERE unavailability_id IS NOT NULL',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE time_off_requests');
  }
}
