import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Operators who wait for a seat of a full shift, asked in the order in which they joined. */
export class Waitlists1763900800000 implements MigrationInterface {
  readonly name = 'Waitlists1763900800000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE waitlist_entries');
    await runner.query('ALTER TABLE settings DROP COLUMN waitlist_offer_minutes');
  }
}

const STATEMENTS = [
  `ALTER TABLE settings
     ADD COLUMN waitlist_offer_minutes smallint NOT NULL DEFAULT 120,
     ADD CONSTRAINT settings_waitlist_offer CHECK (waitlist_offer_minutes BETWEEN 5 AND 2880)`,
  `CREATE TABLE waitlist_entries (
     id uuid NOT NULL,
     shift_id uuid NOT NULL,
     operator_id uuid NOT NULL,
     status text NOT NULL,
     passed_at timestamptz,
     offer_ends_at timestamptz,
     created_at timestamptz NOT NULL,
     decided_at timestamptz,
     version integer NOT NULL DEFAULT 1,
     CONSTRAINT waitlist_entries_pkey PRIMARY KEY (id),
     CONSTRAINT waitlist_entries_status CHECK (status IN ('waiting', 'offered', 'taken', 'left', 'expired', 'closed')),
     CONSTRAINT waitlist_entries_offer CHECK (status <> 'offered' OR offer_ends_at IS NOT NULL),
     CONSTRAINT waitlist_entries_shift_fk FOREIGN KEY (shift_id) REFERENCES shifts (id),
     CONSTRAINT waitlist_entries_operator_fk FOREIGN KEY (operator_id) REFERENCES operators (id)
   )`,
  `CREATE UNIQUE INDEX waitlist_entries_one_each ON waitlist_entries (shift_id, operator_id)
     WHERE status IN ('waiting', 'offered')`,
  `CREATE INDEX waitlist_entries_operator ON waitlist_entries (operator_id)`,
];
