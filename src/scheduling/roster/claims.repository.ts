import { Injectable } from '@nestjs/common';
import type { ClaimFacts, ClaimStatus, SeatState } from '../../domain/seats.js';
import { Database } from '../../platform/database/database.js';
import { FIRST_ID, type PageRequest } from '../../platform/http/paging.js';
import { isActive } from './active-claims.js';

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
  /** The claim that this one replaces when it is approved; until then they share a seat. */
  relievesClaimId: string | null;
  /** An operator in training, who works beside another. */
  isShadow: boolean;
  /** It comes from a past roster: the work was planned and paid elsewhere. */
  isImported: boolean;
  signedOffAt: Date | null;
  /** The institution's grace for being late or leaving early. */
  graceMinutes: number;
  version: number;
}

/** A claim in the shape that the rules about seats take. */
export const factsOf = ({ status, isShadow, startsAt, checkedInAt, noShow }: ClaimRow): ClaimFacts => ({
  status,
  isShadow,
  noShow,
  startsAt: +startsAt,
  isWorked: checkedInAt !== null,
});

export const stateOf = ({ status, isShadow, relievesClaimId }: ClaimRow): SeatState => ({
  status,
  isShadow,
  isRelief: relievesClaimId !== null,
});

const SELECT = `
  SELECT c.id, c.shift_id AS "shiftId", s.location_id AS "locationId", l.time_zone AS "timeZone",
         c.operator_id AS "operatorId", c.status, c.starts_at AS "startsAt", c.ends_at AS "endsAt",
         c.created_at AS "createdAt", c.decided_at AS "decidedAt", c.reason, c.override_reason AS "overrideReason",
         c.checked_in_at AS "checkedInAt", c.checked_out_at AS "checkedOutAt", c.no_show AS "noShow",
         c.relieves_id AS "relievesClaimId", c.is_shadow AS "isShadow",
         c.import_id IS NOT NULL AS "isImported", c.signed_off_at AS "signedOffAt", settings.grace_minutes AS "graceMinutes", c.version
  FROM claims c JOIN shifts s ON s.id = c.shift_id JOIN locations l ON l.id = s.location_id CROSS JOIN settings`;

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

  /** Locks claims until the transaction ends, ordered by id. */
  lockAll(ids: readonly string[]): Promise<ClaimRow[]> {
    return this.database.query<ClaimRow>(`${SELECT} WHERE c.id = ANY($1) ORDER BY c.id FOR UPDATE OF c`, [
      ids,
    ]);
  }

  /** Locks and returns the claim that is to relieve another. */
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
       WHERE ($1::uuid[] IS NULL OR s.location_id = ANY($1)) AND ($3::uuid IS NULL OR s.location_id = $3)
         AND ${selection.operatorId === null ? '$2::uuid IS NULL' : 'c.operator_id = $2'}
         AND ${selection.shiftId === null ? '$4::uuid IS NULL' : 'c.shift_id = $4'}
         AND ($5::text IS NULL OR c.status = $5) AND c.id > $6
         AND ($8::timestamptz IS NULL OR c.ends_at > $8) AND ($9::timestamptz IS NULL OR c.starts_at < $9)
       ORDER BY c.id LIMIT $7`,
      [
        selection.visible,
        selection.operatorId,
        selection.locationId,
        selection.shiftId,
        selection.status,
        after?.[0] ?? FIRST_ID,
        limit + 1,
        selection.from,
        selection.to,
      ],
    );
  }

  /** The operators' pending and approved claims that touch a span, at any location. */
  findActiveOf(
    operatorIds: readonly string[],
    from: Date,
    to: Date,
  ): Promise<{ id: string; operatorId: string; shiftId: string; startsAt: Date; endsAt: Date }[]> {
    return this.database.query(
      `SELECT id, operator_id AS "operatorId", shift_id AS "shiftId", starts_at AS "startsAt", ends_at AS "endsAt"
       FROM claims
       WHERE operator_id = ANY($1) AND ${isActive('claims')}
         AND starts_at > $2::timestamptz - interval '24 hours' AND starts_at < $3 AND ends_at > $2`,
      [operatorIds, from, to],
    );
  }

  /**
   * The operator's other claims with a check-in, on shifts around this one; attendance is within a day of its
   * shift.
   */
  findAttendanceBeside({ id, operatorId, startsAt }: ClaimRow): Promise<ClaimRow[]> {
    return this.database.query<ClaimRow>(
      `${SELECT}
       WHERE c.operator_id = $1 AND c.id <> $2 AND c.status = 'approved' AND c.checked_in_at IS NOT NULL
         AND c.starts_at BETWEEN $3::timestamptz - interval '3 days' AND $3::timestamptz + interval '3 days'
       ORDER BY c.id`,
      [operatorId, id, startsAt],
    );
  }

  /**
   * An operator's pending and approved claims on shifts that start then or later, without those begun early.
   */
  async findActiveFrom(operatorId: string, from: Date): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM claims WHERE operator_id = $1 AND ${isActive('claims')} AND starts_at >= $2 AND checked_in_at IS NULL`,
      [operatorId, from],
    );
    return rows.map(({ id }) => id);
  }

  /** Locks the pending and approved claims of shifts, ordered by id. */
  lockActiveOf(shiftIds: readonly string[]): Promise<ClaimRow[]> {
    return this.database.query<ClaimRow>(
      `${SELECT} WHERE c.shift_id = ANY($1) AND ${isActive('c')} ORDER BY c.id FOR UPDATE OF c`,
      [shiftIds],
    );
  }
}
