import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { isActive } from '../roster/active-claims.js';

/** SQL: the entry is still on its shift's waitlist. */
export const isWaiting = (entry: string): string => `${entry}.status IN ('waiting', 'offered')`;

export interface ChangedEntryRow {
  id: string;
  locationId: string;
}

const AT_SHIFT = 'FROM shifts s WHERE s.id = w.shift_id';
const PLACE = 'w.id, s.location_id AS "locationId"';

/** Changes of waitlists that follow from taking and freeing seats. */
@Injectable()
export class WaitlistUpdatesRepository {
  constructor(private readonly database: Database) {}

  /**
   * A seat may be free, so all waiting operators are to be asked again. Returns the shifts with somebody
   * waiting.
   */
  async askAnew(shiftIds: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ shiftId: string }>(
      `UPDATE waitlist_entries SET passed_at = NULL
       WHERE id IN (SELECT id FROM waitlist_entries WHERE shift_id = ANY($1) AND status = 'waiting' ORDER BY id FOR UPDATE)
       RETURNING shift_id AS "shiftId"`,
      [shiftIds],
    );
    return [...new Set(rows.map((row) => row.shiftId))];
  }

  async countOffers(shiftId: string): Promise<number> {
    const row = await this.database.one<{ count: number }>(
      `SELECT count(*)::int AS count FROM waitlist_entries WHERE shift_id = $1 AND status = 'offered'`,
      [shiftId],
    );
    return row!.count;
  }

  /** Shifts from an instant on for which an operator is on the waitlist. */
  async findShiftsOf(operatorId: string, from: Date): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT s.id FROM waitlist_entries w JOIN shifts s ON s.id = w.shift_id
       WHERE w.operator_id = $1 AND ${isWaiting('w')} AND s.starts_at >= $2`,
      [operatorId, from],
    );
    return rows.map((row) => row.id);
  }

  /** The caller must have locked the operator and these shifts. */
  leaveAll(operatorId: string, from: Date, at: Date): Promise<ChangedEntryRow[]> {
    return this.database.query<ChangedEntryRow>(
      `UPDATE waitlist_entries w SET status = 'left', decided_at = $3, version = w.version + 1
       ${AT_SHIFT} AND w.operator_id = $1 AND ${isWaiting('w')} AND s.starts_at >= $2
       RETURNING ${PLACE}`,
      [operatorId, from, at],
    );
  }

  /**
   * Entries that ended when a shift was cancelled wait again, in their order, except for operators with a
   * claim on it.
   */
  async reopenOf(shiftId: string): Promise<ChangedEntryRow[]> {
    const rows = await this.database.query<ChangedEntryRow>(
      `UPDATE waitlist_entries w SET status = 'waiting', decided_at = NULL, offer_ends_at = NULL, passed_at = NULL,
              version = w.version + 1
       ${AT_SHIFT}
         AND w.id IN (SELECT e.id FROM waitlist_entries e
                      WHERE e.shift_id = $1 AND e.status = 'closed'
                        AND NOT EXISTS (SELECT FROM claims c WHERE c.shift_id = e.shift_id AND c.operator_id = e.operator_id
                                          AND ${isActive('c')})
                        AND NOT EXISTS (SELECT FROM waitlist_entries o WHERE o.shift_id = e.shift_id
                                          AND o.operator_id = e.operator_id AND ${isWaiting('o')})
                      ORDER BY e.id FOR UPDATE OF e)
       RETURNING ${PLACE}`,
      [shiftId],
    );
    return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** Ends an operator's entry on a shift's waitlist when they get a claim on the shift. */
  markTaken(shiftId: string, operatorId: string, at: Date): Promise<ChangedEntryRow | null> {
    return this.database.one<ChangedEntryRow>(
      `UPDATE waitlist_entries w SET status = 'taken', decided_at = $3, version = w.version + 1
       ${AT_SHIFT} AND w.shift_id = $1 AND w.operator_id = $2 AND ${isWaiting('w')}
       RETURNING ${PLACE}`,
      [shiftId, operatorId, at],
    );
  }
}
