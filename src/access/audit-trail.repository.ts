import { Injectable } from '@nestjs/common';
import { APART_MILLIS, OF_ANOTHER_CLOCK } from '../platform/audit/of-another-clock.js';
import { Database } from '../platform/database/database.js';
import { FIRST_ID, LAST_ID, type PageRequest } from '../platform/http/paging.js';
import { firstIdAt } from '../platform/ids.js';
import type { AuditEventDto, AuditQuery } from './audit.dto.js';

export type AuditRow = Omit<AuditEventDto, 'at'> & { at: Date };

const SELECT = `
  SELECT id, at, actor_kind AS "actorKind", actor_id AS "actorId", request_id AS "requestId", action, entity,
         entity_id AS "entityId", location_id AS "locationId", details
  FROM audit_events`;

/**
 * Conditions that may be left out. They are used as one, because from each the planner would conclude that few
 * events are left.
 */
const IF_GIVEN = `
  ($2::text IS NULL OR entity = $2) AND ($3::uuid IS NULL OR entity_id = $3) AND ($4::uuid IS NULL OR actor_id = $4)`;
/**
 * The order of the indexes that begin with another column. The primary key is not in this order. Otherwise the
 * planner, which does not know whose events are rare, would read it until a page is full, or to its end.
 */
const BY_OTHER_INDEX = 'ORDER BY id DESC NULLS LAST';

@Injectable()
export class AuditTrailRepository {
  constructor(private readonly database: Database) {}

  /** Newest first. */
  list(query: AuditQuery, page: PageRequest): Promise<AuditRow[]> {
    const before = page.after?.[0]?.toLowerCase() ?? LAST_ID;
    const { entity = null, entityId = null, actorId = null, from = null, to = null } = query;
    const values = [before, entity, entityId, actorId, page.limit + 1];
    if (from === null && to === null)
      return this.database.query<AuditRow>(
        `${SELECT} WHERE id < $1 AND ${leading(query)} AND COALESCE(${IF_GIVEN}, false)
         ${orderBy(query)} LIMIT $5`,
        values,
      );
    // The events of some days have ids of those days, apart from those of another clock.
    const first = from ? firstIdAt(from.getTime() - APART_MILLIS) : FIRST_ID;
    const last = to ? firstIdAt(to.getTime() + APART_MILLIS) : LAST_ID;
    return this.database.query<AuditRow>(
      `(${SELECT} WHERE id >= $6 AND id < $7 AND ${leading(query)}
          AND COALESCE(${IF_GIVEN} AND at >= $8 AND at < $9 AND NOT (${OF_ANOTHER_CLOCK}), false)
        ${orderBy(query)} LIMIT $5)
       UNION ALL
       (${SELECT} WHERE at >= $8 AND at < $9 AND ${OF_ANOTHER_CLOCK}
          AND COALESCE(${IF_GIVEN} AND id < $1, false)
        ${BY_OTHER_INDEX} LIMIT $5)
       ORDER BY id DESC LIMIT $5`,
      [...values, first, last < before ? last : before, from ?? '-infinity', to ?? 'infinity'],
    );
  }
}

/** SQL: the condition whose index is read; the one that probably leaves the fewest events. */
const leading = ({ entityId, actorId, entity }: AuditQuery): string =>
  entityId !== undefined
    ? 'entity_id = $3'
    : actorId !== undefined
      ? 'actor_id = $4'
      : entity !== undefined
        ? 'entity = $2'
        : 'true';

const orderBy = (query: AuditQuery): string => (isLed(query) ? BY_OTHER_INDEX : 'ORDER BY id DESC');

const isLed = ({ entityId, actorId, entity }: AuditQuery): boolean =>
  entityId !== undefined || actorId !== undefined || entity !== undefined;
