import { Injectable } from '@nestjs/common';
import { conflict } from '../../domain/errors.js';
import type { Weekday } from '../../domain/local-date.js';
import type { WorkingTimeLimits } from '../../domain/working-time.js';
import { Database } from '../../platform/database/database.js';
import { whenBroken } from '../../platform/database/database-errors.js';
import type { PageRequest } from '../../platform/http/paging.js';
import type { ClaimStatus } from './roster.dto.js';

export interface ClaimRow {
  id: string;
  shiftId: string;
  locationId: string;
  timeZone: string;
  operatorId: string;
  status: ClaimStatus;
  startsAt: Date;
  endsAt: Date;
  createdAt: Date;
  decidedAt: Date | null;
  reason: string | null;
  overrideReason: string | null;
  checkedInAt: Date | null;
  checkedOutAt: Date | null;
  noShow: boolean;
  /** The claim this one takes over once it is approved; till then they share a seat. */
  relievesClaimId: string | null;
  /** Beside somebody, in training. */
  isShadow: boolean;
  signedOffAt: Date | null;
  /** The house's grace for coming and going. */
  graceMinutes: number;
  version: number;
}

/** A claim that was cancelled with its shift, and what it was before; `relief` was to take over another. */
export interface CancelledClaimRow {
  id: string;
  operatorId: string;
  cancelledFrom: 'pending' | 'approved' | 'relief';
  overrideReason: string | null;
  isShadow: boolean;
}

/** An operator with the institution's week, as eligibility asks for them. */
export interface EligibilityRow {
  id: string;
  deactivatedOn: string | null;
  positionIds: string[];
  /** Of these, those the operator is in training for. */
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

const SELECT = `
  SELECT c.id, c.shift_id AS "shiftId", s.location_id AS "locationId", l.time_zone AS "timeZone",
         c.operator_id AS "operatorId", c.status, c.starts_at AS "startsAt", c.ends_at AS "endsAt",
         c.created_at AS "createdAt", c.decided_at AS "decidedAt", c.reason, c.override_reason AS "overrideReason",
         c.checked_in_at AS "checkedInAt", c.checked_out_at AS "checkedOutAt", c.no_show AS "noShow",
         c.relieves_id AS "relievesClaimId", c.is_shadow AS "isShadow",
         c.signed_off_at AS "signedOffAt", (SELECT grace_minutes FROM settings) AS "graceMinutes", c.version
  FROM claims c JOIN shifts s ON s.id = c.shift_id JOIN locations l ON l.id = s.location_id`;

const ACTIVE = `status IN ('pending', 'approved')`;

/** What each constraint on claims means when a race gets as far as breaking it. */
export const brokenClaim = {
  claims_no_overlap: () => conflict('OVERLAPPING_SHIFT.just-now'),
  claims_one_seat: () => conflict('SHIFT_FULL.just-now'),
  claims_one_shadow: () => conflict('IN_TRAINING'),
  claims_one_each: () => conflict('ALREADY_CLAIMED'),
  claims_one_relief: () => conflict('ALREADY_TAKEN'),
  claims_seat: () => conflict('SEATS_TAKEN.just-now'),
};

@Injectable()
export class ClaimsRepository {
  constructor(private readonly database: Database) {}

  find(id: string, options: { lock?: boolean } = {}): Promise<ClaimRow | null> {
    return this.database.one<ClaimRow>(`${SELECT} WHERE c.id = $1 ${options.lock ? 'FOR UPDATE OF c' : ''}`, [
      id,
    ]);
  }

  findAll(ids: readonly string[]): Promise<ClaimRow[]> {
    return this.database.query<ClaimRow>(`${SELECT} WHERE c.id = ANY($1) ORDER BY c.id`, [ids]);
  }

  /** Held until the transaction ends, ordered by id. */
  lockAll(ids: readonly string[]): Promise<ClaimRow[]> {
    return this.database.query<ClaimRow>(`${SELECT} WHERE c.id = ANY($1) ORDER BY c.id FOR UPDATE OF c`, [
      ids,
    ]);
  }

  /** Who is to relieve a claim, held. */
  lockRelief(claimId: string): Promise<ClaimRow | null> {
    return this.database.one<ClaimRow>(`${SELECT} WHERE c.relieves_id = $1 FOR UPDATE OF c`, [claimId]);
  }

