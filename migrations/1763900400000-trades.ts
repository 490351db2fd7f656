import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Drop requests and swaps. A relieving claim shares the seat of the relieved one until it is approved. */
export class Trades1763900400000 implements MigrationInterface {
  readonly name = 'Trades1763900400000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE swaps, drop_requests');
    await runner.query(
      `UPDATE claims SET status = 'withdrawn', seat = NULL, relieves_id = NULL WHERE relieves_id IS NOT NULL`,
    );
    await runner.query('DROP INDEX claims_one_seat');
    await runner.query('ALTER TABLE claims DROP COLUMN relieves_id');
    await runner.query(
      `CREATE UNIQUE INDEX claims_one_seat ON claims (shift_id, seat) WHERE status IN ('pending', 'approved')`,
    );
    await runner.query('ALTER TABLE locations DROP COLUMN trades_need_approval');
  }
}

const STATEMENTS = [
  'ALTER TABLE locations ADD COLUMN trades_need_approval boolean NOT NULL DEFAULT false',
  `ALTER TABLE claims
     ADD COLUMN relieves_id uuid,
     ADD CONSTRAINT claims_relief CHECK (relieves_id IS NULL OR status = 'pending'),
     ADD CONSTRAINT claims_relieves_fk FOREIGN KEY (relieves_id) REFERENCES claims (id)`,
  'DROP INDEX claims_one_seat',
  `CREATE UNIQUE INDEX claims_one_seat ON claims (shift_id, seat) WHERE status IN ('pending', 'approved') AND relieves_id IS NULL`,
  'CREATE UNIQUE INDEX claims_one_relief ON claims (relieves_id) WHERE relieves_id IS NOT NULL',
  `CREATE TABLE drop_requests (
     id uuid NOT NULL,
     claim_id uuid NOT NULL,
     reason text NOT NULL,
     status text NOT NULL,
     taken_claim_id uuid,
     created_at timestamptz NOT NULL,
     decided_at timestamptz,
     version integer NOT NULL DEFAULT 1,
     CONSTRAINT drop_requests_pkey PRIMARY KEY (id),
     CONSTRAINT drop_requests_status CHECK (status IN ('open', 'pending', 'taken', 'cancelled', 'released')),
     CONSTRAINT drop_requests_taken CHECK ((status IN ('pending', 'taken')) = (taken_claim_id IS NOT NULL)),
     CONSTRAINT drop_requests_claim_fk FOREIGN KEY (claim_id) REFERENCES claims (id),
     CONSTRAINT drop_requests_taken_fk FOREIGN KEY (taken_claim_id) REFERENCES claims (id)
   )`,
  `CREATE UNIQUE INDEX drop_requests_one_each ON drop_requests (claim_id) WHERE status IN ('open', 'pending')`,
  `CREATE INDEX drop_requests_claim ON drop_requests (claim_id)`,
  `CREATE INDEX drop_requests_taken_claim ON drop_requests (taken_claim_id) WHERE taken_claim_id IS NOT NULL`,
  `CREATE TABLE swaps (
     id uuid NOT NULL,
     claim_id uuid NOT NULL,
     with_claim_id uuid,
     to_operator_id uuid NOT NULL,
     status text NOT NULL,
     reason text,
     created_at timestamptz NOT NULL,
     decided_at timestamptz,
     version integer NOT NULL DEFAULT 1,
     CONSTRAINT swaps_pkey PRIMARY KEY (id),
     CONSTRAINT swaps_status CHECK (status IN ('open', 'accepted', 'completed', 'declined', 'cancelled')),
     CONSTRAINT swaps_claim_fk FOREIGN KEY (claim_id) REFERENCES claims (id),
     CONSTRAINT swaps_with_claim_fk FOREIGN KEY (with_claim_id) REFERENCES claims (id),
     CONSTRAINT swaps_operator_fk FOREIGN KEY (to_operator_id) REFERENCES operators (id)
   )`,
  `CREATE INDEX swaps_claim ON swaps (claim_id)`,
  `CREATE INDEX swaps_with_claim ON swaps (with_claim_id) WHERE with_claim_id IS NOT NULL`,
  `CREATE INDEX swaps_operator ON swaps (to_operator_id)`,
];
