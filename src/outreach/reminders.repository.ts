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
   * Approved claims on shifts that start in a span, approved before that span began for them and without a
   * reminder for this start.
   */
  findDue(from: Date, to: Date, hours: number): Promise<RemindedRow[]> {
    return this.database.query<RemindedRow>(
      `SELECT c.id AS "claimId", o.user_id AS "userId",
              ${MESSAGE_SHIFT} AS shift
       FROM shifts s JOIN claims c ON c.shift_id = s.id JOIN operators o ON o.id = c.operator_id
       JOIN locations l ON l.id = s.location_id JOIN positions p ON p.id = s.position_id
       WHERE s.starts_at > $1 AND s.starts_at <= $2 AND s.status <> 'cancelled' AND s.published_at IS NOT NULL
         AND c.status = 'approved' AND c.checked_in_at IS NULL
         AND c.decided_at <= s.starts_at - make_interval(hours => $3)
         AND NOT EXISTS (SELECT FROM messages WHERE key = 'shift-reminder/' || c.id || '/' || extract(epoch FROM s.starts_at)::bigint)
       ORDER BY s.starts_at, c.id LIMIT 1000`,
      [from, to, hours],
    );
  }
}