  list(
    selection: {
      visible: readonly string[] | null;
      operatorId: string | null;
      locationId: string | null;
      shiftId: string | null;
      status: ClaimStatus | null;
      from: Date | null;
      to: Date | null;
    },
    { limit, after }: PageRequest,
  ): Promise<ClaimRow[]> {
    return this.database.query<ClaimRow>(
      `${SELECT}
       WHERE ($1::uuid[] IS NULL OR s.location_id = ANY($1)) AND ($2::uuid IS NULL OR c.operator_id = $2)
         AND ($3::uuid IS NULL OR s.location_id = $3) AND ($4::uuid IS NULL OR c.shift_id = $4)
         AND ($5::text IS NULL OR c.status = $5) AND ($6::uuid IS NULL OR c.id > $6)
         AND ($8::timestamptz IS NULL OR c.ends_at > $8) AND ($9::timestamptz IS NULL OR c.starts_at < $9)
       ORDER BY c.id LIMIT $7`,
      [
        selection.visible,
        selection.operatorId,
        selection.locationId,
        selection.shiftId,
        selection.status,
        after?.[0] ?? null,
        limit + 1,
        selection.from,
        selection.to,
      ],
    );
  }

  /**
   * Held until the transaction ends, ordered by id. Operators are locked before shifts, always. With their keys left free: a claim
   * that is changed twice in a transaction has its foreign keys checked anew, on operators nobody named.
   */
  async lockOperators(ids: readonly string[]): Promise<EligibilityRow[]> {
    // Locked first and read then: a statement that waits for a row sees that row anew, but not what hangs on it.
    await this.database.query('SELECT FROM operators WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE', [
      ids,
    ]);
    return this.findOperators(ids);
  }

  /** What eligibility asks of operators, ordered by id. */
  findOperators(ids: readonly string[]): Promise<EligibilityRow[]> {
    return this.database.query<EligibilityRow>(
      `SELECT o.id, o.deactivated_on AS "deactivatedOn", o.weekly_hour_cap AS "weeklyHourCap",
              o.cap_is_binding AS "capIsBinding", o.other_weekly_hours AS "otherWeeklyHours",
              ARRAY(SELECT position_id FROM operator_positions WHERE operator_id = o.id) AS "positionIds",
              ARRAY(SELECT position_id FROM operator_positions WHERE operator_id = o.id AND in_training) AS "trainingIds",
              COALESCE((SELECT json_agg(json_build_object('positionId', position_id, 'expiresOn', expires_on))
                        FROM operator_positions WHERE operator_id = o.id AND expires_on IS NOT NULL), '[]') AS expiries,
              ARRAY(SELECT location_id FROM user_locations WHERE user_id = o.user_id) AS "locationIds",
              settings.time_zone AS zone, settings.week_starts_on AS "weekStartsOn",
              json_build_object('dailyHourCap', daily_hour_cap, 'minimumRestHours', minimum_rest_hours,
                                'longestStretchHours', longest_stretch_hours,
                                'shortestBreakMinutes', shortest_break_minutes, 'nightsInARow', nights_in_a_row,
                                'workdayStartsAt', to_char(workday_starts_at, 'HH24:MI')) AS limits
       FROM operators o, settings WHERE o.id = ANY($1) ORDER BY o.id`,
      [ids],
    );
  }

  /** Operators' pending and approved claims that touch a span, of any location. */
  findActiveOf(
    operatorIds: readonly string[],
    from: Date,
    to: Date,
  ): Promise<{ id: string; operatorId: string; shiftId: string; startsAt: Date; endsAt: Date }[]> {
    return this.database.query(
      `SELECT id, operator_id AS "operatorId", shift_id AS "shiftId", starts_at AS "startsAt", ends_at AS "endsAt"
       FROM claims
       WHERE operator_id = ANY($1) AND ${ACTIVE}
         AND starts_at > $2::timestamptz - interval '24 hours' AND starts_at < $3 AND ends_at > $2`,
      [operatorIds, from, to],
    );
  }

  /** An operator's other claims with a check-in, on shifts around one of theirs; attendance lies within a day of its shift. */
  findAttendanceBeside({ id, operatorId, startsAt }: ClaimRow): Promise<ClaimRow[]> {
    return this.database.query<ClaimRow>(
      `${SELECT}
       WHERE c.operator_id = $1 AND c.id <> $2 AND c.status = 'approved' AND c.checked_in_at IS NOT NULL
         AND c.starts_at BETWEEN $3::timestamptz - interval '3 days' AND $3::timestamptz + interval '3 days'
       ORDER BY c.id`,
      [operatorId, id, startsAt],
    );
  }

