import { Injectable } from '@nestjs/common';
import type { CalendarClaim } from '../../domain/calendar-status.js';
import type { ShiftStatus } from '../../domain/eligibility.js';
import { Database } from '../../platform/database/database.js';
import { epochMillis } from '../../platform/database/epoch.js';
import { takesSeat } from '../../scheduling/roster/active-claims.js';

/** A shift in a calendar. Instants in epoch ms. */
interface CalendarShiftRow {
  shiftId: string;
  locationId: string;
  locationName: string;
  positionName: string;
  timeZone: string;
  start: number;
  end: number;
  status: ShiftStatus;
  /** Grows with each change of the shift and its claims. */
  sequence: number;
  /** When it was last published, claimed or decided. */
  changedAt: number;
}

/** A shift with all claims that one operator ever made on it. */
export interface OwnShiftRow extends CalendarShiftRow {
  claims: (CalendarClaim & { isShadow: boolean })[];
}

/** A seat taken on a shift. */
export interface TakenSeat {
  operatorId: string;
  /** The name that colleagues see. */
  name: string;
  isPending: boolean;
}

/** A shift before its claims are read. */
interface UnstaffedRow extends CalendarShiftRow {
  seats: number;
}

/** A shift with those who have its seats; somebody in training has none. */
export interface StaffedShiftRow extends UnstaffedRow {
  taken: readonly TakenSeat[];
}

/** What a shift's claims add. */
interface SeatsRow {
  shiftId: string;
  versions: number;
  changedAt: number;
  taken: TakenSeat[];
}

const UNCLAIMED: Omit<SeatsRow, 'shiftId'> = { versions: 0, changedAt: 0, taken: [] };

const SHIFT = `
  s.id AS "shiftId", s.location_id AS "locationId", l.name AS "locationName", p.name AS "positionName", l.time_zone AS "timeZone",
  ${epochMillis('s.starts_at')} AS start, ${epochMillis('s.ends_at')} AS end, s.status`;
/** Drafts, and what was cancelled as one, are nobody's business yet. Imported shifts are a record of the past. */
const SHOWN = `s.status <> 'draft' AND s.published_at IS NOT NULL AND s.import_id IS NULL`;

/** SQL: shifts `s` without those who have their seats. */
const unstaffed = (shifts: string): string => `
  SELECT ${SHIFT}, s.seats, s.version AS sequence, ${epochMillis('s.published_at')} AS "changedAt"
  FROM ${shifts} JOIN locations l ON l.id = s.location_id JOIN positions p ON p.id = s.position_id`;
const IN_SPAN = `s.starts_at >= $2 AND s.starts_at < $3 AND ${SHOWN} ORDER BY s.starts_at, s.id LIMIT $4`;
/** SQL: the shifts of each of the locations $1, by its index; without this border, the planner reads those of all locations. */
const AT_EACH = `
  (SELECT each.* FROM unnest($1::uuid[]) AS place (id)
   CROSS JOIN LATERAL (SELECT s.* FROM shifts s WHERE s.location_id = place.id AND ${IN_SPAN}) AS each) s`;

/** SQL: shifts with all claims of one operator. */
const ownShifts = (condition: string): string => `
  SELECT ${SHIFT}, (s.version + sum(c.version))::int AS sequence,
         max(${epochMillis('GREATEST(s.published_at, c.created_at, c.decided_at)')}) AS "changedAt",
         json_agg(json_build_object('status', c.status, 'cancelledFrom', c.cancelled_from, 'isShadow', c.is_shadow)
                  ORDER BY c.id) AS claims
  FROM claims c JOIN shifts s ON s.id = c.shift_id JOIN locations l ON l.id = s.location_id
  JOIN positions p ON p.id = s.position_id
  WHERE c.operator_id = $1 AND ${condition} AND ${SHOWN}
  GROUP BY s.id, l.id, p.id ORDER BY s.starts_at, s.id`;

/** Reads the shifts of calendars. They are ordered by start. */
@Injectable()
export class CalendarShiftsRepository {
  constructor(private readonly database: Database) {}

  /** Shifts that an operator has, or had, and that start in a span; as many as the limit. */
  findOwn(operatorId: string, from: Date, to: Date, limit: number): Promise<OwnShiftRow[]> {
    return this.database.query<OwnShiftRow>(
      `${ownShifts('c.starts_at >= $2 AND c.starts_at < $3')} LIMIT $4`,
      [operatorId, from, to, limit],
    );
  }

  /** A shift that an operator has or had; null for any other. */
  findOwnOne(operatorId: string, shiftId: string): Promise<OwnShiftRow | null> {
    return this.database.one<OwnShiftRow>(ownShifts('s.id = $2'), [operatorId, shiftId]);
  }

  /** Shifts of locations (null: of all) that start in a span; as many as the limit. */
  async findStaffed(
    locationIds: readonly string[] | null,
    from: Date,
    to: Date,
    limit: number,
  ): Promise<StaffedShiftRow[]> {
    const shifts = await this.database.query<UnstaffedRow>(
      locationIds === null
        ? `${unstaffed('shifts s')} WHERE $1::uuid[] IS NULL AND ${IN_SPAN}`
        : `${unstaffed(AT_EACH)} ORDER BY s.starts_at, s.id LIMIT $4`,
      [locationIds, from, to, limit],
    );
    return this.withSeats(shifts);
  }

  async findStaffedOne(shiftId: string): Promise<StaffedShiftRow | null> {
    const shifts = await this.database.query<UnstaffedRow>(
      `${unstaffed('shifts s')} WHERE s.id = $1 AND ${SHOWN}`,
      [shiftId],
    );
    const [shift] = await this.withSeats(shifts);
    return shift ?? null;
  }

  /** Read for all shifts at once: within one statement PostgreSQL would read all operators. */
  private async withSeats(shifts: readonly UnstaffedRow[]): Promise<StaffedShiftRow[]> {
    const rows = await this.database.query<SeatsRow>(
      `SELECT c.shift_id AS "shiftId", sum(c.version)::int AS versions,
              max(${epochMillis('GREATEST(c.created_at, c.decided_at)')}) AS "changedAt",
              COALESCE(json_agg(json_build_object('operatorId', c.operator_id, 'name', u.display_name, 'isPending', c.status = 'pending')
                                ORDER BY c.id) FILTER (WHERE ${takesSeat('c')}), '[]') AS taken
       FROM claims c JOIN operators o ON o.id = c.operator_id JOIN users u ON u.id = o.user_id
       WHERE c.shift_id = ANY($1) GROUP BY c.shift_id`,
      [shifts.map(({ shiftId }) => shiftId)],
    );
    const claimed = new Map(rows.map((row) => [row.shiftId, row]));
    return shifts.map((shift) => {
      const { versions, changedAt, taken } = claimed.get(shift.shiftId) ?? UNCLAIMED;
      return {
        ...shift,
        sequence: shift.sequence + versions,
        changedAt: Math.max(shift.changedAt, changedAt),
        taken,
      };
    });
  }
}
