import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { PageRequest } from '../../platform/http/paging.js';
import { isSeated } from '../roster/active-claims.js';
import type { ShiftRow } from '../roster/shifts.repository.js';
import type { SwapStatus } from './trades.dto.js';

/** One side of a swap. Its claim may have ended since. */
export interface SwapSideRow {
  claimId: string;
  shiftId: string;
  locationId: string;
  timeZone: string;
  startsAt: string;
  endsAt: string;
}

export interface SwapRow {
  id: string;
  fromOperatorId: string;
  fromName: string;
  fromDisplayName: string;
  toOperatorId: string;
  toName: string;
  toDisplayName: string;
  offered: SwapSideRow;
  wanted: SwapSideRow | null;
  /** As stored; never `expired`. */
  status: SwapStatus;
  reason: string | null;
  createdAt: Date;
  decidedAt: Date | null;
  version: number;
}

/** The shift of a colleague's claim that could be received in exchange. */
export type SwapOptionRow = Pick<
  ShiftRow,
  | 'id'
  | 'locationId'
  | 'timeZone'
  | 'positionId'
  | 'startsAt'
  | 'endsAt'
  | 'seats'
  | 'status'
  | 'claimableFrom'
> & {
  claimId: string;
  operatorId: string;
  operatorName: string;
  displayName: string;
};

const side = (claim: string, shift: string, location: string): string =>
  `json_build_object('claimId', ${claim}.id, 'shiftId', ${shift}.id, 'locationId', ${shift}.location_id,
     'timeZone', ${location}.time_zone, 'startsAt', ${shift}.starts_at, 'endsAt', ${shift}.ends_at)`;

const SELECT = `
  SELECT w.id, c.operator_id AS "fromOperatorId", cu.name AS "fromName", cu.display_name AS "fromDisplayName", w.to_operator_id AS "toOperatorId",
         tu.name AS "toName", tu.display_name AS "toDisplayName", ${side('c', 's', 'l')} AS offered,
         CASE WHEN wc.id IS NOT NULL THEN ${side('wc', 'ws', 'wl')} END AS wanted,
         w.status, w.reason, w.created_at AS "createdAt", w.decided_at AS "decidedAt", w.version
  FROM swaps w JOIN claims c ON c.id = w.claim_id JOIN shifts s ON s.id = c.shift_id
       JOIN locations l ON l.id = s.location_id
       JOIN operators co ON co.id = c.operator_id JOIN users cu ON cu.id = co.user_id
       JOIN operators too ON too.id = w.to_operator_id JOIN users tu ON tu.id = too.user_id
       LEFT JOIN claims wc ON wc.id = w.with_claim_id LEFT JOIN shifts ws ON ws.id = wc.shift_id
       LEFT JOIN locations wl ON wl.id = ws.location_id`;
const IS_OPEN = `w.status IN ('open', 'accepted')`;
const HAS_BEGUN = '(s.starts_at <= $3 OR ws.starts_at <= $3)';

@Injectable()
export class SwapsRepository {
  constructor(private readonly database: Database) {}

  find(id: string, options: { lock?: boolean } = {}): Promise<SwapRow | null> {
    return this.database.one(`${SELECT} WHERE w.id = $1 ${options.lock ? 'FOR UPDATE OF w' : ''}`, [id]);
  }