  /** An operator's pending and approved claims on shifts that start then or later, and were not begun early. */
  findActiveFrom(operatorId: string, from: Date): Promise<ClaimRow[]> {
    return this.database.query<ClaimRow>(
      `${SELECT} WHERE c.operator_id = $1 AND c.${ACTIVE} AND c.starts_at >= $2 AND c.checked_in_at IS NULL
       ORDER BY c.id FOR UPDATE OF c`,
      [operatorId, from],
    );
  }

  /**
   * Takes the lowest free seat of a shift the caller has locked, or shares the seat of the claim it is to relieve; a shadow
   * takes the lowest place beside a seat.
   */
  async insert(claim: {
    id: string;
    shiftId: string;
    operatorId: string;
    status: ClaimStatus;
    at: Date;
    overrideReason: string | null;
    relievesId?: string;
    isShadow?: boolean;
  }): Promise<void> {
    await whenBroken(
      this.database.query(
        `INSERT INTO claims
           (id, shift_id, operator_id, starts_at, ends_at, seats, seat, status, created_at, decided_at, override_reason,
            relieves_id, is_shadow)
         SELECT $1, s.id, $3, s.starts_at, s.ends_at, s.seats,
                COALESCE((SELECT seat FROM claims WHERE id = $7),
                         (SELECT min(n) FROM generate_series(1, s.seats) n
                          WHERE NOT EXISTS (SELECT FROM claims WHERE shift_id = s.id AND seat = n AND ${ACTIVE}
                                            AND is_shadow = $8::boolean))),
                $4::text, $5::timestamptz, CASE WHEN $4::text = 'approved' THEN $5::timestamptz END, $6::text, $7::uuid, $8::boolean
         FROM shifts s WHERE s.id = $2`,
        [
          claim.id,
          claim.shiftId,
          claim.operatorId,
          claim.status,
          claim.at,
          claim.overrideReason,
          claim.relievesId ?? null,
          claim.isShadow ?? false,
        ],
      ),
      { ...brokenClaim, claims_seat: brokenClaim.claims_one_seat },
    );
  }

  /** Decides a claim its caller has locked. A claim that ends gives its seat back, and its trades end with it. */
  async decide(
    id: string,
    decision: { status: ClaimStatus; at: Date; reason?: string; overrideReason?: string },
  ): Promise<void> {
    await this.database.query(
      `UPDATE claims SET status = $2::text, decided_at = $3, reason = COALESCE($4, reason),
              override_reason = COALESCE($5, override_reason), seat = CASE WHEN $2::text = 'approved' THEN seat END,
              relieves_id = NULL, version = version + 1
       WHERE id = $1`,
      [id, decision.status, decision.at, decision.reason ?? null, decision.overrideReason ?? null],
    );
    if (decision.status !== 'approved') await this.endTradesOf([id], decision.at);
  }

  /** A decided claim its caller has locked, on a shift held, waits again: on the seat it has, or on the lowest free one. */
  async reopen(id: string, at: Date): Promise<void> {
    await this.takeBack(id, { status: 'pending', decidedAt: null });
    await this.endTradesOf([id], at);
  }

  /** Those cancelled with a shift, those with a seat before those in training beside them. */
  findCancelledWith(shiftId: string, options: { lock?: boolean } = {}): Promise<CancelledClaimRow[]> {
    return this.database.query<CancelledClaimRow>(
      `SELECT id, operator_id AS "operatorId", cancelled_from AS "cancelledFrom", override_reason AS "overrideReason",
              is_shadow AS "isShadow"
       FROM claims WHERE shift_id = $1 AND cancelled_from IS NOT NULL ORDER BY is_shadow, id ${options.lock ? 'FOR UPDATE' : ''}`,
      [shiftId],
    );
  }

  /** What `findCancelledWith` gave, held, is again what it was before its shift was cancelled. */
  restore({ id, cancelledFrom }: CancelledClaimRow, at: Date): Promise<void> {
    const isApproved = cancelledFrom === 'approved';
    return this.takeBack(id, {
      status: isApproved ? 'approved' : 'pending',
      decidedAt: isApproved ? at : null,
    });
  }

  /** Those that stay cancelled are asked about once. */
  async forgetCancelledWith(shiftId: string): Promise<void> {
    await this.database.query(
      'UPDATE claims SET cancelled_from = NULL WHERE shift_id = $1 AND cancelled_from IS NOT NULL',
      [shiftId],
    );
  }

