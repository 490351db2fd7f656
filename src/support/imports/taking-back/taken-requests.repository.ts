import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import type { TakenBack } from './taken-back.js';

/** Takes back the requests of an import: in one transaction, with the lock of its source. */
@Injectable()
export class TakenRequestsRepository {
  constructor(private readonly database: Database) {}

  async takeBack(importId: string, source: string, finishedAt: Date): Promise<TakenBack> {
    await this.database.query(
      `CREATE TEMPORARY TABLE taken_requests (id uuid NOT NULL, external_id text NOT NULL, version int NOT NULL, import_version int,
         is_changed boolean, kept_code text, kept_why text) ON COMMIT DROP`,
    );
    // Whoever writes a note or a change waits for this lock, or was before it and is seen by the statements that follow.
    await this.database.query(
      `INSERT INTO taken_requests (id, external_id, version, import_version)
       SELECT id, external_id, version, import_version FROM support_requests
       WHERE source = $1 AND external_id IS NOT NULL AND import_id = $2 ORDER BY external_id COLLATE "C" FOR UPDATE`,
      [source, importId],
    );
    await this.database.query('ANALYZE taken_requests');
    await this.judge(importId, finishedAt);
    await this.database.query(
      `INSERT INTO taken_requests (id, external_id, version, kept_code, kept_why)
       SELECT r.id, r.external_id, r.version, 'CHANGED_BY_LATER_IMPORT', 'was changed by a later import'
       FROM support_requests r
       WHERE r.id IN (SELECT s.request_id FROM support_import_requests s WHERE s.former_import_id = $1)
         AND r.import_id IS DISTINCT FROM $1`,
      [importId],
    );
    const kept = await this.noteKept(importId);
    const removed = await this.remove();
    const restored = await this.restore(importId);
    return { removed, restored, kept };
  }

  /** Decides what stays, with the reason. */
  private async judge(importId: string, finishedAt: Date): Promise<void> {
    await this.database.query(
      `UPDATE taken_requests t SET is_changed = s.opened_at IS NOT NULL,
         kept_code = CASE WHEN s.opened_at IS NULL THEN 'CHANGED_SINCE' END,
         kept_why = CASE WHEN s.opened_at IS NULL THEN 'was created by somebody else during the import' END
       FROM support_import_requests s WHERE s.request_id = t.id AND s.import_id = $1 AND s.kind = 'changed'`,
      [importId],
    );
    await this.database.query(
      `UPDATE taken_requests SET kept_code = 'CHANGED_SINCE', kept_why = 'was changed since'
       WHERE version IS DISTINCT FROM import_version`,
    );
    await this.database.query(
      `UPDATE taken_requests t SET kept_code = 'HAS_ENTRIES', kept_why = 'has notes, or something was done with it'
       WHERE t.kept_code IS NULL AND EXISTS (
         SELECT FROM request_entries e WHERE e.request_id = t.id AND (t.is_changed IS NULL OR e.at >= $1))`,
      [finishedAt],
    );
    await this.database.query(
      `UPDATE taken_requests t SET kept_code = 'IN_ANOTHER_IMPORT', kept_why = 'is also in another import: ' || i.file_name
       FROM support_import_requests s JOIN support_imports i ON i.id = s.import_id
       WHERE t.kept_code IS NULL AND s.request_id = t.id AND s.kind = 'confirmed' AND s.version = t.version
         AND s.import_id <> $1`,
      [importId],
    );
  }

  /** Lists what stays, in the place of what an earlier attempt listed. Returns how many. */
  private async noteKept(importId: string): Promise<number> {
    await this.database.query(`DELETE FROM support_import_remarks WHERE import_id = $1 AND kind = 'kept'`, [
      importId,
    ]);
    const noted = await this.database.one<{ count: number }>(
      `WITH noted AS (
         INSERT INTO support_import_remarks (import_id, kind, ordinal, line, code, message)
         SELECT $1, 'kept', row_number() OVER (ORDER BY t.external_id) - 1, NULL, t.kept_code, t.external_id || ' ' || t.kept_why || '.'
         FROM taken_requests t WHERE t.kept_code IS NOT NULL
         RETURNING 1
       ) SELECT count(*) FROM noted`,
      [importId],
    );
    return noted!.count;
  }

  private async remove(): Promise<number> {
    const removed = await this.database.one<{ count: number }>(
      `WITH removed AS (
         DELETE FROM support_requests r USING taken_requests t
         WHERE r.id = t.id AND t.kept_code IS NULL AND t.is_changed IS NULL RETURNING 1
       ) SELECT count(*) FROM removed`,
    );
    return removed!.count;
  }

  /** A request that an earlier import left so is again as that import left it. */
  private async restore(importId: string): Promise<number> {
    const restored = await this.database.one<{ count: number }>(
      `WITH restored AS (
         UPDATE support_requests r
         SET opened_at = s.opened_at, first_response_at = s.first_response_at, waited_minutes = s.waited_minutes,
             escalated_at = s.escalated_at, first_resolved_at = s.first_resolved_at, resolved_at = s.resolved_at,
             tier = s.tier, channel = s.channel, category = s.category, priority = COALESCE(s.priority, r.priority), read_level = s.read_level,
             directional = s.directional, external_url = s.external_url, import_id = s.former_import_id,
             import_version = CASE WHEN s.former_import_version = s.version THEN r.version + 1 ELSE s.former_import_version END,
             version = r.version + 1
         FROM taken_requests t JOIN support_import_requests s ON s.request_id = t.id AND s.import_id = $1
         WHERE r.id = t.id AND t.kept_code IS NULL AND t.is_changed
         RETURNING r.id, r.version, s.version AS former_version
       ), confirmed AS (
         UPDATE support_import_requests c SET version = restored.version FROM restored
         WHERE c.request_id = restored.id AND c.kind = 'confirmed' AND c.version = restored.former_version
       )
       SELECT count(*) FROM restored`,
      [importId],
    );
    await this.database.query(
      `DELETE FROM support_import_requests s
       WHERE s.import_id = $1 AND (s.kind = 'confirmed' OR s.request_id IN (
         SELECT t.id FROM taken_requests t WHERE t.kept_code IS NULL AND t.is_changed))`,
      [importId],
    );
    return restored!.count;
  }
}