  /** Swaps with a side at one of the locations, or those of one operator. */
  list(
    selection: {
      visible: readonly string[] | null;
      operatorId: string | null;
      now: Date;
      status: SwapStatus | null;
    },
    { limit, after }: PageRequest,
  ): Promise<SwapRow[]> {
    return this.database.query(
      `${SELECT}
       WHERE ($1::uuid[] IS NULL OR s.location_id = ANY($1) OR ws.location_id = ANY($1))
         AND ($2::uuid IS NULL OR c.operator_id = $2 OR w.to_operator_id = $2)
         AND CASE WHEN $4::text IS NULL THEN $3::timestamptz IS NOT NULL
                  WHEN $4 = 'expired' THEN ${IS_OPEN} AND ${HAS_BEGUN}
                  WHEN $4 IN ('open', 'accepted') THEN w.status = $4 AND ${HAS_BEGUN} IS NOT TRUE
                  ELSE w.status = $4 END
         AND ($5::uuid IS NULL OR w.id > $5)
       ORDER BY w.id LIMIT $6`,
      [
        selection.visible,
        selection.operatorId,
        selection.now,
        selection.status,
        after?.[0] ?? null,
        limit + 1,
      ],
    );
  }

  /**
   * Future approved claims, soonest first, at some locations or all, on positions that the operator holds.
   * Their operators may work at the offered claim's location and hold its position.
   */
  findOptions(
    offered: { id: string; operatorId: string; locationId: string },
    { now, visible }: { now: Date; visible: readonly string[] | null },
    limit: number,
  ): Promise<SwapOptionRow[]> {
    return this.database.query(
      `SELECT c.id AS "claimId", s.id, s.location_id AS "locationId", l.time_zone AS "timeZone",
              s.position_id AS "positionId", s.starts_at AS "startsAt", s.ends_at AS "endsAt", s.seats, s.status,
              s.claimable_from AS "claimableFrom", c.operator_id AS "operatorId", u.name AS "operatorName",
              u.display_name AS "displayName"
       FROM shifts s JOIN locations l ON l.id = s.location_id
            JOIN claims c ON c.shift_id = s.id AND c.status = 'approved' AND ${isSeated('c')}
            JOIN operators o ON o.id = c.operator_id JOIN users u ON u.id = o.user_id
       WHERE s.starts_at > $3 AND s.published_at IS NOT NULL AND s.status = 'published' AND c.operator_id <> $2
         AND c.checked_in_at IS NULL AND ($4::uuid[] IS NULL OR s.location_id = ANY($4))
         AND EXISTS (SELECT FROM operator_positions p WHERE p.operator_id = $2 AND p.position_id = s.position_id)
         AND (NOT EXISTS (SELECT FROM user_locations w WHERE w.user_id = o.user_id)
              OR EXISTS (SELECT FROM user_locations w WHERE w.user_id = o.user_id AND w.location_id = $5))
         AND EXISTS (SELECT FROM operator_positions p JOIN shifts mine ON mine.position_id = p.position_id
                     JOIN claims offered ON offered.shift_id = mine.id
                     WHERE p.operator_id = c.operator_id AND NOT p.in_training AND offered.id = $1)
       ORDER BY s.starts_at, c.id LIMIT $6`,
      [offered.id, offered.operatorId, now, visible, offered.locationId, limit],
    );
  }

  async countOpenOf(claimId: string): Promise<number> {
    const row = await this.database.one<{ count: number }>(
      `SELECT count(*)::int AS count FROM swaps w WHERE w.claim_id = $1 AND ${IS_OPEN}`,
      [claimId],
    );
    return row!.count;
  }

  async insert(swap: {
    id: string;
    claimId: string;
    withClaimId: string | null;
    toOperatorId: string;
    at: Date;
  }): Promise<void> {
    await this.database.query(
      `INSERT INTO swaps (id, claim_id, with_claim_id, to_operator_id, status, created_at)
       VALUES ($1, $2, $3, $4, 'open', $5)`,
      [swap.id, swap.claimId, swap.withClaimId, swap.toOperatorId, swap.at],
    );
  }

  async setStatus(
    id: string,
    status: SwapStatus,
    decidedAt: Date | null,
    reason: string | null,
  ): Promise<void> {
    await this.database.query(
      'UPDATE swaps SET status = $2, decided_at = $3, reason = COALESCE($4, reason), version = version + 1 WHERE id = $1',
      [id, status, decidedAt, reason],
    );
  }
}
