import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { MESSAGE_SHIFT, type MessageShift } from '../scheduling/notifications/message-facts.js';

export interface ShiftOfPerson {
  userId: string;
  shift: MessageShift;
}

@Injectable()
export class MaintenanceNoticesRepository {
  constructor(private readonly database: Database) {}

  /** Who is on a published shift of a location that overlaps one of the spans, is not over, and begins before `until`; by start. */
  findAffected(
    locationId: string,
    spans: readonly { startsAt: string; endsAt: string }[],
    { now, until }: { now: Date; until: Date },
  ): Promise<ShiftOfPerson[]> {
    return this.database.query<ShiftOfPerson>(
      `SELECT o.user_id AS "userId", ${MESSAGE_SHIFT} AS shift
       FROM shifts s JOIN claims c ON c.shift_id = s.id JOIN operators o ON o.id = c.operator_id
       JOIN locations l ON l.id = s.location_id JOIN positions p ON p.id = s.position_id
       WHERE s.location_id = $1 AND s.ends_at > $2 AND s.starts_at < $3 AND s.status <> 'cancelled' AND s.published_at IS NOT NULL
         AND c.status = 'approved'
         AND EXISTS (SELECT FROM unnest($4::timestamptz[], $5::timestamptz[]) AS span (starts_at, ends_at)
                     WHERE s.starts_at < span.ends_at AND s.ends_at > span.starts_at)
       ORDER BY s.starts_at, s.id`,
      [locationId, now, until, spans.map(({ startsAt }) => startsAt), spans.map(({ endsAt }) => endsAt)],
    );
  }

  async findPlace(locationId: string): Promise<{ locationName: string; timeZone: string }> {
    const row = await this.database.one<{ locationName: string; timeZone: string }>(
      'SELECT name AS "locationName", time_zone AS "timeZone" FROM locations WHERE id = $1',
      [locationId],
    );
    return row!;
  }
}
