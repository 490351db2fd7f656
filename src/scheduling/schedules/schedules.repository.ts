import { Injectable } from '@nestjs/common';
import { conflict } from '../../domain/errors.js';
import type { Span } from '../../domain/interval.js';
import { spanOfDates } from '../../domain/recurrence.js';
import { Database } from '../../platform/database/database.js';
import { whenBroken } from '../../platform/database/database-errors.js';
import type { PageRequest } from '../../platform/http/paging.js';
import type { PlannedShift } from './schedule-differences.js';
import type { ShiftStatus } from '../../domain/eligibility.js';
import type { ScheduleStatus } from './schedules.dto.js';

export interface ScheduleRow {
  id: string;
  locationId: string;
  timeZone: string;
  startsOn: string;
  endsOn: string;
  status: ScheduleStatus;
  claimableFrom: Date | null;
  publishedAt: Date | null;
  approvedAt: Date | null;
  version: number;
}

/** A shift of a schedule, not cancelled. */
export interface ScheduledShiftRow {
  id: string;
  positionId: string;
  startsAt: Date;
  endsAt: Date;
  seats: number;
  status: ShiftStatus;
  operatorIds: string[];
}

/** The number of shifts of a schedule, and how many of them are drafts. */
export interface ShiftCounts {
  shifts: number;
  drafts: number;
}

const COLUMNS = `
  c.id, c.location_id AS "locationId", l.time_zone AS "timeZone", c.starts_on AS "startsOn", c.ends_on AS "endsOn",
  c.status, c.claimable_from AS "claimableFrom", c.published_at AS "publishedAt", c.approved_at AS "approvedAt",
  c.version`;
const FROM = 'FROM schedules c JOIN locations l ON l.id = c.location_id';
const SELECT_SHIFTS = `
  SELECT s.id, s.position_id AS "positionId", s.starts_at AS "startsAt", s.ends_at AS "endsAt", s.seats, s.status,
         ARRAY(SELECT operator_id FROM claims WHERE shift_id = s.id AND status = 'approved' ORDER BY 1) AS "operatorIds"
  FROM shifts s`;
/** Imported shifts are in no schedule, also in one that is created for their dates. */
const OWN_SHIFTS = `s.location_id = $1 AND s.status <> 'cancelled' AND s.import_id IS NULL
  AND (s.schedule_id = $4 OR (s.schedule_id IS NULL AND s.starts_at >= $2 AND s.starts_at < $3))`;
const ownShiftsOf = (schedule: ScheduleRow): unknown[] => {
  const { start, end } = spanOfDates(schedule.startsOn, schedule.endsOn, schedule.timeZone);
  return [schedule.locationId, new Date(start), new Date(end), schedule.id];
};
const brokenSchedule = {
  schedules_disjoint: () => conflict('OVERLAPPING_SCHEDULE'),
};

@Injectable()
export class SchedulesRepository {
  constructor(private readonly database: Database) {}

  find(id: string, options: { lock?: boolean } = {}): Promise<ScheduleRow | null> {
    const lock = options.lock ? 'FOR UPDATE OF c' : '';
    return this.database.one(`SELECT ${COLUMNS} ${FROM} WHERE c.id = $1 ${lock}`, [id]);
  }

  list(
    selection: { visible: readonly string[] | null; locationId: string | null },
    { limit, after }: PageRequest,
  ): Promise<ScheduleRow[]> {
    return this.database.query(
      `SELECT ${COLUMNS} ${FROM}
       WHERE ($1::uuid[] IS NULL OR c.location_id = ANY($1)) AND ($2::uuid IS NULL OR c.location_id = $2)
         AND ($3::uuid IS NULL OR c.id > $3)
       ORDER BY c.id LIMIT $4`,
      [selection.visible, selection.locationId, after?.[0] ?? null, limit + 1],
    );
  }

  async insert(schedule: Pick<ScheduleRow, 'id' | 'locationId' | 'startsOn' | 'endsOn'>): Promise<void> {
    await whenBroken(
      this.database.query(
        `INSERT INTO schedules (id, location_id, starts_on, ends_on, status) VALUES ($1, $2, $3, $4, 'draft')`,
        [schedule.id, schedule.locationId, schedule.startsOn, schedule.endsOn],
      ),
      brokenSchedule,
    );
  }

  async update(schedule: ScheduleRow): Promise<void> {
    await this.database.query(
      `UPDATE schedules SET status = $2, claimable_from = $3, published_at = $4, approved_at = $5, version = version + 1
       WHERE id = $1`,
      [schedule.id, schedule.status, schedule.claimableFrom, schedule.publishedAt, schedule.approvedAt],
    );
  }

