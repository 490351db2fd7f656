import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Marks requests that are known only from an imported file. Of existing requests these are the open ones of
 * an imported source.
 */
export class ImportedRequests1763901660000 implements MigrationInterface {
  readonly name = 'ImportedRequests1763901660000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE support_requests ADD COLUMN imported boolean NOT NULL DEFAULT false');
    await runner.query(
      `UPDATE support_requests r SET imported = true
       WHERE r.external_id IS NOT NULL AND r.resolved_at IS NULL AND EXISTS (
         SELECT FROM support_imports i WHERE i.location_id = r.location_id AND i.mapping->>'source' = r.source
           AND i.status = 'completed' AND (i.mapping->>'dryRun')::boolean IS NOT TRUE)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE support_requests DROP COLUMN imported');
  }
}
