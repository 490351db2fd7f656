import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import type { PageRequest } from '../platform/http/paging.js';
import type { Tier } from './support.dto.js';

export interface SupportRequestRow {
  id: string;
  locationId: string;
  timeZone: string;
  source: string | null;
  externalId: string | null;
  externalUrl: string | null;
  openedAt: Date;
  firstResponseAt: Date | null;
  escalatedAt: Date | null;
  firstResolvedAt: Date | null;
  resolvedAt: Date | null;
  tier: Tier;
  channel: string | null;
  category: string | null;
  readLevel: number | null;
  directional: boolean;
  createdBy: string | null;
  /** When it was written down; null for what came before that was kept, or from a file. */
  loggedAt: Date | null;
  version: number;
}

export interface SupportSelection {
  visible: readonly string[] | null;
  createdBy: string | null;
  locationId: string | null;
  from: Date | null;
  to: Date | null;
}

const SELECT = `
  SELECT r.id, r.location_id AS "locationId", l.time_zone AS "timeZone", r.source, r.external_id AS "externalId",
         r.external_url AS "externalUrl", r.opened_at AS "openedAt", r.first_response_at AS "firstResponseAt",
         r.escalated_at AS "escalatedAt", r.first_resolved_at AS "firstResolvedAt", r.resolved_at AS "resolvedAt",
         r.tier, r.channel, r.category, r.read_level AS "readLevel", r.directional, r.created_by AS "createdBy", r.logged_at AS "loggedAt", r.version
  FROM support_requests r JOIN locations l ON l.id = r.location_id`;

@Injectable()
export class SupportRequestsRepository {
  constructor(private readonly database: Database) {}

  find(id: string, options: { lock?: boolean } = {}): Promise<SupportRequestRow | null> {
    return this.database.one(`${SELECT} WHERE r.id = $1 ${options.lock ? 'FOR UPDATE OF r' : ''}`, [id]);
  }

  lockExternal(source: string, externalId: string): Promise<SupportRequestRow | null> {
    return this.database.one(`${SELECT} WHERE r.source = $1 AND r.external_id = $2 FOR UPDATE OF r`, [
      source,
      externalId,
    ]);
  }

  /** Newest first. */
  list(
    selection: SupportSelection & {
      tier: Tier | null;
      channel: string | null;
      category: string | null;
      escalated: boolean | null;
    },
    { limit, after }: PageRequest,
  ): Promise<SupportRequestRow[]> {
    return this.database.query(
      `${SELECT}
       WHERE ($1::uuid[] IS NULL OR r.location_id = ANY($1)) AND ($2::uuid IS NULL OR r.created_by = $2)
         AND ($3::uuid IS NULL OR r.location_id = $3) AND ($4::timestamptz IS NULL OR r.opened_at >= $4)
         AND ($5::timestamptz IS NULL OR r.opened_at < $5) AND ($6::text IS NULL OR r.tier = $6)
         AND ($7::text IS NULL OR r.channel = $7) AND ($8::text IS NULL OR r.category = $8)
         AND ($9::boolean IS NULL OR (r.escalated_at IS NOT NULL) = $9)
         AND ($10::timestamptz IS NULL OR (r.opened_at, r.id) < ($10, $11::uuid))
       ORDER BY r.opened_at DESC, r.id DESC LIMIT $12`,
      [
        selection.visible,
        selection.createdBy,
        selection.locationId,
        selection.from,
        selection.to,
        selection.tier,
        selection.channel,
        selection.category,
        selection.escalated,
        after?.[0] ?? null,
        after?.[1] ?? null,
        limit + 1,
      ],
    );
  }

  /** False when somebody stored the same source and external id meanwhile. */
  async insert(row: Omit<SupportRequestRow, 'timeZone' | 'version'>): Promise<boolean> {
    const inserted = await this.database.one(
      `INSERT INTO support_requests
         (id, location_id, source, external_id, external_url, opened_at, first_response_at, escalated_at,
          first_resolved_at, resolved_at, tier, channel, category, read_level, directional, created_by, logged_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
       ON CONFLICT (source, external_id) WHERE external_id IS NOT NULL DO NOTHING RETURNING id`,
      [
        row.id,
        row.locationId,
        row.source,
        row.externalId,
        row.externalUrl,
        row.openedAt,
        row.firstResponseAt,
        row.escalatedAt,
        row.firstResolvedAt,
        row.resolvedAt,
        row.tier,
        row.channel,
        row.category,
        row.readLevel,
        row.directional,
        row.createdBy,
        row.loggedAt,
      ],
    );
    return inserted !== null;
  }

  async update(row: SupportRequestRow): Promise<void> {
    await this.database.query(
      `UPDATE support_requests
       SET external_url = $2, opened_at = $3, first_response_at = $4, escalated_at = $5, first_resolved_at = $6,
           resolved_at = $7, tier = $8, channel = $9, category = $10, read_level = $11, directional = $12,
           version = version + 1
       WHERE id = $1`,
      [
        row.id,
        row.externalUrl,
        row.openedAt,
        row.firstResponseAt,
        row.escalatedAt,
        row.firstResolvedAt,
        row.resolvedAt,
        row.tier,
        row.channel,
        row.category,
        row.readLevel,
        row.directional,
      ],
    );
  }
}
