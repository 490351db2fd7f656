import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Links for a new password, one per user, stored as digests like invitations. */
export class PasswordResets1763902000000 implements MigrationInterface {
  readonly name = 'PasswordResets1763902000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE password_resets (
        id uuid NOT NULL,
        user_id uuid NOT NULL,
        digest bytea NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        CONSTRAINT password_resets_pkey PRIMARY KEY (id),
        CONSTRAINT password_resets_digest UNIQUE (digest),
        CONSTRAINT password_resets_one_each UNIQUE (user_id),
        CONSTRAINT password_resets_user_fk FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE password_resets');
  }
}
