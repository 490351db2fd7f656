import { Injectable } from '@nestjs/common';
import type { ShiftStatus } from '../../domain/eligibility.js';
import type { Span } from '../../domain/interval.js';
import type { ClaimStatus, Holding, Seats } from '../../domain/seats.js';
import { Database } from '../../platform/database/database.js';
import { FIRST_ID, type PageRequest } from '../../platform/http/paging.js';
import { isActive, isSeated, takesSeat } from './active-claims.js';

export interface ShiftRow {
  id: string;
  locationId: string;
  timeZone: string;
  positionId: string;
  startsAt: Date;
  endsAt: Date;
  seats: number;
  status: ShiftStatus;
  cancelReason: string | null;
  /** When operators could first see it; null for a draft, and for one cancelled as a draft. */
  publishedAt: Date | null;
  /** From when operators may claim it; null means at once. */
  claimableFrom: Date | null;
  /** It comes from a past roster. */
  isImported: boolean;
  version: number;
}

/** A pending or approved claim on a shift. */
export interface ShiftClaimRow {
  id: string;
  operatorId: string;
  operatorName: string;
  /** The name that colleagues see. */
  displayName: string;
  status: ClaimStatus;
  /** Whether a supervisor set rules aside for this claim. */
  isOverridden: boolean;
  isWorked: boolean;
  /** It is to take over another operator's seat, and has none of its own. */
  isRelief: boolean;
  /** It belongs to an operator in training, beside another, and takes no seat. */
  isShadow: boolean;
}

/** A shift with its claims, oldest first. */
export interface ClaimedShiftRow extends ShiftRow {
  claims: ShiftClaimRow[];
}

export interface FoundSeats extends Seats {
  holding: Holding[];
}

export interface ShiftSelection {
  visible: readonly string[] | null;
  locationId: string | null;
  from: Date | null;
  to: Date | null;
  status: ShiftStatus | null;
  withDrafts: boolean;
  positionIds: readonly string[] | null;
  /** Positions that need no free seat, because the operator is in training for them. */
  trainingIds: readonly string[];
  /** Only published shifts that start after this and have a free seat. */
  claimableAt: Date | null;
}

const COLUMNS = `
  s.id, s.location_id AS "locationId", l.time_zone AS "timeZone", s.position_id AS "positionId",
  s.starts_at AS "startsAt", s.ends_at AS "endsAt", s.seats, s.status, s.cancel_reason AS "cancelReason",
  s.published_at AS "publishedAt", s.claimable_from AS "claimableFrom",
  s.import_id IS NOT NULL AS "isImported", s.version`;
const FROM = 'FROM shifts s JOIN locations l ON l.id = s.location_id';
/**
 * The shifts of one location. This reads the location once; with a join PostgreSQL reads it once per shift.
 */
const selectAt = (location: string): string =>
  `WITH l AS MATERIALIZED (SELECT time_zone FROM locations WHERE id = ${location})
   SELECT ${COLUMNS} FROM l, shifts s WHERE s.location_id = ${location}`;

const CLAIM_COLUMNS = `
  c.id, c.operator_id AS "operatorId", u.name AS "operatorName", u.display_name AS "displayName", c.status,
  c.override_reason IS NOT NULL AS "isOverridden", c.checked_in_at IS NOT NULL AS "isWorked",
  c.relieves_id IS NOT NULL AS "isRelief", c.is_shadow AS "isShadow"`;
const CLAIMS_FROM = `
  FROM claims c JOIN operators o ON o.id = c.operator_id JOIN users u ON u.id = o.user_id`;

/** The span of a shift or of a claim's shift, in epoch ms. */
export const spanOf = ({ startsAt, endsAt }: Pick<ShiftRow, 'startsAt' | 'endsAt'>): Span => ({
  start: startsAt.getTime(),
  end: endsAt.getTime(),
});

@Injectable()
export class ShiftsRepository {
  constructor(private readonly database: Database) {}

  async find(id: string): Promise<ClaimedShiftRow | null> {
    const [shift] = await this.withClaims(await this.findAll([id]));
    return shift ?? null;
  }

  /** Without its claims. */
  async findRow(id: string): Promise<ShiftRow | null> {
    const [shift] = await this.findAll([id]);
    return shift ?? null;
  }

