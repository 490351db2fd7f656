import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sign-in attempts, counted for all replicas together, and devices on which users have signed in. */
export class SignInAttempts1763902020000 implements MigrationInterface {
  readonly name = 'SignInAttempts1763902020000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE sign_in_attempts (
        key bytea NOT NULL,
        failures integer NOT NULL,
        last_at timestamptz NOT NULL,
        blocked_until timestamptz,
        CONSTRAINT sign_in_attempts_pkey PRIMARY KEY (key)
      )`);
    await runner.query('CREATE INDEX sign_in_attempts_last ON sign_in_attempts (last_at)');
    await runner.query(`
      CREATE TABLE known_devices (
        user_id uuid NOT NULL,
        digest bytea NOT NULL,
        seen_at timestamptz NOT NULL,
        CONSTRAINT known_devices_pkey PRIMARY KEY (user_id, digest),
        CONSTRAINT known_devices_user_fk FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
      )`);
    await runner.query('CREATE INDEX known_devices_digest ON known_devices (digest)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE known_devices');
    await runner.query('DROP TABLE sign_in_attempts');
  }
}
