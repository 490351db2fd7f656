import { Injectable } from '@nestjs/common';
import { isClockEvent, type ClockEvent, type Measure, type Priority } from '../../domain/service-clock.js';
import type { Tier } from '../../domain/tiers.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { FIRST_ID } from '../../platform/http/paging.js';
import { filterValues, fits, foundBy, type RequestFilters } from '../request-filters.js';
import { COLUMNS, HISTORY_ENDS, type SupportRequestRow } from '../request-row.js';
import type { EntryKind } from '../thread/acts.js';

export interface QueueSelection extends RequestFilters {
  tier: Tier;
  visible: readonly string[] | null;
  locationId: string | null;
}

/** Requests of a tier whose clocks run. */
export interface Running {
  tier: Tier;
  /** Those that have a target. */
  priorities: readonly Priority[];
}

/** What people are told of once. */
export interface TargetNotice {
  requestId: string;
  measure: Measure;
  beganAt: Date;
  state: 'soon' | 'over';
}

const PLACE =
  'COALESCE($3::uuid[] IS NULL OR l.id = ANY($3), false) AND COALESCE($4::uuid IS NULL OR l.id = $4, false)';
/** SQL: the longest open requests of a tier, of which some cannot count: what is history is not even read. */
const openOf = (counts: string): string => `
  SELECT ${COLUMNS}
  FROM (
    (SELECT r.id, r.opened_at FROM support_requests r JOIN locations l ON l.id = r.location_id
     WHERE r.tier = $2 AND r.resolved_at IS NULL AND NOT r.imported AND ${PLACE} ${counts}
     ORDER BY r.opened_at, r.id LIMIT $5)
    UNION ALL
    SELECT recent.* FROM locations l CROSS JOIN LATERAL (
      SELECT r.id, r.opened_at FROM support_requests r
      WHERE r.location_id = l.id AND r.opened_at >= ${HISTORY_ENDS} AND r.tier = $2 AND r.resolved_at IS NULL AND r.imported ${counts}
      ORDER BY r.opened_at, r.id LIMIT $5
    ) recent
    WHERE ${PLACE}
    ORDER BY opened_at, id LIMIT $5
  ) open JOIN support_requests r USING (id) JOIN locations l ON l.id = r.location_id
  ORDER BY r.opened_at, r.id`;
/** SQL: what fits the filters of a queue. */
const FITS = `COALESCE(${fits('$7', '$8', '$6', '$9', '$10', '$11')} AND ($12::text IS NULL OR ${foundBy('$12')}), false)`;
/** SQL: that a target was missed is the last thing to tell until the request is answered, or another tier has it. */
const TOLD_MISSED = `EXISTS (
  SELECT FROM request_target_notices n
  WHERE n.request_id = r.id AND n.state = 'over' AND (n.measure = 'resolution' OR r.first_response_at IS NULL)
    AND n.began_at = CASE WHEN r.tier = 'library' THEN r.opened_at ELSE COALESCE(
      (SELECT max(e.at) FROM request_entries e WHERE e.request_id = r.id AND e.kind = 'escalated'), r.escalated_at, r.opened_at) END)`;

@Injectable()
export class QueueRepository {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Open requests of a tier and a priority, the longest open ones first. */
  findOpen(selection: QueueSelection, priority: Priority, limit: number): Promise<SupportRequestRow[]> {
    const { tier, visible, locationId } = selection;
    const filters = filterValues({ ...selection, priority });
    return this.database.query(openOf(`AND r.priority = $6 AND ${FITS}`), [
      this.clock.date(),
      tier,
      visible,
      locationId,
      limit,
      priority,
      filters.channel,
      filters.categories,
      filters.openedByZone,
      filters.assigneeId,
      filters.assigned,
      filters.search,
    ]);
  }

  /** Open requests at all locations whose targets may have to be told, the longest open ones first, after one of them. */
  findUntold(
    { tier, priorities }: Running,
    after: { openedAt: Date; id: string } | null,
    limit: number,
  ): Promise<SupportRequestRow[]> {
    return this.database.query(
      openOf(
        `AND r.waiting_since IS NULL AND r.priority = ANY($6) AND (r.opened_at, r.id) > ($7::timestamptz, $8::uuid) AND NOT ${TOLD_MISSED}`,
      ),
      [
        this.clock.date(),
        tier,
        null,
        null,
        limit,
        priorities,
        after?.openedAt ?? '-infinity',
        after?.id ?? FIRST_ID,
      ],
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
}
