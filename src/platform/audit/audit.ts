import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { Database } from '../database/database.js';
import { newId } from '../ids.js';
import { requestContext } from '../request-context.js';
import { isOfAPerson, type AuditAction, type AuditEntity } from './entities.js';

/**
 * A change in the audit trail. `details` holds what changed, never secrets. `operatorId` is set when it
 * belongs to one operator only: then of all operators only this one's open pages hear of it.
 */
export interface AuditEntry<Entity extends AuditEntity> {
  action: AuditAction<Entity>;
  entity: Entity;
  entityId: string;
  locationId?: string | null;
  operatorId?: string;
  details?: object;
}

/** The trail stores only that a reason was given. */
const withoutReasons = (details: object = {}): object =>
  Object.fromEntries(
    Object.entries(details).map(([name, value]: [string, unknown]) =>
      /reason$/i.test(name) && typeof value === 'string' ? [name, true] : [name, value],
    ),
  );

/**
 * Writes the audit trail, and the changes that open pages hear of. Called inside the transaction of the
 * change. It knows the actor and the request itself.
 */
@Injectable()
export class Audit {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async record<Entity extends AuditEntity>(entry: AuditEntry<Entity>): Promise<void> {
    const context = requestContext.get();
    await this.database.query(
      `WITH live AS (
         INSERT INTO live_changes (transaction, at, entity, location_id, operator_id)
         VALUES (pg_current_xact_id()::text::bigint, $2, $7, $9, $11))
       INSERT INTO audit_events
         (id, at, actor_kind, actor_id, request_id, action, entity, entity_id, location_id, details)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        newId(),
        this.clock.date(),
        context?.actor.kind ?? 'system',
        context?.actor.id ?? null,
        context?.requestId ?? 'start',
        entry.action,
        entry.entity,
        entry.entityId,
        entry.locationId ?? null,
        JSON.stringify(isOfAPerson(entry.entity) ? withoutReasons(entry.details) : (entry.details ?? {})),
        entry.operatorId ?? null,
      ],
    );
  }
}
