import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import type { TakenBack } from './taken-back.js';

/** How far the taking back of imports is. */
@Injectable()
export class TakeBacksRepository {
  constructor(private readonly database: Database) {}

  /** Until the transaction ends nobody else asks to take it back. */
  async lock(id: string): Promise<void> {
    await this.database.query('SELECT FROM support_imports WHERE id = $1 FOR UPDATE', [id]);
  }

  async setStatus(id: string, status: 'queued' | 'running', error: string | null = null): Promise<void> {
    await this.database.query(
      'UPDATE support_imports SET take_back_status = $2, take_back_error = $3 WHERE id = $1',
      [id, status, error],
    );
  }

  async complete(id: string, { removed, restored, kept }: TakenBack, at: Date): Promise<void> {
    await this.database.query(
      `UPDATE support_imports SET take_back_status = 'completed', take_back_error = NULL, taken_back_at = $5,
              removed = removed + $2, restored = restored + $3, kept = $4
       WHERE id = $1`,
      [id, removed, restored, kept, at],
    );
  }

  async fail(id: string, error: string): Promise<void> {
    await this.database.query(
      `UPDATE support_imports SET take_back_status = 'failed', take_back_error = $2
       WHERE id = $1 AND take_back_status IN ('queued', 'running')`,
      [id, error],
    );
  }

  async findRunning(): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM support_imports WHERE take_back_status = 'running'`,
    );
    return rows.map((row) => row.id);
  }

  /** Forgets what imports before this time found and changed. */
  async forgetBefore(before: Date): Promise<void> {
    await this.database.query(
      `WITH old AS (
         UPDATE support_imports SET is_kept_track_of = false WHERE is_kept_track_of AND created_at < $1 RETURNING id
       ), requests AS (
         DELETE FROM support_import_requests WHERE import_id IN (SELECT id FROM old)
       ), claims AS (
         DELETE FROM claim_confirmations WHERE import_id IN (SELECT id FROM old)
       )
       DELETE FROM support_import_counts WHERE import_id IN (SELECT id FROM old)`,
      [before],
    );
  }
}
