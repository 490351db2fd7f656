import { Injectable } from '@nestjs/common';
import { isClockEvent, type ClockEvent, type Measure } from '../../domain/service-clock.js';
import type { Tier } from '../../domain/tiers.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { IS_HISTORY, SELECT, type SupportRequestRow } from '../request-row.js';
import type { EntryKind } from '../thread/acts.js';

export interface QueueSelection {
  tier: Tier;
  visible: readonly string[] | null;
  locationId: string | null;
}

/** What people are told of once. */
export interface TargetNotice {
  requestId: string;
  measure: Measure;
  beganAt: Date;
  state: 'soon' | 'over';
}

@Injectable()
export class QueueRepository {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Open requests of a tier, the longest open ones first. */
  findOpen({ tier, visible, locationId }: QueueSelection, limit: number): Promise<SupportRequestRow[]> {
    return this.database.query(
      `${SELECT}
       WHERE r.resolved_at IS NULL AND r.tier = $2 AND NOT ${IS_HISTORY}
         AND COALESCE(($3::uuid[] IS NULL OR l.id = ANY($3)) AND ($4::uuid IS NULL OR l.id = $4), false)
       ORDER BY r.opened_at, r.id LIMIT $5`,
      [this.clock.date(), tier, visible, locationId, limit],
    );
  }

  /** What stopped or started the clocks of requests, in order. */
  async findEvents(requestIds: readonly string[]): Promise<Map<string, ClockEvent[]>> {
    const rows = await this.database.query<{ requestId: string; kind: EntryKind; at: Date }>(
      `SELECT request_id AS "requestId", kind, at FROM request_entries
       WHERE request_id = ANY($1)
       ORDER BY at, id`,
      [requestIds],
    );
    const events = new Map<string, ClockEvent[]>();
    for (const { requestId, kind, at } of rows) {
      if (!isClockEvent(kind)) continue;
      const known = events.get(requestId);
      if (known) known.push({ kind, at: +at });
      else events.set(requestId, [{ kind, at: +at }]);
    }
    return events;
  }

  /** Those that nobody was told of yet. */
  async insertNotices(notices: readonly TargetNotice[]): Promise<TargetNotice[]> {
    return this.database.query(
      `INSERT INTO request_target_notices (request_id, measure, began_at, state)
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::text[]) AS n (request_id, measure, began_at, state)
       ORDER BY request_id
       ON CONFLICT DO NOTHING
       RETURNING request_id AS "requestId", measure, began_at AS "beganAt", state`,
      [
        notices.map(({ requestId }) => requestId),
        notices.map(({ measure }) => measure),
        notices.map(({ beganAt }) => beganAt),
        notices.map(({ state }) => state),
      ],
    );
  }

  /** Who is told: Campus IT, or supervisors, of a location; without any, the admins. */
  async findRecipients(locationId: string, tier: Tier): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `WITH own AS (
         SELECT u.id FROM users u JOIN user_locations l ON l.user_id = u.id
         WHERE l.location_id = $1 AND u.role = $2 AND u.removed_at IS NULL
       )
       SELECT id FROM own
       UNION ALL
       SELECT id FROM users WHERE role = 'admin' AND removed_at IS NULL AND NOT EXISTS (SELECT FROM own)
       ORDER BY id`,
      [locationId, tier === 'library' ? 'supervisor' : 'campus_it'],
    );
    return rows.map(({ id }) => id);
  }
}
