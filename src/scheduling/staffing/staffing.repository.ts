import { Injectable } from '@nestjs/common';
import { mayWorkAt } from '../../access/may-work-at.js';
import type { OperatorCap } from '../../domain/metrics/accumulator.js';
import type { Team } from '../../domain/staffing.js';
import { Database } from '../../platform/database/database.js';
import { epochMillis } from '../../platform/database/epoch.js';
import { NEXT_ATTENDANCE } from '../roster/next-attendance.js';
import { ON_SHIFT } from './on-shift.js';

/** A claim that may put an operator on shift. Instants in epoch ms. */
export interface StaffingRow {
  locationId: string;
  positionId: string;
  operatorId: string;
  /** The position's cost of an hour; null when it is not set. */
  hourlyCost: number | null;
  startsAt: number;
  endsAt: number;
  checkedInAt: number | null;
  checkedOutAt: number | null;
  nextCheckInAt: number | null;
  nextUnrecordedAt: number | null;
  noShow: boolean;
  /** In training, beside another operator: works, but is not coverage. */
  isShadow: boolean;
  /** From a past roster. */
  isImported: boolean;
}

/** The people on shift for a position at a location. Instants in epoch ms. */
export interface LocatedTeam extends Team {
  locationId: string;
}

/** A published shift, and how many of its seats are filled. */
export interface SeatsRow {
  locationId: string;
  positionId: string;
  startsAt: number;
  seats: number;
  filledSeats: number;
}

/**
 * SQL: the shifts `s` of each of the locations $1, by its index. Joined without this border, the planner reads
 * the shifts of all locations when there are few, and all claims when there are many shifts.
 */
const shiftsAtEach = (condition: string): string => `
  (SELECT id FROM locations WHERE id = ANY($1)) l CROSS JOIN LATERAL (
    SELECT id, location_id, position_id, starts_at, seats, status FROM shifts
    WHERE location_id = l.id AND ${condition} OFFSET 0) s`;

const CLAIMS = 'FROM shifts s JOIN claims c ON c.shift_id = s.id';
const IN_WINDOW = `
  WHERE s.location_id = ANY($1) AND c.status = ANY($2) AND ${ON_SHIFT}
    AND s.starts_at > $3::timestamptz - interval '24 hours' AND s.starts_at < $4 AND s.ends_at > $3`;

@Injectable()
export class StaffingRepository {
  constructor(private readonly database: Database) {}

  /**
   * The times of findClaims only: one row with two arrays per position costs a tenth of one row per claim.
   */
  findTeams(
    locationIds: readonly string[],
    statuses: readonly string[],
    from: Date,
    to: Date,
  ): Promise<LocatedTeam[]> {
    return this.database.query<LocatedTeam>(
      `SELECT s.location_id AS "locationId", s.position_id AS "positionId",
              json_agg(${epochMillis('c.starts_at')}) AS starts, json_agg(${epochMillis('c.ends_at')}) AS ends
       ${CLAIMS} ${IN_WINDOW} AND NOT c.is_shadow GROUP BY s.location_id, s.position_id`,
      [locationIds, statuses, from, to],
    );
  }

  /**
   * Claims with one of the statuses on shifts that are not cancelled and touch the window. A shift lasts at
   * most 24 h.
   */
  findClaims(
    locationIds: readonly string[],
    statuses: readonly string[],
    from: Date,
    to: Date,
  ): Promise<StaffingRow[]> {
    return this.database.query<StaffingRow>(
      `SELECT s.location_id AS "locationId", s.position_id AS "positionId", c.operator_id AS "operatorId",
              p.hourly_cost AS "hourlyCost", ${epochMillis('c.starts_at')} AS "startsAt", ${epochMillis('c.ends_at')} AS "endsAt",
              ${epochMillis('c.checked_in_at')} AS "checkedInAt", ${epochMillis('c.checked_out_at')} AS "checkedOutAt",
              ${epochMillis('next.checked_in_at')} AS "nextCheckInAt", ${epochMillis('next.unrecorded_at')} AS "nextUnrecordedAt",
              c.no_show AS "noShow", c.is_shadow AS "isShadow", c.is_imported AS "isImported"
       FROM ${shiftsAtEach(`starts_at > $3::timestamptz - interval '24 hours' AND starts_at < $4 AND ends_at > $3`)}
       CROSS JOIN LATERAL (
         SELECT id, operator_id, starts_at, ends_at, checked_in_at, checked_out_at, no_show, is_shadow, relieves_id,
                import_id IS NOT NULL AS is_imported
         FROM claims WHERE shift_id = s.id AND status = ANY($2) OFFSET 0) c
       JOIN positions p ON p.id = s.position_id ${NEXT_ATTENDANCE} WHERE ${ON_SHIFT}`,
      [locationIds, statuses, from, to],
    );
  }

  /** The active operators who may work at any of some locations, with their own caps. */
  findActiveOperators(locationIds: readonly string[], now: Date): Promise<OperatorCap[]> {
    return this.database.query<OperatorCap>(
      `SELECT o.id, o.weekly_hour_cap AS "weeklyHourCap" FROM operators o, settings
       WHERE (o.deactivated_on IS NULL OR o.deactivated_on > ($2::timestamptz AT TIME ZONE settings.time_zone)::date)
         AND ${mayWorkAt('o.user_id', '= ANY($1)')}`,
      [locationIds, now],
    );
  }

  /**
   * The locations where an operator has, or had, a shift at or near a moment. A shift lasts at most 24 h.
   */
  async findLocationsNear(
    operatorId: string,
    at: Date,
    { minutesBefore, minutesAfter }: { minutesBefore: number; minutesAfter: number },
  ): Promise<string[]> {
    const rows = await this.database.query<{ locationId: string }>(
      `SELECT DISTINCT s.location_id AS "locationId" FROM claims c JOIN shifts s ON s.id = c.shift_id
       WHERE c.operator_id = $1 AND c.status = 'approved' AND s.status <> 'cancelled'
         AND c.starts_at <= $2::timestamptz + make_interval(mins => $3)
         AND c.starts_at >= $2::timestamptz - make_interval(mins => $4) - interval '24 hours'
         AND c.ends_at >= $2::timestamptz - make_interval(mins => $4)`,
      [operatorId, at, minutesBefore, minutesAfter],
    );
    return rows.map(({ locationId }) => locationId);
  }

  /** Published shifts that start in the window. Of imported ones only the filled seats are known, so they are left out. */
  findSeats(locationIds: readonly string[], from: Date, to: Date): Promise<SeatsRow[]> {
    return this.database.query<SeatsRow>(
      `SELECT s.location_id AS "locationId", s.position_id AS "positionId", ${epochMillis('s.starts_at')} AS "startsAt",
              s.seats, filled.count AS "filledSeats"
       FROM ${shiftsAtEach(`status = 'published' AND import_id IS NULL AND starts_at >= $2 AND starts_at < $3`)}
       CROSS JOIN LATERAL (
         SELECT count(*)::int FROM claims WHERE shift_id = s.id AND status = 'approved' AND NOT is_shadow) filled`,
      [locationIds, from, to],
    );
  }
}
