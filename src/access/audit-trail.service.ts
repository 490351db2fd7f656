import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { inZone } from '../platform/http/fields.js';
import { pageRequest, toPage, type Page } from '../platform/http/paging.js';
import type { AuditEventDto, AuditQuery } from './access.dto.js';

type AuditRow = Omit<AuditEventDto, 'at'> & { at: Date };

/** Reads the audit trail that every feature writes to. */
@Injectable()
export class AuditTrailService {
  constructor(private readonly database: Database) {}

  async list(query: AuditQuery): Promise<Page<AuditEventDto>> {
    const page = pageRequest(query);
    const rows = await this.database.query<AuditRow>(
      `SELECT id, at, actor_kind AS "actorKind", actor_id AS "actorId", request_id AS "requestId", action, entity,
              entity_id AS "entityId", location_id AS "locationId", details
       FROM audit_events
       WHERE ($1::uuid IS NULL OR id < $1) AND ($2::text IS NULL OR entity = $2) AND ($3::uuid IS NULL OR entity_id = $3)
         AND ($4::uuid IS NULL OR actor_id = $4) AND ($5::timestamptz IS NULL OR at >= $5)
         AND ($6::timestamptz IS NULL OR at < $6)
       ORDER BY id DESC LIMIT $7`,
      [
        page.after?.[0] ?? null,
        query.entity ?? null,
        query.entityId ?? null,
        query.actorId ?? null,
        query.from ?? null,
        query.to ?? null,
        page.limit + 1,
      ],
    );
    return toPage(
      rows,
      page,
      (row) => [row.id],
      (row) => ({ ...row, at: inZone(row.at, 'UTC') }),
    );
  }
}
