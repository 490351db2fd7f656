import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The digests of setup codes that servers print at their start while there are no users. Any of them allows
 * the first admin to be created.
 */
export class SetupCodes1763902030000 implements MigrationInterface {
  readonly name = 'SetupCodes1763902030000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE setup_codes (
        digest bytea NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT setup_codes_pkey PRIMARY KEY (digest)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE setup_codes');
  }
}
