import { Injectable } from '@nestjs/common';
import { conflict } from '../../domain/errors.js';
import type { ClaimStatus } from '../../domain/seats.js';
import { Database } from '../../platform/database/database.js';
import { whenBroken } from '../../platform/database/database-errors.js';
import { isActive } from '../roster/active-claims.js';

/**
 * A claim that was cancelled with its shift, and its earlier status. `relief` was to take over another claim.
 */
export interface CancelledClaimRow {
  id: string;
  operatorId: string;
  cancelledFrom: 'pending' | 'approved' | 'relief';
  overrideReason: string | null;
  isShadow: boolean;
}

/** The domain error for each constraint on claims, in case a race violates it. */
export const brokenClaim = {
  claims_no_overlap: () => conflict('OVERLAPPING_SHIFT.just-now'),
  claims_one_seat: () => conflict('SHIFT_FULL.just-now'),
  claims_one_shadow: () => conflict('IN_TRAINING'),
  claims_one_each: () => conflict('ALREADY_CLAIMED'),
  claims_one_relief: () => conflict('ALREADY_TAKEN'),
  claims_seat: () => conflict('SEATS_TAKEN.just-now'),
};

/** Writes which operators have the seats of a shift. */
@Injectable()
export class SeatsRepository {
  constructor(private readonly database: Database) {}

  /**
   * Takes the lowest free seat of a shift that the caller has locked, or shares the seat of the claim that it
   * is to relieve. A shadow takes the lowest free place for training.
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
                          WHERE NOT EXISTS (SELECT FROM claims WHERE shift_id = s.id AND seat = n AND ${isActive('claims')}
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

  /** Decides a claim that the caller has locked. A claim that ends frees its seat. */
  async decide(
    id: string,
    decision: {
      status: ClaimStatus;
      at: Date;
      reason?: string | undefined;
      overrideReason?: string | undefined;
    },
  ): Promise<void> {
    await this.database.query(
      `UPDATE claims SET status = $2::text, decided_at = $3, reason = COALESCE($4, reason),
              override_reason = COALESCE($5, override_reason), seat = CASE WHEN $2::text = 'approved' THEN seat END,
              relieves_id = NULL, version = version + 1
       WHERE id = $1`,
      [id, decision.status, decision.at, decision.reason ?? null, decision.overrideReason ?? null],
    );
  }

  /**
   * Makes a decided claim pending again; the caller has locked it and its shift. It keeps its seat or takes
   * the lowest free one.
   */
  reopen(id: string): Promise<void> {
    return this.takeBack(id, { status: 'pending', decidedAt: null });
  }

  /** Claims cancelled with a shift: first those with a seat, then those in training. */
  findCancelledWith(shiftId: string, options: { lock?: boolean } = {}): Promise<CancelledClaimRow[]> {
    return this.database.query<CancelledClaimRow>(
      `SELECT id, operator_id AS "operatorId", cancelled_from AS "cancelledFrom", override_reason AS "overrideReason",
              is_shadow AS "isShadow"
       FROM claims WHERE shift_id = $1 AND cancelled_from IS NOT NULL ORDER BY is_shadow, id ${options.lock ? 'FOR UPDATE' : ''}`,
      [shiftId],
    );
  }

  /**
   * Restores the status that a claim from `findCancelledWith` (locked) had before its shift was cancelled.
   */
  restore({ id, cancelledFrom }: CancelledClaimRow, at: Date): Promise<void> {
    const isApproved = cancelledFrom === 'approved';
    return this.takeBack(id, {
      status: isApproved ? 'approved' : 'pending',
      decidedAt: isApproved ? at : null,
    });
  }

  /** Claims that stay cancelled are not restored again later. */
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
                                                             AND ${isActive('o')} AND o.is_shadow = c.is_shadow)))
         FROM shifts s WHERE c.id = $1 AND s.id = c.shift_id`,
        [id, status, decidedAt],
      ),
      { ...brokenClaim, claims_seat: brokenClaim.claims_one_seat },
    );
  }

  /** Moves a claim to the only seat of another shift, whose span it copies. */
  async moveTo(id: string, shiftId: string): Promise<void> {
    await this.database.query(
      `UPDATE claims c SET shift_id = s.id, starts_at = s.starts_at, ends_at = s.ends_at, seats = s.seats, seat = 1,
              version = c.version + 1
       FROM shifts s WHERE c.id = $1 AND s.id = $2`,
      [id, shiftId],
    );
  }

  /**
   * Cancels all claims on shifts together with the shifts, and stores their earlier status. The caller has
   * locked both.
   */
  async cancelAllOf(shiftIds: readonly string[], at: Date, reason: string): Promise<void> {
    await this.database.query(
      `UPDATE claims SET status = 'cancelled', decided_at = $2, reason = $3, seat = NULL, relieves_id = NULL,
              cancelled_from = CASE WHEN relieves_id IS NULL THEN status ELSE 'relief' END, version = version + 1
       WHERE shift_id = ANY($1) AND ${isActive('claims')}`,
      [shiftIds, at, reason],
    );
  }

  /**
   * Numbers the taken seats from 1 without gaps, so that free seats can be removed; the same for places in
   * training.
   */
  async closeHoles(shiftId: string): Promise<void> {
    for (const isShadow of [false, true]) {
      const taken = await this.database.query<{ id: string; seat: number | null }>(
        `SELECT id, seat FROM claims
         WHERE shift_id = $1 AND ${isActive('claims')} AND relieves_id IS NULL AND is_shadow = $2 ORDER BY seat FOR UPDATE`,
        [shiftId, isShadow],
      );
      // One by one and upwards, each to a seat that is known to be free.
      for (const [index, claim] of taken.entries()) {
        if (claim.seat === index + 1) continue;
        await this.database.query('UPDATE claims SET seat = $2 WHERE id = $1 OR relieves_id = $1', [
          claim.id,
          index + 1,
        ]);
      }
    }
  }
}
