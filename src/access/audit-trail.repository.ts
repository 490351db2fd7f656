import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { LAST_ID, type PageRequest } from '../platform/http/paging.js';
import type { AuditEventDto, AuditQuery } from './audit.dto.js';

export type AuditRow = Omit<AuditEventDto, 'at'> & { at: Date };

@Injectable()
export class AuditTrailRepository {
  constructor(private readonly database: Database) {}

  /** Newest first. */
  list(query: AuditQuery, page: PageRequest): Promise<AuditRow[]> {
    return this.database.query<AuditRow>(
      `SELECT id, at, actor_kind AS "actorKind", actor_id AS "actorId", request_id AS "requestId", action, entity,
              entity_id AS "entityId", location_id AS "locationId", details
       FROM audit_events
       WHERE id < $1 AND ${query.entity === undefined ? '$2::text IS NULL' : 'entity = $2'}
         AND ${query.entityId === undefined ? '$3::uuid IS NULL' : 'entity_id = $3'}
         AND ($4::uuid IS NULL OR actor_id = $4) AND ($5::timestamptz IS NULL OR at >= $5)
         AND ($6::timestamptz IS NULL OR at < $6)
       ORDER BY id DESC LIMIT $7`,
      [
        page.after?.[0] ?? LAST_ID,
        query.entity ?? null,
        query.entityId ?? null,
        query.actorId ?? null,
        query.from ?? null,
        query.to ?? null,
        page.limit + 1,
      ],
    );
  }
}
