import { Injectable } from '@nestjs/common';
import { conflict } from '../../domain/errors.js';
import { Database } from '../../platform/database/database.js';
import { whenBroken } from '../../platform/database/database-errors.js';
import type { PageRequest } from '../../platform/http/paging.js';
import type { DropRequestStatus } from './trades.dto.js';

export interface DropRequestRow {
  id: string;
  claimId: string;
  shiftId: string;
  locationId: string;
  timeZone: string;
  positionId: string;
  startsAt: Date;
  endsAt: Date;
  operatorId: string;
  operatorName: string;
  displayName: string;
  reason: string;
  /** As stored; never `expired`. */
  status: DropRequestStatus;
  takenClaimId: string | null;
  createdAt: Date;
  decidedAt: Date | null;
  version: number;
}

const SELECT = `
  SELECT d.id, d.claim_id AS "claimId", c.shift_id AS "shiftId", s.location_id AS "locationId",
         l.time_zone AS "timeZone", s.position_id AS "positionId", s.starts_at AS "startsAt", s.ends_at AS "endsAt",
         c.operator_id AS "operatorId", u.name AS "operatorName", u.display_name AS "displayName", d.reason, d.status,
         d.taken_claim_id AS "takenClaimId", d.created_at AS "createdAt", d.decided_at AS "decidedAt", d.version
  FROM drop_requests d JOIN claims c ON c.id = d.claim_id JOIN shifts s ON s.id = c.shift_id
       JOIN locations l ON l.id = s.location_id JOIN operators o ON o.id = c.operator_id
       JOIN users u ON u.id = o.user_id`;
const IS_OPEN = `d.status IN ('open', 'pending')`;

@Injectable()
export class DropRequestsRepository {
  constructor(private readonly database: Database) {}

  find(id: string, options: { lock?: boolean } = {}): Promise<DropRequestRow | null> {
    return this.database.one(`${SELECT} WHERE d.id = $1 ${options.lock ? 'FOR UPDATE OF d' : ''}`, [id]);
  }

  /** An operator's own requests, and the open ones at their locations. */
  list(
    selection: {
      visible: readonly string[] | null;
      locationId: string | null;
      status: DropRequestStatus | null;
      operatorId: string | null;
      now: Date;
    },
    { limit, after }: PageRequest,
  ): Promise<DropRequestRow[]> {
    return this.database.query(
      `${SELECT}
       WHERE ($1::uuid[] IS NULL OR s.location_id = ANY($1)) AND ($2::uuid IS NULL OR s.location_id = $2)
         AND CASE $3 WHEN 'expired' THEN ${IS_OPEN} AND s.starts_at <= $4
                     WHEN 'open' THEN d.status = 'open' AND s.starts_at > $4
                     WHEN 'pending' THEN d.status = 'pending' AND s.starts_at > $4
                     ELSE $3::text IS NULL OR d.status = $3 END
         AND ($5::uuid IS NULL OR c.operator_id = $5 OR (d.status = 'open' AND s.starts_at > $4))
         AND ($6::uuid IS NULL OR d.id > $6)
       ORDER BY d.id LIMIT $7`,
      [
        selection.visible,
        selection.locationId,
        selection.status,
        selection.now,
        selection.operatorId,
        after?.[0] ?? null,
        limit + 1,
      ],
    );
  }

  async insert(request: { id: string; claimId: string; reason: string; at: Date }): Promise<void> {
    await whenBroken(
      this.database.query(
        `INSERT INTO drop_requests (id, claim_id, reason, status, created_at) VALUES ($1, $2, $3, 'open', $4)`,
        [request.id, request.claimId, request.reason, request.at],
      ),
      {
        drop_requests_one_each: () => conflict('DROP_ALREADY_REQUESTED'),
      },
    );
  }

  async setPending(id: string, takenClaimId: string): Promise<void> {
    await this.database.query(
      `UPDATE drop_requests SET status = 'pending', taken_claim_id = $2, version = version + 1 WHERE id = $1`,
      [id, takenClaimId],
    );
  }

  async close(id: string, status: 'cancelled' | 'released', at: Date): Promise<void> {
    await this.database.query(
      `UPDATE drop_requests SET status = $2, taken_claim_id = NULL, decided_at = $3, version = version + 1 WHERE id = $1`,
      [id, status, at],
    );
  }
}
