import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';

/** The schedule of a shift, with what a shift needs from it. */
export interface HoldingSchedule {
  id: string;
  startsOn: string;
  endsOn: string;
  status: 'draft' | 'published' | 'approved' | 'archived';
  claimableFrom: Date | null;
}

@Injectable()
export class HoldingSchedulesRepository {
  constructor(private readonly database: Database) {}

  /**
   * The schedule of a shift that begins on a local date, protected from changes until the transaction ends:
   * the one of that date, or the one whose last night the shift covers.
   */
  find(locationId: string, date: string, shiftId: string | null): Promise<HoldingSchedule | null> {
    return this.database.one<HoldingSchedule & Record<string, unknown>>(
      `SELECT id, starts_on AS "startsOn", ends_on AS "endsOn", status, claimable_from AS "claimableFrom"
       FROM schedules
       WHERE id = COALESCE((SELECT schedule_id FROM shifts WHERE id = $3),
                           (SELECT id FROM schedules WHERE location_id = $1 AND starts_on <= $2 AND ends_on >= $2))
       FOR SHARE`,
      [locationId, date, shiftId],
    );
  }
}