  async keepPlan(id: string, plan: readonly PlannedShift[]): Promise<void> {
    await this.database.query('UPDATE schedules SET approved_plan = $2 WHERE id = $1', [
      id,
      JSON.stringify(plan),
    ]);
  }

  async findPlan(id: string): Promise<PlannedShift[] | null> {
    const row = await this.database.one<{ plan: PlannedShift[] | null }>(
      'SELECT approved_plan AS plan FROM schedules WHERE id = $1',
      [id],
    );
    return row?.plan ?? null;
  }

  async remove(id: string): Promise<void> {
    await this.database.query('DELETE FROM schedules WHERE id = $1', [id]);
  }

  /** Shifts that start in a span and are not cancelled, of any schedule, by start. */
  findShifts(locationId: string, { start, end }: Span): Promise<ScheduledShiftRow[]> {
    return this.database.query(
      `${SELECT_SHIFTS} WHERE s.location_id = $1 AND s.starts_at >= $2 AND s.starts_at < $3 AND s.status <> 'cancelled'
       ORDER BY s.starts_at, s.id`,
      [locationId, new Date(start), new Date(end)],
    );
  }

  /** A schedule's own shifts that are not cancelled, by start. */
  findShiftsOf(schedule: ScheduleRow, options: { lock?: boolean } = {}): Promise<ScheduledShiftRow[]> {
    return this.database.query(
      `${SELECT_SHIFTS} WHERE ${OWN_SHIFTS} ORDER BY ${options.lock ? 's.id FOR UPDATE OF s' : 's.starts_at, s.id'}`,
      ownShiftsOf(schedule),
    );
  }

  async countShiftsOf(schedule: ScheduleRow): Promise<ShiftCounts> {
    const row = await this.database.one<ShiftCounts>(
      `SELECT count(*)::int AS shifts, (count(*) FILTER (WHERE s.status = 'draft'))::int AS drafts
       FROM shifts s WHERE ${OWN_SHIFTS}`,
      ownShiftsOf(schedule),
    );
    return row!;
  }

  async insertShifts(
    locationId: string,
    shifts: readonly {
      id: string;
      positionId: string;
      start: number;
      end: number;
      seats: number;
      scheduleId: string | null;
    }[],
    published: { at: Date; claimableFrom: Date | null } | null,
  ): Promise<void> {
    await this.database.query(
      `INSERT INTO shifts (id, location_id, position_id, starts_at, ends_at, seats, status, published_at, claimable_from,
         schedule_id)
       SELECT id, $1, position_id, to_timestamp(starts / 1000.0), to_timestamp(ends / 1000.0), seats,
              CASE WHEN $7::timestamptz IS NULL THEN 'draft' ELSE 'published' END, $7, $8, schedule_id
       FROM unnest($2::uuid[], $3::uuid[], $4::float8[], $5::float8[], $6::int[], $9::uuid[])
            AS shift (id, position_id, starts, ends, seats, schedule_id)`,
      [
        locationId,
        shifts.map((shift) => shift.id),
        shifts.map((shift) => shift.positionId),
        shifts.map((shift) => shift.start),
        shifts.map((shift) => shift.end),
        shifts.map((shift) => shift.seats),
        published?.at ?? null,
        published?.claimableFrom ?? null,
        shifts.map((shift) => shift.scheduleId),
      ],
    );
  }

  async setSeats(id: string, seats: number): Promise<void> {
    await this.database.query('UPDATE shifts SET seats = $2, version = version + 1 WHERE id = $1', [
      id,
      seats,
    ]);
  }

  /** Makes drafts, and shifts that are not claimable yet, claimable from an instant on. */
  async publishShifts(ids: readonly string[], at: Date, claimableFrom: Date | null): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `UPDATE shifts SET status = 'published', published_at = COALESCE(published_at, $2), claimable_from = $3, version = version + 1
       WHERE id = ANY($1) AND (status = 'draft' OR claimable_from > $2) RETURNING id`,
      [ids, at, claimableFrom],
    );
    return rows.map((row) => row.id);
  }

  /** Pending claims on these shifts, oldest first. */
  async findPending(shiftIds: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM claims WHERE shift_id = ANY($1) AND status = 'pending' ORDER BY id`,
      [shiftIds],
    );
    return rows.map(({ id }) => id);
  }
}