  private async takeBack(
    id: string,
    { status, decidedAt }: { status: ClaimStatus; decidedAt: Date | null },
  ): Promise<void> {
    await whenBroken(
      this.database.query(
        `UPDATE claims c SET status = $2, decided_at = $3, reason = NULL, cancelled_from = NULL, version = c.version + 1,
                starts_at = s.starts_at, ends_at = s.ends_at, seats = s.seats,
                seat = COALESCE(c.seat, (SELECT min(n) FROM generate_series(1, s.seats) n
                                         WHERE NOT EXISTS (SELECT FROM claims o WHERE o.shift_id = s.id AND o.seat = n
                                                             AND o.${ACTIVE} AND o.is_shadow = c.is_shadow)))
         FROM shifts s WHERE c.id = $1 AND s.id = c.shift_id`,
        [id, status, decidedAt],
      ),
      { ...brokenClaim, claims_seat: brokenClaim.claims_one_seat },
    );
  }

  /** To the only seat of another shift, whose span it takes on. */
  async moveTo(id: string, shiftId: string): Promise<void> {
    await this.database.query(
      `UPDATE claims c SET shift_id = s.id, starts_at = s.starts_at, ends_at = s.ends_at, seats = s.seats, seat = 1,
              version = c.version + 1
       FROM shifts s WHERE c.id = $1 AND s.id = $2`,
      [id, shiftId],
    );
  }

  /** Pending and approved claims of shifts, held, ordered by id. */
  lockActiveOf(shiftIds: readonly string[]): Promise<ClaimRow[]> {
    return this.database.query<ClaimRow>(
      `${SELECT} WHERE c.shift_id = ANY($1) AND c.${ACTIVE} ORDER BY c.id FOR UPDATE OF c`,
      [shiftIds],
    );
  }

  async cancelAllOf(
    shiftIds: readonly string[],
    at: Date,
    reason: string,
  ): Promise<{ id: string; shiftId: string }[]> {
    const rows = await this.database.query<{ id: string; shiftId: string }>(
      `UPDATE claims SET status = 'cancelled', decided_at = $2, reason = $3, seat = NULL, relieves_id = NULL,
              cancelled_from = CASE WHEN relieves_id IS NULL THEN status ELSE 'relief' END, version = version + 1
       WHERE shift_id = ANY($1) AND ${ACTIVE} RETURNING id, shift_id AS "shiftId"`,
      [shiftIds, at, reason],
    );
    await this.endTradesOf(
      rows.map(({ id }) => id),
      at,
      { withShift: true },
    );
    return rows;
  }

  /**
   * What hangs on claims that have ended: who was to relieve one keeps its seat, a request whose taker fell away is open
   * again, and whatever else asked for them is over; with their shift, so that it can come back with it.
   */
  async endTradesOf(ids: readonly string[], at: Date, { withShift = false } = {}): Promise<void> {
    await this.database.query(
      'UPDATE claims SET relieves_id = NULL, version = version + 1 WHERE relieves_id = ANY($1)',
      [ids],
    );
    await this.database.query(
      `UPDATE drop_requests SET status = 'cancelled', taken_claim_id = NULL, decided_at = $2, version = version + 1,
              cancelled_from = CASE WHEN $3 THEN status END
       WHERE claim_id = ANY($1) AND status IN ('open', 'pending')`,
      [ids, at, withShift],
    );
    await this.database.query(
      `UPDATE drop_requests SET status = 'open', taken_claim_id = NULL, version = version + 1
       WHERE taken_claim_id = ANY($1) AND status = 'pending'`,
      [ids],
    );
    await this.database.query(
      `UPDATE swaps SET status = 'cancelled', decided_at = $2, version = version + 1,
              cancelled_from = CASE WHEN $3 THEN status END
       WHERE id IN (SELECT id FROM swaps
                    WHERE (claim_id = ANY($1) OR with_claim_id = ANY($1)) AND status IN ('open', 'accepted')
                    ORDER BY id FOR UPDATE)`,
      [ids, at, withShift],
    );
  }

  async recordAttendance(
    id: string,
    attendance: Pick<ClaimRow, 'checkedInAt' | 'checkedOutAt' | 'noShow'>,
  ): Promise<void> {
    await this.database.query(
      'UPDATE claims SET checked_in_at = $2, checked_out_at = $3, no_show = $4, version = version + 1 WHERE id = $1',
      [id, attendance.checkedInAt, attendance.checkedOutAt, attendance.noShow],
    );
  }
}
