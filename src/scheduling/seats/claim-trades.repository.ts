import { Injectable } from '@nestjs/common';
import type { ClaimStatus } from '../../domain/seats.js';
import { Database } from '../../platform/database/database.js';

export interface TradeRow {
  id: string;
  locationId: string;
}

/** A claim that was to relieve another, and keeps its seat. */
export interface KeptReliefRow {
  id: string;
  relievedId: string;
  shiftId: string;
  locationId: string;
  operatorId: string;
  status: ClaimStatus;
  isShadow: boolean;
}

export interface EndedTrades {
  reliefs: KeptReliefRow[];
  dropRequests: TradeRow[];
  /** Drop requests whose taker is gone: open to all again. */
  reopened: TradeRow[];
  swaps: TradeRow[];
}

const AT_CLAIM = 'FROM claims c JOIN shifts s ON s.id = c.shift_id';
const TRADE = 'id, s.location_id AS "locationId"';

/** Requests and offers for claims: reliefs, drop requests and swaps. */
@Injectable()
export class ClaimTradesRepository {
  constructor(private readonly database: Database) {}

  /**
   * Ends what depends on claims that have ended. A relief keeps its seat, a drop request whose taker is gone
   * is open again, and all other requests end. `withShift`: they ended with their shift, and are marked so
   * that they can come back with it.
   */
  async endOf(ids: readonly string[], at: Date, withShift: boolean): Promise<EndedTrades> {
    const reliefs = await this.database.query<KeptReliefRow>(
      `UPDATE claims c SET relieves_id = NULL, version = c.version + 1
       FROM (SELECT id, relieves_id FROM claims WHERE relieves_id = ANY($1) ORDER BY id FOR UPDATE) r, shifts s
       WHERE c.id = r.id AND s.id = c.shift_id
       RETURNING c.id, r.relieves_id AS "relievedId", c.shift_id AS "shiftId", s.location_id AS "locationId",
                 c.operator_id AS "operatorId", c.status, c.is_shadow AS "isShadow"`,
      [ids],
    );
    const dropRequests = await this.database.query<TradeRow>(
      `UPDATE drop_requests d SET status = 'cancelled', taken_claim_id = NULL, decided_at = $2, version = d.version + 1,
              cancelled_from = CASE WHEN $3 THEN d.status END
       ${AT_CLAIM}
       WHERE c.id = d.claim_id AND d.claim_id = ANY($1) AND d.status IN ('open', 'pending') RETURNING d.${TRADE}`,
      [ids, at, withShift],
    );
    const reopened = await this.database.query<TradeRow>(
      `UPDATE drop_requests d SET status = 'open', taken_claim_id = NULL, version = d.version + 1
       ${AT_CLAIM}
       WHERE c.id = d.claim_id AND d.taken_claim_id = ANY($1) AND d.status = 'pending' RETURNING d.${TRADE}`,
      [ids],
    );
    const swaps = await this.database.query<TradeRow>(
      `UPDATE swaps w SET status = 'cancelled', decided_at = $2, version = w.version + 1,
              cancelled_from = CASE WHEN $3 THEN w.status END
       ${AT_CLAIM}
       WHERE c.id = w.claim_id
         AND w.id IN (SELECT id FROM swaps
                      WHERE (claim_id = ANY($1) OR with_claim_id = ANY($1)) AND status IN ('open', 'accepted')
                      ORDER BY id FOR UPDATE)
       RETURNING w.${TRADE}`,
      [ids, at, withShift],
    );
    return { reliefs, dropRequests, reopened, swaps };
  }

  /** Ends swaps that were offered to an operator, for shifts from an instant on. */
  endOffersTo(operatorId: string, from: Date, at: Date): Promise<TradeRow[]> {
    return this.database.query<TradeRow>(
      `UPDATE swaps w SET status = 'cancelled', decided_at = $3, version = w.version + 1
       ${AT_CLAIM}
       WHERE c.id = w.claim_id
         AND w.id IN (SELECT o.id FROM swaps o JOIN claims oc ON oc.id = o.claim_id
                      WHERE o.to_operator_id = $1 AND o.status IN ('open', 'accepted') AND oc.starts_at >= $2
                      ORDER BY o.id FOR UPDATE OF o)
       RETURNING w.${TRADE}`,
      [operatorId, from, at],
    );
  }

  /** The drop request whose taker's claim is about to take effect. */
  markTaken(takenClaimId: string, at: Date): Promise<TradeRow | null> {
    return this.database.one<TradeRow>(
      `UPDATE drop_requests d SET status = 'taken', decided_at = $2, version = d.version + 1
       ${AT_CLAIM}
       WHERE c.id = d.claim_id AND d.taken_claim_id = $1 AND d.status = 'pending' RETURNING d.${TRADE}`,
      [takenClaimId, at],
    );
  }

  /**
   * Reopens drop requests that ended with a shift and whose claims are approved again. An operator who was to
   * take one must take it again.
   */
  async reopenDropRequestsOf(shiftId: string): Promise<TradeRow[]> {
    const rows = await this.database.query<TradeRow>(
      `UPDATE drop_requests d SET status = 'open', decided_at = NULL, cancelled_from = NULL, version = d.version + 1
       ${AT_CLAIM}
       WHERE c.id = d.claim_id
         AND d.id IN (SELECT o.id FROM drop_requests o JOIN claims oc ON oc.id = o.claim_id
                      WHERE oc.shift_id = $1 AND oc.status = 'approved' AND o.cancelled_from IS NOT NULL
                      ORDER BY o.id FOR UPDATE OF o)
       RETURNING d.${TRADE}`,
      [shiftId],
    );
    return rows.sort(byId);
  }

  /**
   * Reopens swaps that ended with a shift, when both sides are approved again and in the future. An open one
   * waits for the colleague, others for a supervisor.
   */
  async reopenSwapsOf(shiftId: string, now: Date): Promise<(TradeRow & { isOpen: boolean })[]> {
    const rows = await this.database.query<TradeRow & { isOpen: boolean }>(
      `UPDATE swaps w SET status = w.cancelled_from, decided_at = NULL, cancelled_from = NULL, version = w.version + 1
       ${AT_CLAIM}
       WHERE c.id = w.claim_id
         AND w.id IN (SELECT o.id FROM swaps o JOIN claims oc ON oc.id = o.claim_id
                           LEFT JOIN claims wc ON wc.id = o.with_claim_id
                      WHERE (oc.shift_id = $1 OR wc.shift_id = $1) AND o.cancelled_from IS NOT NULL
                        AND oc.status = 'approved' AND oc.starts_at > $2
                        AND (o.with_claim_id IS NULL
                             OR (wc.status = 'approved' AND wc.starts_at > $2 AND wc.operator_id = o.to_operator_id))
                      ORDER BY o.id FOR UPDATE OF o)
       RETURNING w.${TRADE}, w.status = 'open' AS "isOpen"`,
      [shiftId, now],
    );
    return rows.sort(byId);
  }
}

const byId = (a: TradeRow, b: TradeRow): number => (a.id < b.id ? -1 : 1);
