import { Injectable } from '@nestjs/common';
import { mayWorkAt } from '../../access/may-work-at.js';
import { Database } from '../../platform/database/database.js';
import type { PageRequest } from '../../platform/http/paging.js';
import { isActive } from '../roster/active-claims.js';
import type { TimeOffStatus } from './time-off.dto.js';

export interface TimeOffRow {
  id: string;
  operatorId: string;
  operatorName: string;
  locationIds: string[];
  startsAt: Date;
  endsAt: Date;
  reason: string | null;
  status: TimeOffStatus;
  decisionReason: string | null;
  unavailabilityId: string | null;
  /** Future seats in that time, pending or approved. */
  seatsHeld: number;
  createdAt: Date;
  decidedAt: Date | null;
  version: number;
}

/** `$1` is now: shifts that have begun are not affected. */
const SELECT = `
  SELECT t.id, t.operator_id AS "operatorId", u.name AS "operatorName",
         ARRAY(SELECT location_id FROM user_locations WHERE user_id = o.user_id) AS "locationIds",
         t.starts_at AS "startsAt", t.ends_at AS "endsAt", t.reason, t.status, t.decision_reason AS "decisionReason",
         t.unavailability_id AS "unavailabilityId",
         (SELECT count(*)::int FROM claims c WHERE c.operator_id = o.id AND ${isActive('c')}
            AND c.starts_at > $1 AND c.checked_in_at IS NULL AND tstzrange(c.starts_at, c.ends_at) && tstzrange(t.starts_at, t.ends_at)) AS "seatsHeld",
         t.created_at AS "createdAt", t.decided_at AS "decidedAt", t.version
  FROM time_off_requests t JOIN operators o ON o.id = t.operator_id JOIN users u ON u.id = o.user_id`;

@Injectable()
export class TimeOffRepository {
  constructor(private readonly database: Database) {}

  find(id: string, now: Date, options: { lock?: boolean } = {}): Promise<TimeOffRow | null> {
    return this.database.one(`${SELECT} WHERE t.id = $2 ${options.lock ? 'FOR UPDATE OF t' : ''}`, [now, id]);
  }

  list(
    selection: {
      visible: readonly string[] | null;
      operatorId: string | null;
      status: TimeOffStatus | null;
    },
    now: Date,
    { limit, after }: PageRequest,
  ): Promise<TimeOffRow[]> {
    return this.database.query(
      `${SELECT}
       WHERE ($2::uuid[] IS NULL OR cardinality($2) > 0 AND ${mayWorkAt('o.user_id', '= ANY($2)')})
         AND ($3::uuid IS NULL OR t.operator_id = $3) AND ($4::text IS NULL OR t.status = $4)
         AND ($5::uuid IS NULL OR t.id > $5)
       ORDER BY t.id LIMIT $6`,
      [now, selection.visible, selection.operatorId, selection.status, after?.[0] ?? null, limit + 1],
    );
  }

  async countPending(operatorId: string): Promise<number> {
    const row = await this.database.one<{ count: number }>(
      `SELECT count(*)::int AS count FROM time_off_requests WHERE operator_id = $1 AND status = 'pending'`,
      [operatorId],
    );
    return row!.count;
  }

  async insert(request: {
    id: string;
    operatorId: string;
    startsAt: Date;
    endsAt: Date;
    reason: string | null;
    at: Date;
  }): Promise<void> {
    await this.database.query(
      `INSERT INTO time_off_requests (id, operator_id, starts_at, ends_at, reason, status, created_at)
       VALUES ($1, $2, $3, $4, $5, 'pending', $6)`,
      [request.id, request.operatorId, request.startsAt, request.endsAt, request.reason, request.at],
    );
  }

  async decide(
    id: string,
    status: TimeOffStatus,
    at: Date,
    {
      reason = null,
      unavailabilityId = null,
    }: { reason?: string | null; unavailabilityId?: string | null } = {},
  ): Promise<void> {
    await this.database.query(
      `UPDATE time_off_requests SET status = $2, decided_at = $3, decision_reason = $4, unavailability_id = $5,
              version = version + 1
       WHERE id = $1`,
      [id, status, at, reason, unavailabilityId],
    );
  }
}
