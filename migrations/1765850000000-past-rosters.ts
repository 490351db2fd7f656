import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who worked before the product was used can be imported: as shifts and claims that name their import, so that the import
 * can be taken back. Without a foreign key, as with the other records of imports.
 */
export class PastRosters1765850000000 implements MigrationInterface {
  readonly name = 'PastRosters1765850000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE shifts ADD COLUMN import_id uuid');
    await runner.query('CREATE INDEX shifts_import ON shifts (import_id) WHERE import_id IS NOT NULL');
    await runner.query('ALTER TABLE claims ADD COLUMN import_id uuid');
    await runner.query(`
      CREATE TABLE claim_confirmations (
        claim_id uuid NOT NULL
          CONSTRAINT claim_confirmations_claim_fk REFERENCES claims (id) ON DELETE CASCADE,
        import_id uuid NOT NULL,
        CONSTRAINT claim_confirmations_pkey PRIMARY KEY (claim_id, import_id)
      )`);
    await runner.query('CREATE INDEX claim_confirmations_import ON claim_confirmations (import_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE claim_confirmations');
    await runner.query('ALTER TABLE claims DROP COLUMN import_id');
    await runner.query('ALTER TABLE shifts DROP COLUMN import_id');
  }
}
