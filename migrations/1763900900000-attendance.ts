import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The grace for lateness, the networks for check-in, corrections, and pay periods. */
export class Attendance1763900900000 implements MigrationInterface {
  readonly name = 'Attendance1763900900000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE pay_periods, attendance_corrections');
    await runner.query('ALTER TABLE locations DROP COLUMN check_in_networks');
    await runner.query('ALTER TABLE settings DROP COLUMN grace_minutes');
  }
}

const STATEMENTS = [
  `ALTER TABLE settings
     ADD COLUMN grace_minutes smallint NOT NULL DEFAULT 5,
     ADD CONSTRAINT settings_grace CHECK (grace_minutes BETWEEN 0 AND 120)`,
  `ALTER TABLE locations ADD COLUMN check_in_networks text[] NOT NULL DEFAULT '{}'`,
  `CREATE TABLE attendance_corrections (
     id uuid NOT NULL,
     claim_id uuid NOT NULL,
     checked_in_at timestamptz NOT NULL,
     checked_out_at timestamptz NOT NULL,
     reason text NOT NULL,
     status text NOT NULL,
     decision_reason text,
     created_at timestamptz NOT NULL,
     decided_at timestamptz,
     version integer NOT NULL DEFAULT 1,
     CONSTRAINT attendance_corrections_pkey PRIMARY KEY (id),
     CONSTRAINT attendance_corrections_status CHECK (status IN ('pending', 'approved', 'rejected')),
     CONSTRAINT attendance_corrections_span CHECK (checked_out_at > checked_in_at),
     CONSTRAINT attendance_corrections_claim_fk FOREIGN KEY (claim_id) REFERENCES claims (id)
   )`,
  `CREATE INDEX attendance_corrections_claim ON attendance_corrections (claim_id)`,
  `CREATE UNIQUE INDEX attendance_corrections_one_each ON attendance_corrections (claim_id) WHERE status = 'pending'`,
  `CREATE TABLE pay_periods (
     id uuid NOT NULL,
     starts_on date NOT NULL,
     ends_on date NOT NULL,
     locked_at timestamptz,
     version integer NOT NULL DEFAULT 1,
     CONSTRAINT pay_periods_pkey PRIMARY KEY (id),
     CONSTRAINT pay_periods_dates CHECK (ends_on >= starts_on),
     CONSTRAINT pay_periods_disjoint EXCLUDE USING gist (daterange(starts_on, ends_on, '[]') WITH &&)
   )`,
];
