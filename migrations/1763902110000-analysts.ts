import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The role of analysts. */
export class Analysts1763902110000 implements MigrationInterface {
  readonly name = 'Analysts1763902110000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE users DROP CONSTRAINT users_role');
    await runner.query(
      `ALTER TABLE users ADD CONSTRAINT users_role CHECK (role IN ('admin', 'supervisor', 'campus_it', 'operator', 'analyst'))`,
    );
  }

  /** Older versions have no analysts, so analysts can no longer sign in. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM sessions WHERE user_id IN (SELECT id FROM users WHERE role = 'analyst')`);
    await runner.query(
      `UPDATE users SET role = 'campus_it', removed_at = COALESCE(removed_at, now()) WHERE role = 'analyst'`,
    );
    await runner.query('ALTER TABLE users DROP CONSTRAINT users_role');
    await runner.query(
      `ALTER TABLE users ADD CONSTRAINT users_role CHECK (role IN ('admin', 'supervisor', 'campus_it', 'operator'))`,
    );
  }
}
