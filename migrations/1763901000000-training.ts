import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Qualifications with training and expiry, and places for operators in training. */
export class Training1763901000000 implements MigrationInterface {
  readonly name = 'Training1763901000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `UPDATE claims SET status = 'withdrawn', seat = NULL WHERE is_shadow AND status IN ('pending', 'approved')`,
    );
    await runner.query('DROP INDEX claims_one_seat');
    await runner.query('ALTER TABLE claims DROP COLUMN is_shadow, DROP COLUMN signed_off_at');
    await runner.query(`CREATE UNIQUE INDEX claims_one_seat ON claims (shift_id, seat) ${TAKEN}`);
    await runner.query(
      'ALTER TABLE operator_positions DROP COLUMN in_training, DROP COLUMN training_since, DROP COLUMN expires_on',
    );
    await runner.query('ALTER TABLE positions DROP COLUMN shadow_shifts, DROP COLUMN expires_with_term');
  }
}

const TAKEN = `WHERE status IN ('pending', 'approved') AND relieves_id IS NULL`;

const STATEMENTS = [
  `ALTER TABLE positions
     ADD COLUMN shadow_shifts smallint NOT NULL DEFAULT 0,
     ADD COLUMN expires_with_term boolean NOT NULL DEFAULT false,
     ADD CONSTRAINT positions_shadow_shifts CHECK (shadow_shifts BETWEEN 0 AND 50)`,
  `ALTER TABLE operator_positions
     ADD COLUMN in_training boolean NOT NULL DEFAULT false,
     ADD COLUMN training_since timestamptz,
     ADD COLUMN expires_on date`,
  `ALTER TABLE claims
     ADD COLUMN is_shadow boolean NOT NULL DEFAULT false,
     ADD COLUMN signed_off_at timestamptz,
     ADD CONSTRAINT claims_shadow CHECK (NOT is_shadow OR relieves_id IS NULL),
     ADD CONSTRAINT claims_signed_off CHECK (signed_off_at IS NULL OR is_shadow)`,
  'DROP INDEX claims_one_seat',
  `CREATE UNIQUE INDEX claims_one_seat ON claims (shift_id, seat) ${TAKEN} AND NOT is_shadow`,
  `CREATE UNIQUE INDEX claims_one_shadow ON claims (shift_id, seat) WHERE status IN ('pending', 'approved') AND is_shadow`,
];
