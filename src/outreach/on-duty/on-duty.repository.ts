import { Injectable } from '@nestjs/common';
import type { DutySeat } from '../../domain/on-duty.js';
import { Database } from '../../platform/database/database.js';
import { epochMillis } from '../../platform/database/epoch.js';

export interface DutyRow extends DutySeat {
  /** The name that colleagues see. */
  name: string;
  positionName: string;
}

@Injectable()
export class OnDutyRepository {
  constructor(private readonly database: Database) {}

  /** The seats of a location's published shifts that touch a span, without those of people in training. */
  findSeats(locationId: string, from: Date, to: Date): Promise<DutyRow[]> {
    return this.database.query<DutyRow>(
      `SELECT c.operator_id AS "operatorId", u.display_name AS name, s.position_id AS "positionId", p.name AS "positionName",
              ${epochMillis('s.starts_at')} AS start, ${epochMillis('s.ends_at')} AS end,
              c.no_show AS "isNoShow", ${epochMillis('c.checked_out_at')} AS "checkedOutAt"
       FROM shifts s JOIN claims c ON c.shift_id = s.id JOIN operators o ON o.id = c.operator_id
       JOIN users u ON u.id = o.user_id JOIN positions p ON p.id = s.position_id
       WHERE s.location_id = $1 AND s.status = 'published' AND c.status = 'approved' AND NOT c.is_shadow
         AND s.starts_at > $2::timestamptz - interval '24 hours' AND s.starts_at < $3 AND s.ends_at > $2
       ORDER BY s.starts_at, c.id`,
      [locationId, from, to],
    );
  }
}
