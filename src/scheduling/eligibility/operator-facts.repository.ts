import { Injectable } from '@nestjs/common';
import { SETTINGS_LIMITS } from '../../coverage/settings.entity.js';
import type { Weekday } from '../../domain/local-date.js';
import type { WorkingTimeLimits } from '../../domain/working-time.js';
import { Database } from '../../platform/database/database.js';

/** An operator, with the institution's week, as the eligibility rules need them. */
export interface OperatorFacts {
  id: string;
  deactivatedOn: string | null;
  positionIds: string[];
  /** The positions among these for which the operator is in training. */
  trainingIds: string[];
  expiries: { positionId: string; expiresOn: string }[];
  locationIds: string[];
  weeklyHourCap: number | null;
  capIsBinding: boolean;
  otherWeeklyHours: number;
  zone: string;
  weekStartsOn: Weekday;
  limits: WorkingTimeLimits;
}

@Injectable()
export class OperatorFactsRepository {
  constructor(private readonly database: Database) {}

  /**
   * Locks operators until the transaction ends, ordered by id. Operators are always locked before shifts.
   * Uses FOR NO KEY UPDATE: when a transaction changes a claim twice, PostgreSQL checks its foreign keys
   * again, on operators that the transaction has not locked.
   */
  async lock(ids: readonly string[]): Promise<OperatorFacts[]> {
    // Locks first and reads afterwards: a statement that waits for a row sees the new row, but related rows
    // as they were before.
    await this.database.query('SELECT FROM operators WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE', [
      ids,
    ]);
    return this.find(ids);
  }

  /** The operators' data for the eligibility rules, ordered by id. */
  find(ids: readonly string[]): Promise<OperatorFacts[]> {
    return this.database.query<OperatorFacts>(
      `SELECT o.id, o.deactivated_on AS "deactivatedOn", o.weekly_hour_cap AS "weeklyHourCap",
              o.cap_is_binding AS "capIsBinding", o.other_weekly_hours AS "otherWeeklyHours",
              ARRAY(SELECT position_id FROM operator_positions WHERE operator_id = o.id) AS "positionIds",
              ARRAY(SELECT position_id FROM operator_positions WHERE operator_id = o.id AND in_training) AS "trainingIds",
              COALESCE((SELECT json_agg(json_build_object('positionId', position_id, 'expiresOn', expires_on))
                        FROM operator_positions WHERE operator_id = o.id AND expires_on IS NOT NULL), '[]') AS expiries,
              ARRAY(SELECT location_id FROM user_locations WHERE user_id = o.user_id) AS "locationIds",
              settings.time_zone AS zone, settings.week_starts_on AS "weekStartsOn",
              ${SETTINGS_LIMITS} AS limits
       FROM operators o, settings WHERE o.id = ANY($1) ORDER BY o.id`,
      [ids],
    );
  }
}