  findAll(ids: readonly string[]): Promise<ShiftRow[]> {
    return this.database.query<ShiftRow>(`SELECT ${COLUMNS} ${FROM} WHERE s.id = ANY($1)`, [ids]);
  }

  /** Locks a shift until the transaction ends. Operators are always locked before shifts. */
  lock(id: string): Promise<ShiftRow | null> {
    return this.database.one<ShiftRow>(`SELECT ${COLUMNS} ${FROM} WHERE s.id = $1 FOR UPDATE OF s`, [id]);
  }

  /** The same for many shifts, ordered by id. */
  lockAll(ids: readonly string[]): Promise<ShiftRow[]> {
    return this.database.query<ShiftRow>(
      `SELECT ${COLUMNS} ${FROM} WHERE s.id = ANY($1) ORDER BY s.id FOR UPDATE OF s`,
      [ids],
    );
  }

  async list(selection: ShiftSelection, { limit, after }: PageRequest): Promise<ClaimedShiftRow[]> {
    // A shift lasts at most 24 hours; this limits the index range on its start. One plan is used for all
    // values, so the limits of the range must not be optional conditions.
    const shifts = await this.database.query<ShiftRow>(
      `${selection.locationId === null ? `SELECT ${COLUMNS} ${FROM} WHERE $2::uuid IS NULL` : selectAt('$2')}
         AND ($1::uuid[] IS NULL OR s.location_id = ANY($1))
         AND s.starts_at > $3::timestamptz - interval '24 hours' AND s.ends_at > $3 AND s.starts_at < $4::timestamptz
         AND ($5::text IS NULL OR s.status = $5) AND ($6 OR s.published_at IS NOT NULL)
         AND ($7::timestamptz IS NULL OR (s.status = 'published' AND s.starts_at > $7
              AND (s.claimable_from IS NULL OR s.claimable_from <= $7)
              AND (s.position_id = ANY($12::uuid[])
                   OR s.seats > (SELECT count(*) FROM claims WHERE shift_id = s.id AND ${takesSeat('claims')}))))
         AND (s.starts_at, s.id) > ($8::timestamptz, $9::uuid)
         AND ($11::uuid[] IS NULL OR s.position_id = ANY($11))
       ORDER BY s.starts_at, s.id LIMIT $10`,
      [
        selection.visible,
        selection.locationId,
        selection.from ?? '-infinity',
        selection.to ?? 'infinity',
        selection.status,
        selection.withDrafts,
        selection.claimableAt,
        after?.[0] ?? '-infinity',
        after?.[1] ?? FIRST_ID,
        limit + 1,
        selection.positionIds,
        selection.trainingIds,
      ],
    );
    return this.withClaims(shifts);
  }

  /**
   * A location's shifts within a window that are not cancelled, including drafts, with their claims. Imported ones are not
   * plans, and no later plan changes them.
   */
  async findStanding(locationId: string, { start, end }: Span): Promise<ClaimedShiftRow[]> {
    const shifts = await this.database.query<ShiftRow>(
      `${selectAt('$1')} AND s.status <> 'cancelled' AND s.import_id IS NULL AND s.starts_at > $2::timestamptz - interval '24 hours'
         AND s.ends_at > $2 AND s.starts_at < $3 ORDER BY s.starts_at, s.id`,
      [locationId, new Date(start), new Date(end)],
    );
    return this.withClaims(shifts);
  }

  /** The caller must have locked the shifts. */
  async cancelAll(ids: readonly string[], reason: string): Promise<void> {
    await this.database.query(
      `UPDATE shifts SET status = 'cancelled', cancel_reason = $2, version = version + 1 WHERE id = ANY($1)`,
      [ids, reason],
    );
  }

  /** A shift's pending and approved claims, oldest first. */
  findActiveClaims(shiftId: string, options: { lock?: boolean } = {}): Promise<ShiftClaimRow[]> {
    return this.database.query<ShiftClaimRow>(
      `SELECT ${CLAIM_COLUMNS} ${CLAIMS_FROM} WHERE c.shift_id = $1 AND ${isActive('c')} ORDER BY c.id
       ${options.lock ? 'FOR UPDATE OF c' : ''}`,
      [shiftId],
    );
  }

