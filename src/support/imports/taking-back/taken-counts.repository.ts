import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import type { TakenBack } from './taken-back.js';

/** Takes back the counts of an import: in one transaction, with the lock of its location. */
@Injectable()
export class TakenCountsRepository {
  constructor(private readonly database: Database) {}

  async takeBack(importId: string, locationId: string, timeZone: string): Promise<TakenBack> {
    await this.database.query(
      `CREATE TEMPORARY TABLE taken_counts (id uuid NOT NULL, area text NOT NULL, at timestamptz NOT NULL, version int NOT NULL,
         import_version int, is_changed boolean, kept_code text, kept_why text) ON COMMIT DROP`,
    );
    await this.database.query(
      `INSERT INTO taken_counts (id, area, at, version, import_version)
       SELECT id, area, at, version, import_version FROM activity_counts
       WHERE location_id = $1 AND import_id = $2 ORDER BY series, area, at FOR UPDATE`,
      [locationId, importId],
    );
    await this.database.query('ANALYZE taken_counts');
    await this.judge(importId);
    await this.database.query(
      `INSERT INTO taken_counts (id, area, at, version, kept_code, kept_why)
       SELECT c.id, c.area, c.at, c.version, 'CHANGED_BY_LATER_IMPORT', 'was changed by a later import'
       FROM activity_counts c
       WHERE c.id IN (SELECT s.count_id FROM support_import_counts s WHERE s.former_import_id = $1)
         AND c.import_id IS DISTINCT FROM $1`,
      [importId],
    );
    const kept = await this.noteKept(importId, timeZone);
    const removed = await this.remove();
    const restored = await this.restore(importId);
    return { removed, restored, kept };
  }

  private async judge(importId: string): Promise<void> {
    await this.database.query(
      `UPDATE taken_counts t SET is_changed = s.count IS NOT NULL,
         kept_code = CASE WHEN s.count IS NULL THEN 'CHANGED_SINCE' END,
         kept_why = CASE WHEN s.count IS NULL THEN 'was created by somebody else during the import' END
       FROM support_import_counts s WHERE s.count_id = t.id AND s.import_id = $1 AND s.kind = 'changed'`,
      [importId],
    );
    await this.database.query(
      `UPDATE taken_counts SET kept_code = 'CHANGED_SINCE', kept_why = 'was changed since'
       WHERE version IS DISTINCT FROM import_version`,
    );
    await this.database.query(
      `UPDATE taken_counts t SET kept_code = 'IN_ANOTHER_IMPORT', kept_why = 'is also in another import: ' || i.file_name
       FROM support_import_counts s JOIN support_imports i ON i.id = s.import_id
       WHERE t.kept_code IS NULL AND s.count_id = t.id AND s.kind = 'confirmed' AND s.version = t.version AND s.import_id <> $1`,
      [importId],
    );
  }

  private async noteKept(importId: string, timeZone: string): Promise<number> {
    await this.database.query(`DELETE FROM support_import_remarks WHERE import_id = $1 AND kind = 'kept'`, [
      importId,
    ]);
    const noted = await this.database.one<{ count: number }>(
      `WITH noted AS (
         INSERT INTO support_import_remarks (import_id, kind, ordinal, line, code, message)
         SELECT $1, 'kept', row_number() OVER (ORDER BY t.at, t.area, t.id) - 1, NULL, t.kept_code,
                'The count of ' || to_char(t.at AT TIME ZONE $2, 'YYYY-MM-DD HH24:MI')
                  || CASE t.area WHEN '' THEN '' ELSE ', ' || t.area || ',' END || ' ' || t.kept_why || '.'
         FROM taken_counts t WHERE t.kept_code IS NOT NULL
         RETURNING 1
       ) SELECT count(*) FROM noted`,
      [importId, timeZone],
    );
    return noted!.count;
  }

  private async remove(): Promise<number> {
    const removed = await this.database.one<{ count: number }>(
      `WITH removed AS (
         DELETE FROM activity_counts c USING taken_counts t
         WHERE c.id = t.id AND t.kept_code IS NULL AND t.is_changed IS NULL RETURNING 1
       ) SELECT count(*) FROM removed`,
    );
    return removed!.count;
  }

  private async restore(importId: string): Promise<number> {
    const restored = await this.database.one<{ count: number }>(
      `WITH restored AS (
         UPDATE activity_counts c
         SET count = s.count, cumulative = s.cumulative, created_by = s.created_by, import_id = s.former_import_id,
             import_version = CASE WHEN s.former_import_version = s.version THEN c.version + 1 ELSE s.former_import_version END,
             version = c.version + 1
         FROM taken_counts t JOIN support_import_counts s ON s.count_id = t.id AND s.import_id = $1
         WHERE c.id = t.id AND t.kept_code IS NULL AND t.is_changed
         RETURNING c.id, c.version, s.version AS former_version
       ), confirmed AS (
         UPDATE support_import_counts k SET version = restored.version FROM restored
         WHERE k.count_id = restored.id AND k.kind = 'confirmed' AND k.version = restored.former_version
       )
       SELECT count(*) FROM restored`,
      [importId],
    );
    await this.database.query(
      `DELETE FROM support_import_counts s
       WHERE s.import_id = $1 AND (s.kind = 'confirmed' OR s.count_id IN (
         SELECT t.id FROM taken_counts t WHERE t.kept_code IS NULL AND t.is_changed))`,
      [importId],
    );
    return restored!.count;
  }
}
