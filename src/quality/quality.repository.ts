import type { Span } from '../domain/interval.js';
import { ON_SHIFT } from '../scheduling/staffing/on-shift.js';
import { mayWorkAt } from '../access/may-work-at.js';
import type { LocalDate } from '../domain/local-date.js';
import type { QualityClaim } from '../domain/quality/facts.js';
import type { OwnHours } from '../domain/weekly-hours.js';
import type { Database } from '../platform/database/database.js';
import { epochMillis } from '../platform/database/epoch.js';

/** An operator whose work a location's schedule spreads. */
export interface QualityOperatorRow extends OwnHours {
  id: string;
  name: string;
  /** The first date on which they no longer work. */
  deactivatedOn: LocalDate | null;
  /** The positions that they hold without training. */
  positionIds: string[];
}

export type QualityClaimRow = Omit<QualityClaim, 'isHere'> & { locationId: string };

/** SQL: claims that put an operator on shift. */
const APPROVED = `c.status = 'approved' AND ${ON_SHIFT}`;

/** Who works at a location, and when. Used in a worker thread. */
export class QualityRepository {
  constructor(private readonly database: Database) {}

  /**
   * Operators who hold one of the positions, may work at the location and are active on the date, and all
   * who have an approved claim there in the window. Ordered by id.
   */
  findOperators(
    locationId: string,
    positionIds: readonly string[],
    activeOn: LocalDate,
    { start, end }: Span,
  ): Promise<QualityOperatorRow[]> {
    return this.database.query<QualityOperatorRow>(
      `SELECT o.id, u.name, o.deactivated_on AS "deactivatedOn", o.weekly_hour_cap AS "weeklyHourCap",
              o.other_weekly_hours AS "otherWeeklyHours",
              ARRAY(SELECT position_id FROM operator_positions WHERE operator_id = o.id AND NOT in_training) AS "positionIds"
       FROM operators o JOIN users u ON u.id = o.user_id
       WHERE u.removed_at IS NULL AND (o.deactivated_on IS NULL OR o.deactivated_on > $3)
           AND EXISTS (SELECT FROM operator_positions WHERE operator_id = o.id AND position_id = ANY($2))
           AND ${mayWorkAt('o.user_id', '= $1')}
         OR o.id IN (SELECT c.operator_id FROM shifts s JOIN claims c ON c.shift_id = s.id
                     WHERE s.location_id = $1 AND ${APPROVED}
                       AND s.starts_at > $4::timestamptz - interval '24 hours' AND s.starts_at < $5 AND s.ends_at > $4)
       ORDER BY o.id`,
      [locationId, positionIds, activeOn, new Date(start), new Date(end)],
    );
  }

  /** The operators' approved claims at any location that touch a span. A shift lasts at most 24 hours. */
  findClaims(operatorIds: readonly string[], { start, end }: Span): Promise<QualityClaimRow[]> {
    return this.database.query<QualityClaimRow>(
      `SELECT c.id, c.shift_id AS "shiftId", c.operator_id AS "operatorId", s.position_id AS "positionId",
              s.location_id AS "locationId", l.time_zone AS zone, c.is_shadow AS "isShadow",
              ${epochMillis('c.starts_at')} AS start, ${epochMillis('c.ends_at')} AS "end"
       FROM claims c JOIN shifts s ON s.id = c.shift_id JOIN locations l ON l.id = s.location_id
       WHERE c.operator_id = ANY($1) AND ${APPROVED}
         AND c.starts_at > $2::timestamptz - interval '24 hours' AND c.starts_at < $3 AND c.ends_at > $2
       ORDER BY c.starts_at, c.id`,
      [operatorIds, new Date(start), new Date(end)],
    );
  }
}