  /**
   * For each shift: the number of seats taken, the number of claims in training, and the operators for whom
   * free seats are held.
   */
  async findSeats(shiftIds: readonly string[]): Promise<Map<string, FoundSeats>> {
    const rows = await this.database.query<Seats & { id: string }>(
      `SELECT s.id, count(*) FILTER (WHERE ${isSeated('c')})::int AS "seatsTaken",
              count(*) FILTER (WHERE is_shadow)::int AS shadows
       FROM shifts s LEFT JOIN claims c ON c.shift_id = s.id AND ${isActive('c')} WHERE s.id = ANY($1) GROUP BY s.id`,
      [shiftIds],
    );
    const holding = await this.findHolding(shiftIds);
    return new Map(rows.map(({ id, ...seats }) => [id, { ...seats, holding: holding.get(id) ?? [] }]));
  }

  async findSeatsOf(shiftId: string): Promise<FoundSeats> {
    return (await this.findSeats([shiftId])).get(shiftId)!;
  }

  /** `scheduleId`: the schedule of the shift when its start date does not determine it. */
  async insert(
    shift: Omit<ShiftRow, 'timeZone' | 'cancelReason' | 'isImported' | 'version'> & {
      scheduleId?: string | null;
    },
  ): Promise<void> {
    await this.database.query(
      `INSERT INTO shifts (id, location_id, position_id, starts_at, ends_at, seats, status, published_at, claimable_from, schedule_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        shift.id,
        shift.locationId,
        shift.positionId,
        shift.startsAt,
        shift.endsAt,
        shift.seats,
        shift.status,
        shift.publishedAt,
        shift.claimableFrom,
        shift.scheduleId ?? null,
      ],
    );
  }

  /**
   * A shift that is moved belongs to the schedule of its new date. The new span and seats reach its claims by
   * cascade, and PostgreSQL checks their constraints again.
   */
  async update(shift: ShiftRow): Promise<void> {
    await this.database.query(
      `UPDATE shifts SET position_id = $2, starts_at = $3, ends_at = $4, seats = $5, status = $6, cancel_reason = $7, published_at = $8,
              claimable_from = $9, schedule_id = CASE WHEN starts_at = $3 THEN schedule_id END, version = version + 1
       WHERE id = $1`,
      [
        shift.id,
        shift.positionId,
        shift.startsAt,
        shift.endsAt,
        shift.seats,
        shift.status,
        shift.cancelReason,
        shift.publishedAt,
        shift.claimableFrom,
      ],
    );
  }

  /**
   * Related rows are read for all shifts at once. Within one statement PostgreSQL would look them up once for
   * each shift.
   */
  private async withClaims(shifts: readonly ShiftRow[]): Promise<ClaimedShiftRow[]> {
    if (shifts.length === 0) return [];
    const ids = shifts.map((shift) => shift.id);
    const rows = await this.database.query<ShiftClaimRow & { shiftId: string }>(
      `SELECT c.shift_id AS "shiftId", ${CLAIM_COLUMNS} ${CLAIMS_FROM} WHERE c.shift_id = ANY($1) AND ${isActive('c')} ORDER BY c.id`,
      [ids],
    );
    const claims = Map.groupBy(rows, ({ shiftId }) => shiftId);
    return shifts.map((shift) => ({ ...shift, claims: claims.get(shift.id) ?? [] }));
  }

  /** For each shift with free seats held, the operators for whom they are held. */
  async findHolding(shiftIds: readonly string[]): Promise<Map<string, Holding[]>> {
    const rows = await this.database.query<Holding & { shiftId: string }>(
      `SELECT shift_id AS "shiftId", operator_id AS "operatorId", status = 'offered' AS "isOffered" FROM waitlist_entries
       WHERE shift_id = ANY($1) AND (status = 'offered' OR (status = 'waiting' AND passed_at IS NULL))`,
      [shiftIds],
    );
    return Map.groupBy(rows, ({ shiftId }) => shiftId);
  }

  async setSchedule(id: string, scheduleId: string | null): Promise<void> {
    await this.database.query('UPDATE shifts SET schedule_id = $2 WHERE id = $1', [id, scheduleId]);
  }
}
