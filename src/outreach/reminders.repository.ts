import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { MESSAGE_SHIFT, type MessageShift } from '../scheduling/notifications/message-facts.js';

export interface RemindedRow {
  claimId: string;
  userId: string;
  shift: MessageShift;
}

@Injectable()
export class RemindersRepository {
  constructor(private readonly database: Database) {}

  /**
   * Approved claims on shifts that start in a span, approved at least so many hours before the start, and without a reminder of this kind for
   * this start. `suffix` ends the keys of such reminders.
   */
  findDue(from: Date, to: Date, hours: number, suffix: string): Promise<RemindedRow[]> {
    return this.database.query<RemindedRow>(
      `SELECT c.id AS "claimId", o.user_id AS "userId",
              ${MESSAGE_SHIFT} AS shift
       FROM shifts s JOIN claims c ON c.shift_id = s.id JOIN operators o ON o.id = c.operator_id
       JOIN locations l ON l.id = s.location_id JOIN positions p ON p.id = s.position_id
       WHERE s.starts_at > $1 AND s.starts_at <= $2 AND s.status <> 'cancelled' AND s.published_at IS NOT NULL
         AND c.status = 'approved' AND c.checked_in_at IS NULL
         AND c.decided_at <= s.starts_at - make_interval(hours => $3)
         AND NOT EXISTS (SELECT FROM messages WHERE key = 'shift-reminder/' || c.id || '/' || extract(epoch FROM s.starts_at)::bigint || $4)
       ORDER BY s.starts_at, c.id LIMIT 1000`,
      [from, to, hours, suffix],
    );
  }

  /** Whether a claim is still to be worked, from the same moment on, which is ahead. */
  async isAhead(claimId: string, startsAt: Date, now: Date): Promise<boolean> {
    const row = await this.database.one(
      `SELECT c.id FROM claims c JOIN shifts s ON s.id = c.shift_id
       WHERE c.id = $1 AND c.status = 'approved' AND s.status <> 'cancelled' AND s.starts_at = $2 AND s.starts_at > $3`,
      [claimId, startsAt, now],
    );
    return row !== null;
  }
}
