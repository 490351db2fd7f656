import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';

/** What was inserted: claims, and how many of them do not say what was worked. */
export interface ImportedSeats {
  claims: number;
  unrecorded: number;
}

/** Most seats of one shift; more people at one time are on several shifts. */
const MOST_SEATS = 200;

/** Writes the seats of past rosters: published shifts with as many seats as people, and their approved claims. */
@Injectable()
export class ImportedSeatsRepository {
  constructor(private readonly database: Database) {}

  /** Inserts all staged rows; the caller has dropped those that cannot be taken, and locked their operators. */
  async insert(locationId: string, importId: string, at: Date): Promise<ImportedSeats> {
    await this.database.query(
      `CREATE TEMPORARY TABLE staged_seats
         (line int NOT NULL, position_id uuid NOT NULL, starts_at timestamptz NOT NULL, ends_at timestamptz NOT NULL, part bigint NOT NULL,
          seat bigint NOT NULL, shift_id uuid) ON COMMIT DROP`,
    );
    await this.database.query(
      `INSERT INTO staged_seats (line, position_id, starts_at, ends_at, part, seat)
       SELECT line, position_id, starts_at, ends_at, place / ${MOST_SEATS}, place % ${MOST_SEATS} + 1
       FROM (SELECT line, position_id, starts_at, ends_at,
                    row_number() OVER (PARTITION BY position_id, starts_at, ends_at ORDER BY line) - 1 AS place
             FROM staged_rosters) AS placed`,
    );
    await this.database.query(
      `WITH made AS MATERIALIZED (
         SELECT gen_random_uuid() AS id, position_id, starts_at, ends_at, part, max(seat) AS seats
         FROM staged_seats GROUP BY position_id, starts_at, ends_at, part
       ), inserted AS (
         INSERT INTO shifts (id, location_id, position_id, starts_at, ends_at, seats, status, published_at, import_id)
         SELECT id, $1, position_id, starts_at, ends_at, seats, 'published', $3, $2 FROM made ORDER BY starts_at, id
       )
       UPDATE staged_seats t SET shift_id = made.id FROM made
       WHERE t.position_id = made.position_id AND t.starts_at = made.starts_at AND t.ends_at = made.ends_at
         AND t.part = made.part`,
      [locationId, importId, at],
    );
    await this.database.query('ANALYZE staged_seats');
    const inserted = await this.database.one<ImportedSeats>(
      `WITH inserted AS (
         INSERT INTO claims (id, shift_id, operator_id, starts_at, ends_at, seats, seat, status, created_at, decided_at,
           checked_in_at, checked_out_at, no_show, import_id)
         SELECT gen_random_uuid(), s.id, r.operator_id, s.starts_at, s.ends_at, s.seats, t.seat, 'approved', $2, $2,
                r.worked_from, r.worked_to, r.no_show, $1
         FROM staged_rosters r JOIN staged_seats t ON t.line = r.line JOIN shifts s ON s.id = t.shift_id
         ORDER BY s.starts_at, s.id, t.seat
         RETURNING checked_in_at, no_show
       )
       SELECT count(*) AS claims, count(*) FILTER (WHERE checked_in_at IS NULL AND NOT no_show) AS unrecorded FROM inserted`,
      [importId, at],
    );
    return inserted!;
  }

  /** Locks what an import left: its operators, its shifts, and the claims on these. */
  async lock(importId: string): Promise<void> {
    await this.database.query(
      `SELECT FROM operators
       WHERE id IN (SELECT c.operator_id FROM shifts s JOIN claims c ON c.shift_id = s.id WHERE s.import_id = $1)
       ORDER BY id FOR NO KEY UPDATE`,
      [importId],
    );
    await this.database.query('SELECT FROM shifts WHERE import_id = $1 ORDER BY id FOR UPDATE', [importId]);
    await this.database.query(
      `SELECT FROM claims WHERE shift_id IN (SELECT s.id FROM shifts s WHERE s.import_id = $1) ORDER BY id FOR UPDATE`,
      [importId],
    );
  }

  /**
   * Decides for each locked shift of an import whether it goes, in the temporary table `taken_shifts`: with `kept_code` and
   * `kept_why` when it stays with all its claims, because it or one of them was changed or used since.
   */
  async judge(importId: string): Promise<void> {
    await this.database.query(
      `CREATE TEMPORARY TABLE taken_shifts
         (id uuid NOT NULL, kept_code text, kept_why text, other_import_id uuid) ON COMMIT DROP`,
    );
    await this.database.query(
      `INSERT INTO taken_shifts (id, kept_code, kept_why)
       SELECT s.id, CASE WHEN is_changed THEN 'CHANGED_SINCE' WHEN is_used THEN 'USED_SINCE' END,
              CASE WHEN is_changed THEN 'was changed since' WHEN is_used THEN 'was used since' END
       FROM shifts s CROSS JOIN LATERAL (
         SELECT s.version > 1 OR s.status <> 'published' OR EXISTS (
                  SELECT FROM claims c WHERE c.shift_id = s.id AND (c.version > 1 OR c.import_id IS DISTINCT FROM s.import_id))
                  AS is_changed,
                EXISTS (SELECT FROM waitlist_entries w WHERE w.shift_id = s.id) OR EXISTS (
                  SELECT FROM claims c WHERE c.shift_id = s.id AND (
                    EXISTS (SELECT FROM attendance_corrections a WHERE a.claim_id = c.id)
                    OR EXISTS (SELECT FROM drop_requests d WHERE c.id IN (d.claim_id, d.taken_claim_id))
                    OR EXISTS (SELECT FROM swaps w WHERE c.id IN (w.claim_id, w.with_claim_id)))) AS is_used) AS found
       WHERE s.import_id = $1`,
      [importId],
    );
    await this.database.query(
      `UPDATE taken_shifts t SET kept_code = 'IN_ANOTHER_IMPORT', kept_why = 'is also in another import', other_import_id = n.import_id
       FROM claims c JOIN claim_confirmations n ON n.claim_id = c.id
       WHERE t.kept_code IS NULL AND c.shift_id = t.id AND n.import_id <> $1`,
      [importId],
    );
  }

  /** Removes the judged shifts that may go, with their claims. Returns how many claims went. */
  async remove(importId: string): Promise<number> {
    await this.database.query('DELETE FROM claim_confirmations WHERE import_id = $1', [importId]);
    const removed = await this.database.one<{ count: number }>(
      `WITH removed AS (
         DELETE FROM claims c USING taken_shifts t WHERE c.shift_id = t.id AND t.kept_code IS NULL RETURNING 1
       ) SELECT count(*) FROM removed`,
    );
    await this.database.query(
      'DELETE FROM shifts s USING taken_shifts t WHERE s.id = t.id AND t.kept_code IS NULL',
    );
    return removed!.count;
  }
}
